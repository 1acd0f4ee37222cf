package dev.hearth.echo.internal.core;

import dev.hearth.base.CredentialId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a database was brought back in a former state. Its device may have written more since, of which others know;
 * to write other blocks in the place of those would be to say two things at one place, for which everybody freezes a
 * feed for good. So nothing is written until a member has said how far this device's feed is, and what is missing of it
 * here has come back, or until the user says that nobody has it. Used under the database's lock.
 */
public final class Restoration {
    private static final int FACT_RESTORED = 9;

    private boolean unconfirmed;

    Restoration(StoreReader store, Keyspace keys) {
        unconfirmed = store.get(Family.META, keys.fact(FACT_RESTORED)).isPresent();
    }

    /** Marks what is being restored. */
    public static void mark(SpaceId space, StoreBatch batch) {
        batch.put(Family.META, new Keyspace(space).fact(FACT_RESTORED), new byte[] {1});
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
        return here >= there && missing.isEmpty() && confirm(core);
    }

    /** Ends the waiting. */
    boolean confirm(Core core) {
        if (unconfirmed) {
            core.write(new StoreBatch().delete(Family.META, new Keyspace(core.id()).fact(FACT_RESTORED)));
            unconfirmed = false;
        }
        return true;
    }
}
