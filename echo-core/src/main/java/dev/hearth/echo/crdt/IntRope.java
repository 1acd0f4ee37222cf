package dev.hearth.echo.crdt;

/** The visible items of a list at rest, each named by the event that inserted it. */
final class IntRope extends Rope {
    @Override
    Object allocate(int capacity) {
        return new int[capacity];
    }

    @Override
    int capacity(Object block) {
        return ((int[]) block).length;
    }

    @Override
    void copy(Object from, int fromAt, Object to, int toAt, int units) {
        System.arraycopy((int[]) from, fromAt, (int[]) to, toAt, units);
    }

    /** Inserts consecutive numbers. */
    void insert(int at, int first, int units) {
        int done = 0;
        while (done < units) {
            int here = Math.min(units - done, BLOCK / 2);
            int offset = open(at + done, here);
            int[] block = (int[]) gapBlock();
            for (int i = 0; i < here; i++) {
                block[offset + i] = first + done + i;
            }
            done += here;
        }
    }

    int get(int at) {
        int index = blockOf(at);
        return ((int[]) block(index))[at - nearStart()];
    }
}
