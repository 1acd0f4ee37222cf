package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.echo.internal.core.SpaceDatabase;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Store;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A database that can be kept in step with others: what the host of a space opens. */
public interface EchoDatabase extends Database {
    /**
     * Opens the database of the guard's space in {@code store}, creating it when there is none. The store, which may
     * hold several, stays the caller's to close, after the database. Throws FORMAT_UNKNOWN, STORAGE_CORRUPT,
     * STORAGE_FAILED.
     */
    static EchoDatabase open(
            Store store, SpaceGuard guard, CredentialExchange credentials, Seams seams, DatabaseOptions options) {
        return new SpaceDatabase(store, guard, credentials, seams, options);
    }

    /** Returns the last block applied of a device's feed, this device's included; empty when there is none. */
    Optional<FeedHead> head(DeviceId feed);

    /** Returns the hash of a block of a device's feed that is here, applied or withheld; empty when it is not. */
    Optional<Hash> blockAt(DeviceId feed, long seq);

    /**
     * Calls {@code listener} on {@code executor} when other blocks are withheld than before, after the commits that
     * took them back or applied them, under no lock.
     */
    Subscription onWithheld(Executor executor, Runnable listener);

    /** Returns all that is in as of now, for a backup. */
    DatabaseDump dump();

    /**
     * Says of a database that was restored that nobody else has anything of what this device wrote after the backup, so
     * that it may write from here on. If somebody does, they take nothing more of this device's for good.
     */
    void confirmOnlyCopy();

    /** Starts to keep this database in step with the peer behind {@code port}. */
    Replicator replicate(ReplicaPort port);

    /**
     * Returns the database of a branch, which is kept in step with those of peers by a channel of its own. Throws
     * OBJECT_UNKNOWN when there is no such branch.
     */
    EchoDatabase openBranch(ObjectId branch);

    /** Calls {@code listener} with each branch that is open here or will be, under no lock, on whatever thread. */
    Subscription onBranchOpened(Consumer<ObjectId> listener);

    /** Starts to tell and hear presence with the device of a member behind {@code port}, a channel of its own. */
    FrameLink exchangePresence(DeviceId device, ReplicaPort port);

    /** Starts to exchange pieces of blobs with the device of a member behind {@code port}, a channel of their own. */
    FrameLink exchangeBlobs(DeviceId device, ReplicaPort port);
}
