package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one index in order: a B+-tree (R. Bayer, E. McCreight, 1972; D. Comer, <em>The Ubiquitous B-Tree</em>,
 * 1979) whose pages are named by numbers, so that the store, whose keys are not encrypted, learns nothing of the order.
 * The root is page 0 for good. A page that is full is divided, at its end when it grows there; one that is empty is
 * freed, and those that are nearly so are left alone, because what was deleted is mostly followed by more of its kind.
 * Used under the database's lock.
 */
final class IndexTree {
    private static final int MOST_BYTES = 4096;
    private static final int ROOT = 0;

    private final Store store;
    private final IndexPages pages;
    private final Keyspace space;
    private final int index;
    private int next;
    private boolean grown;

    IndexTree(Store store, IndexPages pages, Keyspace space, int index) {
        this.store = store;
        this.pages = pages;
        this.space = space;
        this.index = index;
    }

    /** One step on the way from the root. */
    private record Step(IndexPage page, int child) {}

    private IndexPage page(int number) {
        return pages.get(index, number);
    }

    /** Adds a key; one that is there already changes nothing. */
    void insert(byte[] key) {
        List<Step> path = new ArrayList<>();
        boolean last = true;
        IndexPage page = page(ROOT);
        while (page.inner()) {
            int child = page.childOf(key);
            last &= child == page.size() - 1;
            path.add(new Step(page, child));
            page = page(page.child(child));
        }
        int at = page.find(key);
        if (at >= 0) {
            return;
        }
        int before = page.weight();
        page.insert(-at - 1, key);
        pages.changed(index, page, page.weight() - before);
        divide(page, path, last && -at == page.size());
    }

    /** Divides a page that is too large, and those above it if need be. */
    private void divide(IndexPage full, List<Step> path, boolean growsAtEnd) {
        IndexPage page = full;
        for (int depth = path.size(); page.bytes() > MOST_BYTES && page.size() > 3; depth--) {
            if (depth == 0) {
                deepen(page, growsAtEnd);
                return;
            }
            IndexPage right = create(page.inner());
            byte[] separator = move(page, right, growsAtEnd);
            Step above = path.get(depth - 1);
            page = above.page();
            insertChild(page, above.child() + 1, separator, right.number());
        }
    }

    /** Puts two pages below the root instead of what it held. */
    private void deepen(IndexPage root, boolean growsAtEnd) {
        IndexPage left = create(root.inner());
        IndexPage right = create(root.inner());
        byte[] least = root.key(0);
        int before = root.weight();
        root.split(0, left);
        root.become(true);
        pages.changed(index, left, left.weight() - new IndexPage(0, false).weight());
        pages.changed(index, root, root.weight() - before);
        byte[] separator = move(left, right, growsAtEnd);
        insertChild(root, 0, left.inner() ? least : new byte[0], left.number());
        insertChild(root, 1, separator, right.number());
    }

    private IndexPage create(boolean inner) {
        load();
        IndexPage page = new IndexPage(++next, inner);
        grown = true;
        return pages.add(index, page);
    }

    /** Moves the upper part of a page to another and returns what divides them. */
    private byte[] move(IndexPage page, IndexPage right, boolean growsAtEnd) {
        int at = growsAtEnd ? page.size() - 1 : middle(page);
        byte[] separator = page.inner() ? page.key(at) : separator(page.key(at - 1), page.key(at));
        int before = page.weight();
        int rightBefore = right.weight();
        page.split(at, right);
        pages.changed(index, page, page.weight() - before);
        pages.changed(index, right, right.weight() - rightBefore);
        return separator;
    }

    private static int middle(IndexPage page) {
        int bytes = 0;
        int at = 0;
        while (at < page.size() - 1 && bytes < page.bytes() / 2) {
            bytes += page.key(at++).length;
        }
        return Math.max(1, at);
    }

    /** Returns the shortest bytes that are greater than one key and not greater than the next. */
    private static byte[] separator(byte[] less, byte[] greater) {
        return Arrays.copyOf(greater, Arrays.mismatch(less, greater) + 1);
    }

    private void insertChild(IndexPage page, int at, byte[] separator, int child) {
        int before = page.weight();
        page.insert(at, separator, child);
        pages.changed(index, page, page.weight() - before);
    }

    /** Removes a key; one that is not there changes nothing. */
    void remove(byte[] key, StoreBatch batch) {
        List<Step> path = new ArrayList<>();
        IndexPage page = page(ROOT);
        while (page.inner()) {
            int child = page.childOf(key);
            path.add(new Step(page, child));
            page = page(page.child(child));
        }
        int at = page.find(key);
        for (int depth = path.size(); at >= 0; depth--) {
            int before = page.weight();
            take(page, at);
            pages.changed(index, page, page.weight() - before);
            if (page.size() > 0) {
                return;
            }
            if (depth == 0) {
                page.become(false);
                return;
            }
            pages.free(index, page, batch);
            page = path.get(depth - 1).page();
            at = path.get(depth - 1).child();
        }
    }

