package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded change: its operations in parallel arrays, which are used again for the next one. Decoding looks at the
 * structure only; what numbers of fields and actors mean is found when the change is planned on a state.
 */
final class Change {
    private static final Object NOTHING = new Object();
    private static final long[] NO_REFERENCES = new long[0];

    int count;
    int[] kind = new int[4];
    /** A field's number, or minus one minus the index of a new name. */
    int[] field = new int[4];
    /** Where, relative to where the author's last edit ended. */
    int[] delta = new int[4];

    int[] units = new int[4];
    /** A String, a Scalar, a Scalar[] or the bytes of a model's operation. */
    Object[] value = new Object[4];

    @Nullable String[] key = new String[4];
    /**
     * Pairs of an actor's number (or minus one minus the index of a new key) and a sequence number or lamport distance.
     */
    long[][] references = new long[4][];

    final List<String> names = new ArrayList<>();
    final List<byte[]> keys = new ArrayList<>();
    boolean surrogates;

    void read(byte[] bytes) throws ChangeException {
        read(new ByteSource(bytes));
    }

    /** Reads a change from a source that holds nothing else. */
    void read(ByteSource in) throws ChangeException {
        count = 0;
        names.clear();
        keys.clear();
        surrogates = false;
        while (in.remaining() > 0) {
            in.within(0);
            readOp(in);
        }
    }

    private void readOp(ByteSource in) throws ChangeException {
        int tag = in.u8();
        int at = room();
        kind[at] = tag >>> 4;
        int low = tag & 15;
        in.within(1 + kind[at]);
        if (kind[at] == Op.OBJECT) {
            if (low > Op.PURGE) {
                throw new ChangeException("An operation is unknown");
            }
            units[at] =
                    low == Op.DELETE ? Lifecycle.DELETED : low == Op.RESTORE ? Lifecycle.RESTORED : Lifecycle.PURGED;
            return;
        }
        field[at] = readField(in, low);
        if (kind[at] == Op.EXTENDED) {
            kind[at] = Op.COUNT + in.u8();
            in.within(1 + Math.min(kind[at], Op.LAST));
            readExtended(in, at);
            return;
        }
        switch (kind[at]) {
            case Op.SET -> value[at] = ScalarCodec.read(in);
            case Op.SET_OVER -> {
                references[at] = readReferences(in, true);
                value[at] = ScalarCodec.read(in);
            }
            case Op.CLEAR -> references[at] = readReferences(in, true);
            case Op.PUT -> {
                key[at] = in.text();
                value[at] = ScalarCodec.read(in);
            }
            case Op.PUT_OVER -> {
                key[at] = in.text();
                references[at] = readReferences(in, true);
                value[at] = ScalarCodec.read(in);
            }
            case Op.REMOVE -> {
                key[at] = in.text();
                references[at] = readReferences(in, true);
            }
            default -> readEdit(in, at);
        }
    }

    private void readExtended(ByteSource in, int at) throws ChangeException {
        switch (kind[at]) {
            case Op.COUNT -> value[at] = new Scalar.Int(in.zigzag());
            case Op.ADD, Op.DISCARD -> {
                value[at] = ScalarCodec.read(in);
                references[at] = readReferences(in, true);
            }
            case Op.EVENT -> {
                byte[] operation = in.blob();
                if (operation.length > ModelEvent.MAX_BYTES) {
                    throw new ChangeException("An operation of a model is too long");
                }
                value[at] = operation;
            }
            case Op.PLACE -> {
                delta[at] = in.zigzagInt();
                references[at] = readPairs(in, 1, false);
            }
            case Op.MARK -> readMark(in, at);
            case Op.BEGIN -> value[at] = readText(in);
            default -> throw new ChangeException("An operation is unknown");
        }
    }

