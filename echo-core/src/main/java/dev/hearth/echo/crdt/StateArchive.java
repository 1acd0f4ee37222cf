package dev.hearth.echo.crdt;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The stored form of many objects: what their saved states have in common, such as actors, names of fields and kinds of
 * values, stands once, and what differs stands in columns, field by field, of up to 4096 objects. Equal states give
 * equal bytes, in whatever order they are handed over, given the same zlib. Nothing is lost: concurrent values,
 * histories and what the authors' changes have named are all kept, so that later changes apply to what was read.
 *
 * <p>To write and to read takes memory for the columns of one chunk, a few megabytes, beside the bytes and the states.
 * What is read takes memory in proportion to the length of the bytes, whatever they claim: every section says at most
 * 32 things a byte.
 */
public final class StateArchive {
    /** The length of an object's id in bytes. */
    public static final int ID_LENGTH = 16;

    static final int VERSION = 1;
    static final int MOST_OBJECTS = 4096;
    static final int CHECKSUM = 4;

    private StateArchive() {}

    /** One object: its id and its state. */
    public static final class Entry {
        private final long high;
        private final long low;
        private final ObjectState state;

        /**
         * Takes a copy of the id, and the state itself.
         *
         * @throws IllegalArgumentException when the id has not 16 bytes
         */
        public Entry(byte[] id, ObjectState state) {
            if (id.length != ID_LENGTH) {
                throw new IllegalArgumentException("id must have 16 bytes, has " + id.length);
            }
            ByteBuffer bytes = ByteBuffer.wrap(id);
            this.high = bytes.getLong();
            this.low = bytes.getLong();
            this.state = state;
        }

        Entry(long high, long low, ObjectState state) {
            this.high = high;
            this.low = low;
            this.state = state;
        }

        /** Returns a copy of the 16 bytes of the object's id. */
        public byte[] id() {
            return ByteBuffer.allocate(ID_LENGTH).putLong(high).putLong(low).array();
        }

        /** Returns the state. */
        public ObjectState state() {
            return state;
        }

        /** The first 8 bytes of the id. */
        long high() {
            return high;
        }

        /** The last 8 bytes of the id. */
        long low() {
            return low;
        }

        /** Compares the ids, unsigned. */
        int compareIds(Entry other) {
            int order = Long.compareUnsigned(high, other.high);
            return order != 0 ? order : Long.compareUnsigned(low, other.low);
        }
    }

    /**
     * Writes objects, which stay as they are.
     *
     * @throws IllegalArgumentException when an id is there twice or the states do not share their actors
     * @throws IllegalStateException when the history that a state was loaded with is damaged
     */
    public static byte[] write(List<Entry> entries) {
        try (ArchiveWriter writer = new ArchiveWriter(entries)) {
            return writer.write();
        } catch (ChangeException e) {
            throw new IllegalStateException("The history that this state was loaded with is damaged", e);
        }
    }

    /**
     * Reads what {@link #write} wrote, in the unsigned order of the ids. As with a saved state, the history of a text
     * is read when it is needed first.
     *
     * @throws ChangeException when the bytes are malformed
     */
    @SuppressWarnings("IllegalCatch")
    public static List<Entry> read(byte[] archive, Actors actors) throws ChangeException {
        try (ArchiveReader reader = new ArchiveReader(archive, actors)) {
            return reader.read();
        } catch (RuntimeException e) {
            throw new ChangeException("An archive contradicts itself", e);
        }
    }
}
