package dev.hearth.echo.crdt;

/** Writes answers as bytes. */
final class BitWriter extends BitCoder {
    private final ByteSink out = new ByteSink();

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

    /** Ends the bytes, with as few as possible. */
    byte[] finish() {
        int bytes = endingBytes();
        long ending = ending(bytes);
        for (int i = 0; i < bytes; i++) {
            out.u8((int) (ending >>> (24 - 8 * i)) & 0xFF);
        }
        return out.toByteArray();
    }
}
