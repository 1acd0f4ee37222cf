package dev.hearth.echo.crdt;

/** Writes answers as bytes. */
final class BitWriter extends BitCoder {
    private final ByteSink out = new ByteSink();
    private final ByteSink plain = new ByteSink();
    private long pending;
    private int pendingBits;

    BitWriter(int contexts) {
        super(contexts);
    }

    @Override
    int bit(int context, int bit) {
        long border = border(context);
        if (bit == 1) {
            high = border;
        } else {
            low = border + 1;
        }
        learn(context, bit);
        while (settled()) {
            out.u8((int) (low >>> 24));
            shift();
        }
        return bit;
    }

    @Override
    int plain(int number, int bits) {
        int lowest = number & ((1 << bits) - 1);
        pending |= (long) lowest << pendingBits;
        pendingBits += bits;
        while (pendingBits >= Byte.SIZE) {
            plain.u8((int) pending & 0xFF);
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
        return lowest;
    }

    /** Ends the bytes, with as few as possible. */
    byte[] finish() {
        int bytes = endingBytes();
        long ending = ending(bytes);
        for (int i = 0; i < bytes; i++) {
            out.u8((int) (ending >>> (24 - 8 * i)) & 0xFF);
        }
        if (pendingBits > 0) {
            plain.u8((int) pending);
        }
        ByteSink all = new ByteSink(out.size() + plain.size() + 5);
        if (out.size() + plain.size() > 0) {
            all.blob(out.toByteArray());
            all.raw(plain.toByteArray());
        }
        return all.toByteArray();
    }
}
