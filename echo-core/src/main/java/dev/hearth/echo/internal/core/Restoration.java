package dev.hearth.echo.internal.core;

import dev.hearth.base.CredentialId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a database was brought back in a former state: by a restore, which says so, or behind its back, which shows
 * where it has fewer blocks of this device than are known to have been written, or where those name credentials that
 * are not here. Its device has, or may have, written more since, of which others know; to write other blocks in the
 * place of those would be to say two things at one place, for which everybody freezes a feed for good. So nothing is
 * written until a member has said how far this device's feed is, and what is missing of it here has come back, or until
 * the user says that nobody has it. Used under the database's lock.
 */
public final class Restoration {
    private static final int FACT_RESTORED = 9;
    private static final int FACT_BRANCHES = 10;

    private final Keyspace keys;
    private final Optional<Keyspace> space; // of a branch
    private boolean behindInBranches;
    private boolean unconfirmed;

    /** Reads how it is with a space. */
    static Restoration of(Core core, StoreReader store, Keyspace keys) {
        boolean restored = store.get(Family.META, keys.fact(FACT_RESTORED)).isPresent();
        boolean branches = store.get(Family.META, keys.fact(FACT_BRANCHES)).isPresent();
        return new Restoration(keys, Optional.empty(), branches, restored || !hasAllThatIsKnown(core));
    }

    private static boolean hasAllThatIsKnown(Core core) {
        Optional<Feed> own = core.feeds().find(core.guard().self());
        return own.map(Feed::seq).orElse(0L) >= core.guard().written()
                && core.credentials().ids().containsAll(own.map(Feed::authority).orElse(List.of()));
    }

    /** Reads how it is with a branch of a space: after that was restored each one waits until it is confirmed. */
    static Restoration ofBranch(StoreReader store, Keyspace keys, Keyspace space) {
        boolean restored = store.get(Family.META, space.fact(FACT_BRANCHES)).isPresent();
        boolean confirmed = store.get(Family.META, keys.fact(FACT_RESTORED)).isPresent();
        return new Restoration(keys, Optional.of(space), false, restored && !confirmed);
    }

    private Restoration(Keyspace keys, Optional<Keyspace> space, boolean behindInBranches, boolean unconfirmed) {
        this.keys = keys;
        this.space = space;
        this.behindInBranches = behindInBranches;
        this.unconfirmed = unconfirmed;
    }

    /** Marks what is being restored. */
    public static void mark(SpaceId space, StoreBatch batch) {
        Keyspace keys = new Keyspace(space);
        batch.put(Family.META, keys.fact(FACT_RESTORED), new byte[] {1});
        batch.put(Family.META, keys.fact(FACT_BRANCHES), new byte[] {1});
    }

    /** Marks a space that begins empty, of which this device may have written in branches before. */
    public static void markBranches(SpaceId space, StoreBatch batch) {
        batch.put(Family.META, new Keyspace(space).fact(FACT_BRANCHES), new byte[] {1});
    }

    /** Returns whether a pair says of a branch that it is confirmed, which ends with the state that it was said of. */
    public static boolean isConfirmation(Family family, byte[] key) {
        byte[] fact = Keyspace.afterSpace(key);
        return family == Family.META && fact.length == 1 && fact[0] == FACT_RESTORED;
    }

    /** Returns whether others may know more of what this device wrote in branches. */
    boolean isBehindInBranches() {
        return behindInBranches;
    }

    boolean unconfirmed() {
        return unconfirmed;
    }

    void requireConfirmed() {
        if (unconfirmed) {
            throw new HearthException(ErrorCode.SPACE_UNCONFIRMED);
        }
    }

    /** Ends the waiting if what a member holds of this device is here by now; returns whether it did. */
    boolean caughtUp(Core core, Frames.Hello member) {
        if (!unconfirmed) {
            return false;
        }
        long there = member.feeds().getOrDefault(core.guard().self(), 0L);
        long here = core.version().heads().getOrDefault(core.guard().self(), 0L);
        Set<CredentialId> missing = new HashSet<>(member.credentials());
        core.credentials().ids().forEach(missing::remove);
        return here >= there && missing.isEmpty() && hasAllThatIsKnown(core) && confirm(core);
    }

    /** Ends the waiting of all branches, those that were not opened yet too. */
    void confirmBranches(Core main) {
        if (behindInBranches) {
            StoreBatch batch = new StoreBatch();
            batch.delete(Family.META, keys.fact(FACT_BRANCHES));
            main.write(batch);
            behindInBranches = false;
        }
    }

    /** Ends the waiting. */
    boolean confirm(Core core) {
        if (unconfirmed) {
            StoreBatch batch = new StoreBatch();
            if (space.isPresent()) {
                batch.put(Family.META, keys.fact(FACT_RESTORED), new byte[] {1});
            } else {
                batch.delete(Family.META, keys.fact(FACT_RESTORED));
            }
            core.write(batch);
            unconfirmed = false;
        }
        return true;
    }
}
