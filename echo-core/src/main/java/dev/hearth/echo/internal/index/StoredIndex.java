package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An index that is kept in the store. While it is being built, it holds the objects up to one of them, in the order of
 * their ids; what happens to those beyond is left to the building. Used under the database's lock.
 */
public final class StoredIndex {
    private static final int NOTHING = 0;
    private static final int SOME = 1;
    private static final int READY = 2;

    private static final Limit MOST_ORIGINS = new Limit("programs that declare an index", 1 << 12);
    private static final Limit MOST_NAME = new Limit("bytes of a name", 1 << 16);

    private final int number;
    private final IndexShape shape;
    private final IndexTree tree;
    private final Set<String> origins = new TreeSet<>();
    private @Nullable ObjectId built;
    private boolean ready;

    StoredIndex(int number, IndexShape shape, IndexTree tree) {
        this.number = number;
        this.shape = shape;
        this.tree = tree;
    }

    int number() {
        return number;
    }

    /** Returns what it holds. */
    public IndexShape shape() {
        return shape;
    }

    /** Returns who declares it: names of classes, and the empty name for what the program declares by name. */
    public Set<String> origins() {
        return origins;
    }

    /** Returns whether it holds all objects of its type. */
    public boolean ready() {
        return ready;
    }

    /** Returns the last object that was taken in, while it is being built. */
    public Optional<ObjectId> built() {
        return Optional.ofNullable(built);
    }

    /** Notes that it holds the objects up to {@code last}, and whether there are no others. */
    void reached(Optional<ObjectId> last, boolean all) {
        built = last.orElse(built);
        ready = all;
    }

    /** Holds nothing any more. */
    void restart() {
        built = null;
        ready = false;
    }

    /** Returns whether a change of an object is to be taken in. */
    boolean covers(ObjectId object) {
        ObjectId last = built;
        return ready || (last != null && object.compareTo(last) <= 0);
    }

    IndexTree tree() {
        return tree;
    }

    /** Returns the keys from {@code from} on, in order. */
    public IndexKeys from(byte[] from) {
        return tree.from(from);
    }

    /** Returns the greatest key that is less than {@code bound}; the greatest of all when that is null. */
    public Optional<byte[]> below(byte @Nullable [] bound) {
        return tree.below(bound);
    }

    /** Returns how many keys there are from {@code from} to {@code to}, for which their pages are read. */
    public long count(byte[] from, byte @Nullable [] to) {
        return to != null && Arrays.compareUnsigned(from, to) >= 0 ? 0 : tree.count(from, to);
    }

    /** Returns about how many keys there are from {@code from} to {@code to}. */
    public long estimate(byte[] from, byte @Nullable [] to) {
        return to != null && Arrays.compareUnsigned(from, to) >= 0 ? 0 : tree.estimate(from, to);
    }

    byte[] record() {
        ByteWriter out = new ByteWriter(64);
        shape.write(out);
        ObjectId last = built;
        out.u8(ready ? READY : last == null ? NOTHING : SOME);
        if (!ready && last != null) {
            out.raw(last.value());
        }
        out.varint(origins.size());
        origins.forEach(out::text);
        return out.toArray();
    }

    void readRest(ByteReader in) throws MalformedException {
        int progress = in.u8();
        ready = progress == READY;
        built = progress == SOME ? new ObjectId(in.raw(ObjectId.SIZE)) : null;
        for (int i = in.varint(MOST_ORIGINS); i > 0; i--) {
            origins.add(in.text(MOST_NAME));
        }
        in.end();
    }

    /** Returns whether all {@code shapes} are of other indexes. */
    boolean isNoneOf(List<IndexShape> shapes) {
        return !shapes.contains(shape);
    }
}
