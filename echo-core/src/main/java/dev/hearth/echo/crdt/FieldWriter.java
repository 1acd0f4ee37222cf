package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes what stands in fields, kind by kind. A stamp that equals the one written before, as those of one transaction
 * do, takes next to nothing.
 */
final class FieldWriter {
    /** Maps and sets of so many entries are written in columns. */
    static final int MANY = 256;

    /** Where the count of a map or set would stand: that it comes in columns. */
    static final int IN_COLUMNS = 1;

    private final ByteSink out;
    private final IntUnaryOperator numberOf;
    private int lastActor = -1;
    private long lastLamport;

    /** Takes how the actors are numbered in what is written. */
    FieldWriter(ByteSink out, IntUnaryOperator numberOf) {
        this.out = out;
        this.numberOf = numberOf;
    }

    /** Lets what follows be read without what was written before. */
    void startAnew() {
        lastActor = -1;
    }

    void write(Field field, int kinds) throws ChangeException {
        if ((kinds & FieldKinds.SCALAR) != 0) {
            register(field.scalar);
        }
        Field.MapEntries map = field.map;
        if (map != null && (kinds & FieldKinds.MAP) != 0) {
            map(field, map);
        }
        ListSequence list = field.list;
        if (list != null && (kinds & FieldKinds.LIST) != 0) {
            stamp(list.stamp);
            SequenceFile.write(out, list, numberOf);
        }
        TextSequence text = field.text;
        if (text != null && (kinds & FieldKinds.TEXT) != 0) {
            stamp(text.stamp);
            SequenceFile.write(out, text, numberOf);
        }
        Counter counter = field.counter;
        if (counter != null && (kinds & FieldKinds.COUNTER) != 0) {
            stamp(counter.stamp);
            out.zigzag(counter.sum());
        }
        SetMembers set = field.set;
        if (set != null && (kinds & FieldKinds.SET) != 0) {
            set(field, set);
        }
        ModelLog model = field.model;
        if (model != null && (kinds & FieldKinds.MODEL) != 0) {
            model(model);
        }
    }

    private void map(Field field, Field.MapEntries map) throws ChangeException {
        if (map.entries.size() >= MANY) {
            columns(field, FieldKinds.MAP);
            return;
        }
        out.varint(2L * map.entries.size());
        stamp(map.stamp);
        String[] keys = map.entries.keySet().toArray(new String[0]);
        Arrays.sort(keys);
        for (String key : keys) {
            out.text(key);
            register(map.entries.get(key));
        }
    }

    private void set(Field field, SetMembers set) throws ChangeException {
        if (set.members.size() >= MANY) {
            columns(field, FieldKinds.SET);
            return;
        }
        out.varint(2L * set.members.size());
        stamp(set.stamp);
        for (Map.Entry<Scalar, Register> member : set.ordered().entrySet()) {
            ScalarCodec.write(out, member.getKey());
            register(member.getValue());
        }
    }

    /** Writes one kind of a field as an archive does, as a section of its own. */
    private void columns(Field field, int kind) throws ChangeException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            FieldColumn column = new FieldColumn(kind, numberOf);
            column.add(field);
            ColumnSink section = new ColumnSink(deflater);
            column.write(section);
            out.varint(IN_COLUMNS);
            out.blob(section.finish());
        } finally {
            deflater.end();
        }
    }

    private void model(ModelLog model) {
        out.varint(model.events().size());
        for (ModelEvent event : model.events()) {
            stamp(event.actor(), event.lamport());
            out.blob(event.shared());
        }
    }

    /** A single value whose stamp is the one before is by far the most frequent. */
    private void register(@Nullable Register standing) {
        Register register = Objects.requireNonNull(standing);
        Write first = register.first();
        if (register == first && isLast(first.actor(), first.lamport())) {
            out.varint(0);
            ScalarCodec.write(out, first.value());
            return;
        }
        Collection<Write> ranked = register.ranked();
        out.varint(ranked.size());
        for (Write write : ranked) {
            out.varint(numberOf.applyAsInt(write.actor()));
            stamped(write.actor(), write.lamport());
            ScalarCodec.write(out, write.value());
        }
    }

    void stamp(Stamp stamp) {
        stamp(stamp.actor(), stamp.lamport());
    }

    private void stamp(int actor, long lamport) {
        if (isLast(actor, lamport)) {
            out.varint(0);
        } else {
            out.varint(numberOf.applyAsInt(actor) + 1L);
            stamped(actor, lamport);
        }
    }

    private void stamped(int actor, long lamport) {
        out.varint(lamport);
        lastActor = actor;
        lastLamport = lamport;
    }

    private boolean isLast(int actor, long lamport) {
        return actor == lastActor && lamport == lastLamport;
    }
}