    private void readMark(ByteSource in, int at) throws ChangeException {
        int flags = in.u8();
        boolean fromStart = (flags & Op.FROM_START) != 0;
        boolean toEnd = (flags & Op.TO_END) != 0;
        if (flags > 15 || (fromStart && (flags & Op.START_AFTER) != 0) || (toEnd && (flags & Op.END_AFTER) == 0)) {
            throw new ChangeException("A mark is malformed");
        }
        units[at] = flags;
        key[at] = in.text();
        value[at] = ScalarCodec.read(in);
        references[at] = readPairs(in, (fromStart ? 0 : 1) + (toEnd ? 0 : 1), false);
    }

    private void readEdit(ByteSource in, int at) throws ChangeException {
        switch (kind[at]) {
            case Op.TEXT_AFTER, Op.LIST_AFTER -> readParents(in, at);
            case Op.TEXT_INSERT -> {
                delta[at] = in.zigzagInt();
                value[at] = readText(in);
            }
            case Op.TEXT_DELETE, Op.LIST_REMOVE -> {
                delta[at] = in.zigzagInt();
                units[at] = positive(in.varint());
            }
            case Op.LIST_INSERT -> {
                delta[at] = in.zigzagInt();
                Scalar[] items = new Scalar[positive(in.count(1))];
                for (int i = 0; i < items.length; i++) {
                    items[i] = ScalarCodec.read(in);
                }
                value[at] = items;
            }
            case Op.LIST_SET -> {
                delta[at] = in.zigzagInt();
                value[at] = ScalarCodec.read(in);
            }
            default -> throw new ChangeException("An operation is unknown");
        }
    }

    private String readText(ByteSource in) throws ChangeException {
        String text = in.text();
        if (text.isEmpty()) {
            throw new ChangeException("An insertion is empty");
        }
        surrogates = surrogates || Surrogates.any(text);
        return text;
    }

    private void readParents(ByteSource in, int at) throws ChangeException {
        int head = in.varint();
        units[at] = head & 1;
        references[at] = readPairs(in, head >>> 1, false);
    }

    private long[] readReferences(ByteSource in, boolean signed) throws ChangeException {
        return readPairs(in, in.varint(), signed);
    }

    private long[] readPairs(ByteSource in, int pairs, boolean signed) throws ChangeException {
        if (pairs > in.remaining() / 2) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        long[] out = pairs == 0 ? NO_REFERENCES : new long[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            int actor = in.varint();
            if (actor == 0) {
                keys.add(in.raw(Actors.KEY_LENGTH));
                out[2 * i] = -keys.size();
            } else {
                out[2 * i] = actor - 1L;
            }
            out[2 * i + 1] = signed ? in.zigzag() : in.varint();
        }
        return out;
    }

    private int readField(ByteSource in, int low) throws ChangeException {
        if (low == Op.FIELD_NUMBER) {
            int number = in.varint();
            if (number < Op.DIRECT_FIELDS) {
                throw new ChangeException("A field number is not in its shortest form");
            }
            return number;
        }
        if (low == Op.FIELD_NAME) {
            String name = in.text();
            if (name.length() > Op.MAX_NAME || name.getBytes(StandardCharsets.UTF_8).length > Op.MAX_NAME) {
                throw new ChangeException("A field name is too long");
            }
            names.add(name);
            return -names.size();
        }
        return low;
    }

    private static int positive(int number) throws ChangeException {
        if (number == 0) {
            throw new ChangeException("An edit is empty");
        }
        return number;
    }

    private int room() {
        if (count == kind.length) {
            int capacity = count * 2;
            kind = Arrays.copyOf(kind, capacity);
            field = Arrays.copyOf(field, capacity);
            delta = Arrays.copyOf(delta, capacity);
            units = Arrays.copyOf(units, capacity);
            value = Arrays.copyOf(value, capacity);
            key = Arrays.copyOf(key, capacity);
            references = Arrays.copyOf(references, capacity);
        }
        value[count] = NOTHING;
        references[count] = NO_REFERENCES;
        return count++;
    }
}