    /** What comes first in an inner page takes the place of what came first, so that nothing is less than it. */
    private static void take(IndexPage page, int at) {
        if (page.inner() && at == 0 && page.size() > 1) {
            byte[] least = page.key(0);
            int second = page.child(1);
            page.remove(1);
            page.remove(0);
            page.insert(0, least, second);
        } else {
            page.remove(at);
        }
    }

    /** Returns the keys from {@code from} on, in order; the tree must not change meanwhile. */
    IndexKeys from(byte[] from) {
        return new Keys(from);
    }

    /** Keys of a tree in ascending order. */
    private final class Keys implements IndexKeys {
        private IndexPage leaf = page(ROOT);
        private int at;
        private byte @Nullable [] nextLeaf;

        private Keys(byte[] from) {
            descend(from);
        }

        private void descend(byte[] key) {
            nextLeaf = null;
            leaf = page(ROOT);
            while (leaf.inner()) {
                int child = leaf.childOf(key);
                if (child + 1 < leaf.size()) {
                    nextLeaf = leaf.key(child + 1);
                }
                leaf = page(leaf.child(child));
            }
            int found = leaf.find(key);
            at = found >= 0 ? found : -found - 1;
        }

        @Override
        public byte @Nullable [] next() {
            while (at >= leaf.size()) {
                if (nextLeaf == null) {
                    return null;
                }
                descend(nextLeaf);
            }
            return leaf.key(at++);
        }
    }

    /** Returns the greatest key that is less than {@code bound}; the greatest of all when that is null. */
    Optional<byte[]> below(byte @Nullable [] bound) {
        return below(page(ROOT), bound);
    }

    private Optional<byte[]> below(IndexPage page, byte @Nullable [] bound) {
        if (!page.inner()) {
            int found = bound == null ? page.size() : page.find(bound);
            int at = found >= 0 ? found - 1 : -found - 2;
            return at < 0 ? Optional.empty() : Optional.of(page.key(at));
        }
        for (int child = bound == null ? page.size() - 1 : page.childOf(bound); child >= 0; child--) {
            Optional<byte[]> found = below(page(page.child(child)), bound);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns about how many keys there are from {@code from} to {@code to}, which is no key; null is the end. */
    long estimate(byte[] from, byte @Nullable [] to) {
        return estimate(page(ROOT), from, to);
    }

    private long estimate(IndexPage page, byte[] from, byte @Nullable [] to) {
        if (!page.inner()) {
            return Math.max(0, place(page, to) - place(page, from));
        }
        int first = page.childOf(from);
        int last = to == null ? page.size() - 1 : page.childOf(to);
        if (first >= last) {
            return estimate(page(page.child(first)), from, to);
        }
        IndexPage low = page(page.child(first));
        IndexPage high = page(page.child(last));
        long ends = estimate(low, from, null) + estimate(high, new byte[0], to);
        return last == first + 1 ? ends : ends + (last - first - 1) * total(page(page.child((first + last) / 2)));
    }

    /** Returns how many keys there are from {@code from} to {@code to}, which is no key; null is the end. */
    long count(byte[] from, byte @Nullable [] to) {
        return count(page(ROOT), from, to);
    }

    private long count(IndexPage page, byte[] from, byte @Nullable [] to) {
        if (!page.inner()) {
            return Math.max(0, place(page, to) - place(page, from));
        }
        int first = page.childOf(from);
        int last = to == null ? page.size() - 1 : page.childOf(to);
        long count = 0;
        for (int child = first; child <= last; child++) {
            count += count(page(page.child(child)), child == first ? from : new byte[0], child == last ? to : null);
        }
        return count;
    }

    private static int place(IndexPage page, byte @Nullable [] key) {
        int found = key == null ? page.size() : page.find(key);
        return found >= 0 ? found : -found - 1;
    }

    private long total(IndexPage page) {
        return page.inner() && page.size() > 0 ? page.size() * total(page(page.child(page.size() / 2))) : page.size();
    }

    private void load() {
        if (next > 0) {
            return;
        }
        Optional<byte[]> record = store.get(Family.INDEX, space.index(index));
        try {
            next = record.isPresent() ? (int) new ByteReader(record.get()).varint() : 0;
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "index"), e);
        }
    }

    /** Writes how many pages there have been, if that has changed. */
    void write(StoreBatch batch) {
        if (grown) {
            grown = false;
            batch.put(
                    Family.INDEX,
                    space.index(index),
                    new ByteWriter().varint(next).toArray());
        }
    }

    /** Forgets what is not written. */
    void forget() {
        next = 0;
        grown = false;
    }
}
