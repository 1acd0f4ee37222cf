package dev.hearth.echo;

import dev.hearth.base.Bytes;

/**
 * Where a page of results ended. It names a place in the order, not a count, so what comes and goes before it moves
 * nothing. It holds the values that the results are ordered by: it is as secret as they are.
 *
 * @param value the bytes that stand for the place
 */
public record PageCursor(Bytes value) {
    /** Reads what {@link #toString()} wrote; throws {@link IllegalArgumentException} when it is no such thing. */
    public static PageCursor parse(String written) {
        return new PageCursor(Bytes.fromHex(written));
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
