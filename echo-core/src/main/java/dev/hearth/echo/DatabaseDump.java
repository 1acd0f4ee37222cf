package dev.hearth.echo;

import java.io.IOException;

/**
 * All that a database holds as of one moment, blobs included, as pairs that {@link DatabaseRestore} takes. The database
 * can be written to meanwhile. Not safe for use by several threads; keeps disk space occupied until it is closed.
 */
public interface DatabaseDump extends AutoCloseable {
    /** Is added to the family's number of what belongs to a branch, whose key is whole. */
    int OF_BRANCH = 64;

    /** Takes one pair. */
    interface Taker {
        /**
         * Takes a pair.
         *
         * @param family the number of the store's family, and {@link #OF_BRANCH} for a branch
         * @param key the key; of what is no branch's without the part that stands for the space
         * @param value the value, unsealed
         */
        void take(int family, byte[] key, byte[] value) throws IOException;
    }

    /** Hands on all pairs. Throws STORAGE_CORRUPT at one that can't be read: repair the database first. */
    void forEach(Taker taker) throws IOException;

    @Override
    void close();
}
