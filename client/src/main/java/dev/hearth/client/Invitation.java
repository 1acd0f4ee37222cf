package dev.hearth.client;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.halo.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * An invitation to a space. One by code is hosted by the client that made it, while it is open: the link goes to the
 * guest by any way, the code by another, such as voice. One by link is hosted by every open client of a member who may
 * admit its role. It survives restarts, with those who wait. Thread-safe.
 */
public interface Invitation {
    /** Whether it can be used. */
    enum State {
        /** It can. */
        OPEN(Optional.empty()),
        /** As many joined as may, or too many codes were wrong. */
        SPENT(Optional.of(ErrorCode.INVITATION_SPENT)),
        /** Its time is over. */
        EXPIRED(Optional.of(ErrorCode.INVITATION_EXPIRED)),
        /** A member took it back, or who made it may not admit that role any more. */
        CANCELLED(Optional.of(ErrorCode.INVITATION_CANCELLED));

        private final Optional<ErrorCode> error;

        State(Optional<ErrorCode> error) {
            this.error = error;
        }

        /** Returns what a guest is told; empty while it is open. */
        public Optional<ErrorCode> error() {
            return error;
        }
    }

    /** Returns what names it: 32 hexadecimal digits. */
    String id();

    /**
     * Returns the link. By itself it admits nobody when there is a {@link #code()}, and else whoever has it. Empty on a
     * device that did not make the invitation: the secret in it is on no other.
     */
    String link();

    /** Returns the code that the guest types, which is never sent over the network; empty when the link is enough. */
    String code();

    /** Returns the role of whoever joins. */
    Role role();

    /** Returns when the link stops working. */
    Instant expires();

    /** Returns how many may join with it. */
    int uses();

    /** Returns whether guests wait for approval. */
    boolean needsApproval();

    /** Returns the one identity that it is for, if it is for one. */
    Optional<IdentityId> guest();

    /** Returns the member who made it. */
    IdentityId inviter();

    /** Returns whether it can be used now, by this device's clock. */
    State state();

    /** Returns who joined with it, members still or not, in the order of their ids. */
    List<IdentityId> admitted();

    /**
     * Returns how many more joined than {@link #uses()} allows, because several devices let in a guest without knowing
     * of each other. All are members; {@link Space#remove} is for those who should not be.
     */
    default int surplus() {
        return Math.max(0, admitted().size() - uses());
    }

    /** Returns whether it is spent because too many codes were wrong, and not because as many joined as may. */
    default boolean isBurnt() {
        return state() == State.SPENT && admitted().size() < uses();
    }

    /** Returns the guests who asked this device to let them in and wait, in the order in which they came. */
    List<JoinRequest> requests();

    /** Calls {@code listener} on {@code executor} with {@link #requests()} when they have changed. */
    Subscription onRequests(Executor executor, Consumer<List<JoinRequest>> listener);

    /**
     * Lets a guest in who waits, connected or not. Throws INVITATION_UNKNOWN when it does not wait here, and
     * INVITATION_SPENT, INVITATION_CANCELLED, NOT_PERMITTED or KEY_MISSING when it can't be let in.
     */
    void approve(IdentityId guest);

    /** Turns a guest down who waits, for good, on this device. Throws INVITATION_UNKNOWN when it does not wait here. */
    void decline(IdentityId guest);

    /** Returns a future of the next member who joins with it. It fails when the invitation is spent or cancelled. */
    CompletableFuture<Member> accepted();

    /**
     * Takes it back: nobody joins with it any more, nor waits; whoever tries is told so. Of one by link other hosts
     * hear when they are met. Throws NOT_PERMITTED for one by link unless this client's identity may admit.
     */
    void cancel();
}
