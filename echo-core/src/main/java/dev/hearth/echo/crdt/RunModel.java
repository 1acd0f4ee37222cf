package dev.hearth.echo.crdt;

/**
 * How the runs of a history are coded, in both directions. What a run does is foretold by what the two before it did.
 * Where it begins is told as the distance from one of two <em>cursors</em>, whichever is nearer: where the run before
 * ended, and where the work was before it jumped there; both move as units before them come and go. So two people who
 * write at once, or one who goes to and fro, take hardly more than one who stays.
 */
final class RunModel {
    /** A run that begins no further from a cursor than this takes it along. */
    private static final int NEAR = 8;

    private static final int CURSORS = 192;
    private static final int DISTANT = CURSORS + 32;
    private static final int DOWNWARDS = DISTANT + 32;
    private static final int DISTANCES = DOWNWARDS + 8;

    /** The contexts of a number: 32 for how many bits it has, then 8 for the upper bits of each such length. */
    private static final int NUMBER = 32 + 32 * 8;

    private static final int UPPER_BITS = 3;
    private static final int MOST_BITS = 30;
    private static final int LENGTHS = DISTANCES + 4 * NUMBER;
    static final int CONTEXTS = LENGTHS + 4 * NUMBER;

    private final BitCoder coder;
    private final long[] cursor = new long[2];
    private int lastCursor;
    private int kindBefore;

    /** The run coded last. */
    int kind;

    long position;
    int length;

    RunModel(BitCoder coder) {
        this.coder = coder;
    }

    /** Codes a run; a reader gives zeros and finds the run in the fields. */
    void code(int ofKind, long at, int units) {
        int before = kind;
        int past = ((before << 4) | (kindBefore << 2) | Math.min(length, 3)) * 3;
        int upper = coder.bit(past, ofKind >> 1);
        kind = (upper << 1) | coder.bit(past + 1 + upper, ofKind & 1);
        kindBefore = before;
        long begin = begin(ofKind == OpLog.BACKSPACE ? at + units : at);
        length = 1 + number(LENGTHS + kind * NUMBER, units - 1);
        position = kind == OpLog.BACKSPACE ? begin - length : begin;
        move();
    }

    /** Codes where a run begins and takes a cursor there. */
    private long begin(long at) {
        int nearer = Math.abs(at - cursor[1]) < Math.abs(at - cursor[0]) ? 1 : 0;
        int kinds = (kind << 2) | kindBefore;
        int chosen = coder.bit(CURSORS + (lastCursor << 4) + kinds, nearer);
        lastCursor = chosen;
        long distance = at - cursor[chosen];
        if (coder.bit(DISTANT + (chosen << 4) + kinds, distance == 0 ? 0 : 1) == 0) {
            distance = 0;
        } else {
            int downwards = coder.bit(DOWNWARDS + (chosen << 2) + kind, distance < 0 ? 1 : 0);
            long steps = 1L + number(DISTANCES + kind * NUMBER, Math.abs(distance) - 1);
            distance = downwards == 1 ? -steps : steps;
        }
        long begin = cursor[chosen] + distance;
        if (chosen == 1 || Math.abs(distance) > NEAR) {
            cursor[1] = cursor[0];
        }
        return begin;
    }

    /** Moves the cursors over what the run did. */
    private void move() {
        long other = cursor[1];
        if (kind == OpLog.INSERT) {
            cursor[0] = position + length;
            cursor[1] = other >= position ? other + length : other;
        } else {
            cursor[0] = position;
            cursor[1] = kind == OpLog.SET || other <= position ? other : Math.max(position, other - length);
        }
    }

    /** Codes a number: how many bits it has, one more than itself taken, then the upper ones of these. */
    private int number(int contexts, long number) {
        long coded = number + 1;
        int last = 63 - Long.numberOfLeadingZeros(coded);
        int bits = 0;
        while (bits < MOST_BITS && coder.bit(contexts + bits, bits < last ? 1 : 0) == 1) {
            bits++;
        }
        int read = 1;
        int lower = Math.max(0, bits - UPPER_BITS);
        for (int i = bits - 1; i >= lower; i--) {
            read = (read << 1) | coder.bit(contexts + 32 + bits * 8 + read, (int) (coded >>> i) & 1);
        }
        return (read << lower | coder.plain((int) coded, lower)) - 1;
    }
}
