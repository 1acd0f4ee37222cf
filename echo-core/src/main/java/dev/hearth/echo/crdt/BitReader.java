package dev.hearth.echo.crdt;

/** Reads the answers that a {@link BitWriter} wrote; zeros follow the bytes. */
final class BitReader extends BitCoder {
    /** So many bytes are looked at before the first answer. */
    private static final int AHEAD = 4;

    private final byte[] bytes;
    /** Where what was coded as answers ends, and the next byte of it. */
    private final int end;

    private int at;
    private long number;
    /** The next byte of what stands as it is, and the bits that were read of it and not asked for. */
    private int plainAt;

    private long pending;
    private int pendingBits;

    BitReader(int contexts, byte[] bytes) throws ChangeException {
        super(contexts);
        this.bytes = bytes;
        ByteSource head = new ByteSource(bytes);
        int coded = bytes.length == 0 ? 0 : head.count(1);
        at = head.position();
        if (at > 0 && at == bytes.length) {
            throw new ChangeException("Nothing takes no bytes");
        }
        end = at + coded;
        plainAt = end;
        for (int i = 0; i < AHEAD; i++) {
            number = (number << 8) | next();
        }
    }

    private int next() {
        int index = at++;
        return index < end ? bytes[index] & 0xFF : 0;
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

    @Override
    int plain(int number, int bits) {
        while (pendingBits < bits) {
            int index = plainAt++;
            pending |= (index < bytes.length ? bytes[index] & 0xFFL : 0) << pendingBits;
            pendingBits += Byte.SIZE;
        }
        int read = (int) pending & ((1 << bits) - 1);
        pending >>>= bits;
        pendingBits -= bits;
        return read;
    }

    /** Whether more was read than the bytes can hold. */
    boolean beyond() {
        return at > end + AHEAD || plainAt > bytes.length;
    }

    /** Refuses bytes that do not end as a writer ends them. */
    void done() throws ChangeException {
        int used = at - AHEAD;
        int ending = endingBytes();
        boolean whole = used + ending == end && plainAt == bytes.length && pending == 0;
        for (int i = 0; i < ending && whole; i++) {
            whole = (bytes[used + i] & 0xFF) == ((ending(ending) >>> (24 - 8 * i)) & 0xFF);
        }
        if (!whole) {
            throw new ChangeException("Bytes follow the end");
        }
    }
}
