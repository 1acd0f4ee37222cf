package dev.hearth.echo;

import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.core.Restoration;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes what {@link DatabaseDump} gave into a store that holds nothing of the space. The database that is opened there
 * afterwards is not written to until a member has told how far this device's feed is ({@link DatabaseStatus}), or until
 * {@link EchoDatabase#confirmOnlyCopy}. Not safe for use by several threads.
 */
public final class DatabaseRestore {
    private static final int BATCH_BYTES = 1 << 20;

    private final Store store;
    private final byte[] prefix;
    private StoreBatch batch = new StoreBatch();
    private int bytes;

    private DatabaseRestore(Store store, SpaceId space) {
        this.store = store;
        this.prefix = new Keyspace(space).all();
    }

    /** Begins, and marks the database as one that is not to be written to yet. */
    public static DatabaseRestore into(Store store, SpaceId space) {
        DatabaseRestore restore = new DatabaseRestore(store, space);
        Restoration.mark(space, restore.batch);
        return restore;
    }

    /**
     * Marks a store that holds nothing of a space as one in which this device may have written in branches before, so
     * that none is written to until a member has told how far this device's feed in it is. How far it is in the space
     * itself is the caller's to know.
     */
    public static void markBranches(Store store, SpaceId space) {
        StoreBatch batch = new StoreBatch();
        Restoration.markBranches(space, batch);
        store.write(batch);
        store.flush();
    }

    /** Takes one pair; refuses one of a family that no database has. */
    public void take(int family, byte[] key, byte[] value) throws MalformedException {
        Optional<Family> known = Arrays.stream(Family.values())
                .filter(each -> each.number() == (family & ~DatabaseDump.OF_BRANCH) && each != Family.HOST)
                .findFirst();
        Family of = known.orElseThrow(() -> new MalformedException("A family that is not known"));
        boolean branch = (family & DatabaseDump.OF_BRANCH) != 0;
        byte[] whole = branch ? ofBranch(key) : ofSpace(key);
        if (branch && Restoration.isConfirmation(of, whole)) {
            return; // of a former restore
        }
        batch.put(of, whole, value);
        bytes += whole.length + value.length;
        if (bytes >= BATCH_BYTES) {
            write();
        }
    }

    private byte[] ofSpace(byte[] key) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, whole, prefix.length, key.length);
        return whole;
    }

    private byte[] ofBranch(byte[] key) throws MalformedException {
        if (key.length < prefix.length || Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
            throw new MalformedException("A key of a branch that is none");
        }
        return key;
    }

    private void write() {
        store.write(batch);
        batch = new StoreBatch();
        bytes = 0;
    }

    /** Writes the rest, durably. */
    public void finish() {
        write();
        store.flush();
    }
}
