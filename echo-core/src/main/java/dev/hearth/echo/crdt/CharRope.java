package dev.hearth.echo.crdt;

import java.nio.CharBuffer;

/** The visible text at rest: UTF-16 units in blocks. */
final class CharRope extends Rope {
    @Override
    Object allocate(int capacity) {
        return new char[capacity];
    }

    @Override
    int capacity(Object block) {
        return ((char[]) block).length;
    }

    @Override
    void copy(Object from, int fromAt, Object to, int toAt, int units) {
        System.arraycopy((char[]) from, fromAt, (char[]) to, toAt, units);
    }

    void insert(int at, String text) {
        int units = text.length();
        if (units <= BLOCK / 2) {
            int offset = open(at, units);
            text.getChars(0, units, (char[]) gapBlock(), offset);
            return;
        }
        int blocks = (units + BLOCK - 1) / BLOCK;
        int index = cut(at, blocks);
        for (int i = 0, from = 0; i < blocks; i++, from += BLOCK) {
            int to = Math.min(units, from + BLOCK);
            char[] block = new char[to - from];
            text.getChars(from, to, block, 0);
            place(index + i, block, to - from);
        }
    }

    char charAt(int at) {
        int index = blockOf(at);
        return ((char[]) block(index))[at - nearStart()];
    }

    String substring(int from, int to) {
        CharBuffer out = CharBuffer.allocate(to - from);
        forEachStretch(from, to, out::put);
        return new String(out.array());
    }

    /** Takes units that lie in a block one after the other. */
    interface Stretch {
        void take(char[] block, int at, int units);
    }

    /** Tells the units between two places, in order. */
    void forEachStretch(int from, int to, Stretch tell) {
        int at = from;
        while (at < to) {
            int index = blockOf(at);
            int offset = at - nearStart();
            int here = Math.min(to - at, blockLength(index) - offset);
            tell.take((char[]) block(index), offset, here);
            at += here;
        }
    }

    @Override
    public String toString() {
        return substring(0, length());
    }
}
