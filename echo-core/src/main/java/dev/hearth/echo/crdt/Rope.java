package dev.hearth.echo.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A long row of units kept in blocks, so that an edit moves a thousand units at most. The last place is remembered:
 * edits near each other, which is how people write, find their block at once.
 */
abstract class Rope {
    static final int BLOCK = 1024;

    private @Nullable Object[] blocks = new Object[1];
    private int[] lengths = new int[1];
    private int count;
    private int length;
    private int near;
    private int nearStart;

    /** Creates an array of units. */
    abstract Object allocate(int capacity);

    abstract int capacity(Object block);

    abstract void copy(Object from, int fromAt, Object to, int toAt, int units);

    final int length() {
        return length;
    }

    final int blockCount() {
        return count;
    }

    final Object block(int index) {
        return blocks[index];
    }

    final int blockLength(int index) {
        return lengths[index];
    }

    final int nearStart() {
        return nearStart;
    }

    /** Finds the block that holds the unit at a place. */
    final int blockOf(int at) {
        seek(at, false);
        return near;
    }

    /** Opens a gap of at most half a block and returns the place within {@link #gapBlock}; the caller fills it. */
    final int open(int at, int units) {
        if (count == 0) {
            insertBlock(0, allocate(Math.max(16, units)), 0);
        }
        seek(at, true);
        if (lengths[near] + units > BLOCK) {
            split(near, lengths[near] / 2);
            seek(at, true);
        }
        int offset = at - nearStart;
        int used = lengths[near];
        ensure(near, used + units);
        Object block = blocks[near];
        copy(block, offset, block, offset + units, used - offset);
        lengths[near] = used + units;
        length += units;
        return offset;
    }

    final Object gapBlock() {
        return blocks[near];
    }

    /**
     * Makes room for a long insertion by cutting the row at a place; returns the index of the first of the new empty
     * blocks.
     */
    final int cut(int at, int newBlocks) {
        int index = 0;
        if (count > 0) {
            seek(at, true);
            int offset = at - nearStart;
            if (offset > 0 && offset < lengths[near]) {
                split(near, offset);
            }
            index = offset == 0 ? near : near + 1;
        }
        grow(newBlocks);
        System.arraycopy(blocks, index, blocks, index + newBlocks, count - index);
        System.arraycopy(lengths, index, lengths, index + newBlocks, count - index);
        count += newBlocks;
        near = 0;
        nearStart = 0;
        return index;
    }

    final void place(int index, Object block, int units) {
        blocks[index] = block;
        lengths[index] = units;
        length += units;
    }

    final void delete(int at, int units) {
        int left = units;
        while (left > 0) {
            seek(at, false);
            int offset = at - nearStart;
            int here = Math.min(left, lengths[near] - offset);
            Object block = blocks[near];
            copy(block, offset + here, block, offset, lengths[near] - offset - here);
            lengths[near] -= here;
            length -= here;
            left -= here;
            if (lengths[near] == 0) {
                removeBlock(near);
            } else {
                joinSmall(near);
            }
        }
    }

    private void joinSmall(int index) {
        if (index + 1 < count && lengths[index] + lengths[index + 1] <= BLOCK / 2) {
            ensure(index, lengths[index] + lengths[index + 1]);
            copy(blocks[index + 1], 0, blocks[index], lengths[index], lengths[index + 1]);
            lengths[index] += lengths[index + 1];
            removeBlock(index + 1);
        }
    }

    private void seek(int at, boolean beforeEnd) {
        while (at < nearStart || (at == nearStart && beforeEnd && near > 0)) {
            near--;
            nearStart -= lengths[near];
        }
        while (near + 1 < count && (beforeEnd ? at > nearStart + lengths[near] : at >= nearStart + lengths[near])) {
            nearStart += lengths[near];
            near++;
        }
    }

    private void split(int index, int at) {
        int tail = lengths[index] - at;
        Object right = allocate(Math.max(tail, BLOCK));
        copy(blocks[index], at, right, 0, tail);
        lengths[index] = at;
        insertBlock(index + 1, right, tail);
    }

    private void ensure(int index, int units) {
        Object block = blocks[index];
        if (capacity(block) < units) {
            Object larger = allocate(Math.max(units, Math.min(BLOCK, capacity(block) * 2)));
            copy(block, 0, larger, 0, lengths[index]);
            blocks[index] = larger;
        }
    }

    private void insertBlock(int index, Object block, int units) {
        grow(1);
        System.arraycopy(blocks, index, blocks, index + 1, count - index);
        System.arraycopy(lengths, index, lengths, index + 1, count - index);
        blocks[index] = block;
        lengths[index] = units;
        count++;
    }

    private void removeBlock(int index) {
        System.arraycopy(blocks, index + 1, blocks, index, count - index - 1);
        System.arraycopy(lengths, index + 1, lengths, index, count - index - 1);
        count--;
        blocks[count] = null;
        if (near >= count) {
            near = 0;
            nearStart = 0;
        }
    }

    private void grow(int more) {
        if (count + more > blocks.length) {
            int capacity = Math.max(count + more, blocks.length * 3 / 2 + 1);
            blocks = Arrays.copyOf(blocks, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
    }
}
