package dev.hearth.client;

import dev.hearth.base.DeviceId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The devices of this client's identity: equals, each with keys of its own, and each in all spaces of the identity.
 * What one of them creates or joins the others get as soon as they meet one that has it. Thread-safe.
 *
 * <p>Which devices there are is kept in the personal space, under the rules of every space: of two that revoke each
 * other the one that let the other in stays, and a device that came back by the recovery words before all others.
 */
public interface Devices {
    /** Returns the devices, this one first; throws NO_IDENTITY. */
    List<Device> list();

    /** Names a device, for the person's own devices to see: from 1 to 64 characters. Throws DEVICE_UNKNOWN. */
    void rename(DeviceId device, String name);

    /**
     * Takes a device out of the identity. What it wrote counts up to what has arrived here; its sessions end as others
     * hear of it, and each space that it could read gets another key before anything is written there. A device that
     * was revoked never comes back under the same keys. Throws DEVICE_UNKNOWN; a device does not revoke itself.
     */
    void revoke(DeviceId device);

    /**
     * Invites another device. The user types link and code there, compares the emoji on both, and both say yes. Throws
     * NO_IDENTITY.
     *
     * @param confirmation asks this device's user
     */
    DeviceInvitation invite(DeviceConfirmation confirmation);

    /**
     * Waits again for the devices that were invited when this client was last open, for what is left of the time and
     * the attempts, and returns their invitations: until it is called, none is let in by them. A device that was let in
     * and ended before it heard of it is let in again. Of those that wait already it changes nothing. Throws
     * NO_IDENTITY.
     *
     * @param confirmation asks this device's user
     */
    List<DeviceInvitation> resume(DeviceConfirmation confirmation);

    /**
     * Makes this client, which has no identity yet, a device of the one that invites it. Completes once it is let in:
     * the personal space is here then, the others follow. A client that ended on the way calls it again, with the same
     * link and code. Fails with IDENTITY_EXISTS, INVITATION_MALFORMED, INVITATION_EXPIRED, INVITATION_SPENT,
     * INVITER_UNREACHABLE, CODE_WRONG, DEVICE_DECLINED or TIMED_OUT.
     *
     * @param confirmation asks this device's user
     */
    default CompletableFuture<Profile> join(String link, String code, DeviceConfirmation confirmation) {
        return join(link, code, confirmation, Runnable::run, state -> {});
    }

    /**
     * As {@link #join(String, String, DeviceConfirmation)}, and tells how far it is: {@code listener} is called on
     * {@code executor}, with each state once, in their order.
     */
    CompletableFuture<Profile> join(
            String link, String code, DeviceConfirmation confirmation, Executor executor, Consumer<JoinState> listener);
}
