package dev.hearth.echo.crdt;

import java.util.Arrays;

/** Byte strings: their lengths, then one after the other. */
final class BlobColumn {
    private final Longs lengths = new Longs();
    private final ByteSink bytes = new ByteSink();

    void add(byte[] blob) {
        lengths.add(blob.length);
        bytes.raw(blob);
    }

    void write(ColumnSink out) {
        out.numbers(lengths);
        out.bytes(bytes.toByteArray());
    }

    static byte[][] read(ColumnSource in, int count) throws ChangeException {
        int[] lengths = in.counts(count);
        byte[] bytes = in.bytes(ColumnSource.sum(lengths));
        byte[][] out = new byte[count][];
        int at = 0;
        for (int i = 0; i < count; i++) {
            out[i] = Arrays.copyOfRange(bytes, at, at + lengths[i]);
            at += lengths[i];
        }
        return out;
    }
}
