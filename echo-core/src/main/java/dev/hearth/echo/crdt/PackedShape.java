package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.List;

/** Which fields objects have, in the order in which they came, and of which kinds; objects that agree share one. */
final class PackedShape {
    private final String[] names;
    private final byte[] kinds;
    private final int hash;

    /** Takes for each field its kinds as {@link FieldKinds}. */
    PackedShape(List<Field> fields, byte[] kinds) {
        this.names = fields.stream().map(field -> field.name).toArray(String[]::new);
        this.kinds = kinds;
        this.hash = 31 * Arrays.hashCode(names) + Arrays.hashCode(kinds);
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    int kinds(int index) {
        return kinds[index];
    }

    /** The place of a field, or -1. */
    int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether fields that began as those of this shape, and of which there may be more by now, are still of it. */
    boolean isStill(List<Field> fields, byte[] kindsNow) {
        return fields.size() == names.length && Arrays.equals(kinds, kindsNow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedShape shape
                && hash == shape.hash
                && Arrays.equals(names, shape.names)
                && Arrays.equals(kinds, shape.kinds);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
