package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * What the objects of a chunk have in one field of one kind, in columns. Lists that one author made in one go are
 * columns of values; other lists, and texts, are stored as they are in a saved object.
 */
final class FieldColumn {
    private final int kind;
    private final IntUnaryOperator numberOf;
    private final StampColumn stamps = new StampColumn();
    private final Longs counts = new Longs();
    private final StringColumn keys = new StringColumn();
    private final ValueColumn values = new ValueColumn();
    private final RegisterColumn registers = new RegisterColumn();
    private final Longs plain = new Longs();
    private final Longs authors = new Longs();
    private final BlobColumn blobs = new BlobColumn();

    /** Takes one bit of {@link FieldKinds} and how the actors are numbered. */
    FieldColumn(int kind, IntUnaryOperator numberOf) {
        this.kind = kind;
        this.numberOf = numberOf;
    }

    /** Adds what stands in a field and returns about how many bytes it takes. */
    int add(Field field) throws ChangeException {
        return switch (kind) {
            case FieldKinds.SCALAR -> registers.add(Objects.requireNonNull(field.scalar), numberOf);
            case FieldKinds.MAP -> map(Objects.requireNonNull(field.map));
            case FieldKinds.LIST -> list(Objects.requireNonNull(field.list));
            case FieldKinds.TEXT -> text(Objects.requireNonNull(field.text));
            case FieldKinds.COUNTER -> counter(Objects.requireNonNull(field.counter));
            case FieldKinds.SET -> set(Objects.requireNonNull(field.set));
            default -> model(Objects.requireNonNull(field.model));
        };
    }

    private int text(TextSequence text) throws ChangeException {
        stamps.add(text.stamp, numberOf);
        ByteSink embedded = new ByteSink();
        SequenceFile.write(embedded, text, numberOf);
        return blob(embedded.toByteArray());
    }

    private int counter(Counter counter) {
        stamps.add(counter.stamp, numberOf);
        counts.add(counter.sum());
        return 2 * Long.BYTES;
    }

    private int map(Field.MapEntries map) {
        int size = Long.BYTES;
        stamps.add(map.stamp, numberOf);
        counts.add(map.entries.size());
        String[] sorted = map.entries.keySet().toArray(new String[0]);
        Arrays.sort(sorted);
        for (String key : sorted) {
            keys.add(key);
            size += key.length() + registers.add(Objects.requireNonNull(map.entries.get(key)), numberOf);
        }
        return size;
    }

    private int set(SetMembers set) {
        int size = Long.BYTES;
        stamps.add(set.stamp, numberOf);
        counts.add(set.members.size());
        for (Map.Entry<Scalar, Register> member : set.ordered().entrySet()) {
            size += values.add(member.getKey()) + registers.add(member.getValue(), numberOf);
        }
        return size;
    }

    private int list(ListSequence list) {
        stamps.add(list.stamp, numberOf);
        boolean simple = PlainList.is(list);
        plain.add(simple ? 1 : 0);
        if (!simple) {
            ByteSink embedded = new ByteSink();
            SequenceFile.write(embedded, list, numberOf);
            return blob(embedded.toByteArray());
        }
        int items = list.graph.next();
        int size = Long.BYTES;
        authors.add(numberOf.applyAsInt(list.graph.actorAt(0)));
        counts.add(items);
        for (int i = 0; i < items; i++) {
            size += values.add(list.value(i));
        }
        return size;
    }

    private int model(ModelLog model) {
        int size = Long.BYTES;
        counts.add(model.events().size());
        for (ModelEvent event : model.events()) {
            stamps.add(event.actor(), event.lamport(), numberOf);
            size += Long.BYTES + blob(event.shared());
        }
        return size;
    }

    private int blob(byte[] blob) {
        blobs.add(blob);
        return Long.BYTES + blob.length;
    }

    void write(ColumnSink out) {
        if (kind == FieldKinds.LIST || kind == FieldKinds.TEXT) {
            out.weigh((long) FieldKinds.SEQUENCE_WEIGHT * stamps.size());
        }
        if (kind == FieldKinds.MODEL) {
            out.numbers(counts);
        }
        stamps.write(out);
        out.numbers(plain);
        out.numbers(authors);
        if (kind != FieldKinds.MODEL) {
            out.numbers(counts);
        }
        keys.write(out);
        values.write(out);
        registers.write(out);
        blobs.write(out);
    }
}
