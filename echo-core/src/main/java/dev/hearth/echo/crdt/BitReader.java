package dev.hearth.echo.crdt;

/** Reads the answers that a {@link BitWriter} wrote; zeros follow the bytes. */
final class BitReader extends BitCoder {
    /** So many bytes are looked at before the first answer. */
    private static final int AHEAD = 4;

    private final byte[] bytes;
    private int at;
    private long number;

    BitReader(int contexts, byte[] bytes) {
        super(contexts);
        this.bytes = bytes;
        for (int i = 0; i < AHEAD; i++) {
            number = (number << 8) | next();
        }
    }

    private int next() {
        int index = at++;
        return index < bytes.length ? bytes[index] & 0xFF : 0;
    }

    @Override
    int bit(int context, int bit) {
        long border = border(context);
        int read = number <= border ? 1 : 0;
        if (read == 1) {
            high = border;
        } else {
            low = border + 1;
        }
        learn(context, read);
        while (settled()) {
            shift();
            number = ((number << 8) | next()) & 0xFFFFFFFFL;
        }
        return read;
    }

    /** Whether more was read than the bytes can hold. */
    boolean beyond() {
        return at > bytes.length + AHEAD;
    }

    /** Refuses bytes that do not end as a writer ends them. */
    void done() throws ChangeException {
        int used = at - AHEAD;
        int ending = endingBytes();
        boolean whole = used + ending == bytes.length;
        for (int i = 0; i < ending && whole; i++) {
            whole = (bytes[used + i] & 0xFF) == ((ending(ending) >>> (24 - 8 * i)) & 0xFF);
        }
        if (!whole) {
            throw new ChangeException("Bytes follow the end");
        }
    }
}
