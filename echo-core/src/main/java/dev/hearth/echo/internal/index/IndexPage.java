package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A page of a tree: keys in order, each in an inner page with the page that holds what is not less. It is stored as a
 * whole, and what a batch changes in it is stored beside it in a slot of its own until there are too many of them; so a
 * changed key costs its own bytes and not those of its page. A slot counts when it names the page's generation, which
 * grows each time the page is written as a whole; so slots are overwritten and never deleted.
 */
final class IndexPage {
    private static final int MOST_SLOTS = 32;
    private static final int MOST_SLOT_BYTES = 2048;
    private static final int KEY_OVERHEAD = 24;

    private static final Limit KEYS = new Limit("keys of a page", 1 << 20);
    private static final Limit KEY_BYTES = new Limit("bytes of a key", 1 << 16);
    private static final Limit PAGES = new Limit("pages of an index", Integer.MAX_VALUE);

    private final int number;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<Integer> children = new ArrayList<>();
    private final ByteWriter changes = new ByteWriter(64);
    private boolean inner;
    private boolean whole;
    private int changed;
    private int slots;
    private int slotBytes;
    private long generation;
    private int bytes;

    IndexPage(int number, boolean inner) {
        this.number = number;
        this.inner = inner;
    }

    int number() {
        return number;
    }

    boolean inner() {
        return inner;
    }

    int size() {
        return keys.size();
    }

    /** Returns how many bytes the keys have. */
    int bytes() {
        return bytes;
    }

    /** Returns about how many bytes the page takes in memory. */
    int weight() {
        return 200 + bytes + KEY_OVERHEAD * keys.size();
    }

    byte[] key(int index) {
        return keys.get(index);
    }

    int child(int index) {
        return children.get(index);
    }

    /** Returns the index of a key, or where it would be, as {@link Collections#binarySearch} does. */
    int find(byte[] key) {
        return Collections.binarySearch(keys, key, Arrays::compareUnsigned);
    }

    /**
     * Returns the index of the child that holds {@code key} if any does; what is less than all keys is in the first.
     */
    int childOf(byte[] key) {
        int found = find(key);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    void insert(int index, byte[] key) {
        change(true, key);
        add(index, key);
    }

    void insert(int index, byte[] key, int child) {
        change(true, key);
        changes.varint(child);
        add(index, key);
        children.add(index, child);
    }

    private void add(int index, byte[] key) {
        keys.add(index, key);
        bytes += key.length;
    }

    void remove(int index) {
        change(false, keys.get(index));
        take(index);
    }

    private void take(int index) {
        bytes -= keys.remove(index).length;
        if (inner) {
            children.remove(index);
        }
    }

    private void change(boolean inserted, byte[] key) {
        changes.u8(inserted ? 1 : 0).sized(key);
        changed++;
    }

    /** Moves what is from {@code index} on to {@code right}. */
    void split(int index, IndexPage right) {
        for (int i = index; i < keys.size(); i++) {
            right.add(i - index, keys.get(i));
            bytes -= keys.get(i).length;
        }
        keys.subList(index, keys.size()).clear();
        if (inner) {
            right.children.addAll(children.subList(index, children.size()));
            children.subList(index, children.size()).clear();
        }
        whole = true;
        right.whole = true;
    }

    /** Makes this an empty page of the other kind. */
    void become(boolean other) {
        keys.clear();
        children.clear();
        bytes = 0;
        inner = other;
        whole = true;
    }

    /** Writes what was changed since the last time. */
    void write(Keyspace space, int index, StoreBatch batch) {
        if (!whole && slots < MOST_SLOTS && slotBytes + changes.size() <= MOST_SLOT_BYTES) {
            byte[] value = new ByteWriter(changes.size() + 12)
                    .varint(generation)
                    .varint(changed)
                    .raw(changes.toArray())
                    .toArray();
            batch.put(Family.INDEX, space.slot(index, number, slots), value);
            slots++;
            slotBytes += changes.size();
        } else {
            generation++;
            batch.put(Family.INDEX, space.page(index, number), encode());
            slots = 0;
            slotBytes = 0;
        }
        changes.clear();
        changed = 0;
        whole = false;
    }

    private byte[] encode() {
        ByteWriter out =
                new ByteWriter(bytes + 16).varint(generation).u8(inner ? 1 : 0).varint(keys.size());
        byte[] before = new byte[0];
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            int shared = Math.max(0, Arrays.mismatch(before, key));
            out.varint(shared).varint(key.length - shared).raw(key, shared, key.length);
            if (inner) {
                out.varint(children.get(i));
            }
            before = key;
        }
        return out.toArray();
    }

    /** Reads what {@link #write} wrote as a whole. */
    void read(byte[] stored) throws MalformedException {
        ByteReader in = new ByteReader(stored);
        generation = in.varint();
        inner = in.u8() == 1;
        byte[] before = new byte[0];
        for (int i = in.varint(KEYS); i > 0; i--) {
            int shared = in.varint(new Limit("shared bytes of a key", before.length));
            byte[] rest = in.sized(KEY_BYTES).toArray();
            byte[] key = Arrays.copyOf(before, shared + rest.length);
            System.arraycopy(rest, 0, key, shared, rest.length);
            if (!keys.isEmpty() && Arrays.compareUnsigned(before, key) >= 0) {
                throw new MalformedException("Keys of a page out of order");
            }
            add(keys.size(), key);
            if (inner) {
                children.add(in.varint(PAGES));
            }
            before = key;
        }
        in.end();
    }

    /** Reads what {@link #write} wrote into a slot; slots are read in their order. */
    void readSlot(byte[] stored) throws MalformedException {
        ByteReader in = new ByteReader(stored);
        if (in.varint() != generation) {
            return;
        }
        int start = in.remaining();
        for (int i = in.varint(KEYS); i > 0; i--) {
            boolean inserted = in.u8() == 1;
            byte[] key = in.sized(KEY_BYTES).toArray();
            int at = find(key);
            if (inserted == at >= 0) {
                throw new MalformedException("A change that does not fit its page");
            }
            if (inserted) {
                add(-at - 1, key);
                if (inner) {
                    children.add(-at - 1, in.varint(PAGES));
                }
            } else {
                take(at);
            }
        }
        in.end();
        slots++;
        slotBytes += start;
    }
}
