package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;

/** Reads what {@link FieldWriter} wrote. */
final class FieldReader {
    private final ByteSource in;
    private final int[] ranked;
    private final Actors actors;
    private final ChangeRecorder recorder;
    private int lastActor = -1;
    private long lastLamport;

    /** Takes the actors by the numbers that they have in what is read. */
    FieldReader(ByteSource in, int[] ranked, Actors actors, ChangeRecorder recorder) {
        this.in = in;
        this.ranked = ranked;
        this.actors = actors;
        this.recorder = recorder;
    }

    void read(Field field, int kinds) throws ChangeException {
        if ((kinds & FieldKinds.SCALAR) != 0) {
            field.scalar = register();
        }
        if ((kinds & FieldKinds.MAP) != 0) {
            map(field);
        }
        if ((kinds & FieldKinds.LIST) != 0) {
            ListSequence list = field.listSequence(actors, recorder);
            stamp(list.stamp);
            SequenceFile.read(in, list, ranked);
        }
        if ((kinds & FieldKinds.TEXT) != 0) {
            TextSequence text = field.textSequence(actors, recorder);
            stamp(text.stamp);
            SequenceFile.read(in, text, ranked);
        }
        if ((kinds & FieldKinds.COUNTER) != 0) {
            Counter counter = field.counterCell();
            stamp(counter.stamp);
            counter.add(in.zigzag());
        }
        if ((kinds & FieldKinds.SET) != 0) {
            set(field);
        }
        if ((kinds & FieldKinds.MODEL) != 0) {
            events(field.modelLog());
        }
    }

    private void map(Field field) throws ChangeException {
        int count = count(field, FieldKinds.MAP);
        if (count < 0) {
            return;
        }
        Field.MapEntries map = field.mapEntries();
        stamp(map.stamp);
        for (int i = 0; i < count; i++) {
            map.put(in.text(), register());
        }
    }

    private void set(Field field) throws ChangeException {
        int count = count(field, FieldKinds.SET);
        if (count < 0) {
            return;
        }
        SetMembers set = field.setMembers();
        stamp(set.stamp);
        for (int i = 0; i < count; i++) {
            Scalar member = ScalarCodec.read(in);
            if (set.members.containsKey(member)) {
                throw new ChangeException("A member is in a set twice");
            }
            set.put(member, register());
        }
    }

    /** How many entries follow one by one, or -1 when they came in columns. */
    private int count(Field field, int kind) throws ChangeException {
        int head = in.varint();
        if (head == FieldWriter.IN_COLUMNS) {
            columns(field, kind);
            return -1;
        }
        if ((head & 1) != 0 || head / 2 > in.remaining() / 3) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        return head / 2;
    }

    private void columns(Field field, int kind) throws ChangeException {
        Inflater inflater = new Inflater(true);
        try {
            ColumnSource section = new ColumnSource(new ByteSource(in.blob()), inflater);
            new FieldColumnReader(section, actors, ranked)
                    .read(kind, List.of(new FieldColumnReader.Cell(field, recorder)));
            section.done();
        } finally {
            inflater.end();
        }
    }

    private void events(ModelLog log) throws ChangeException {
        int count = in.count(2);
        if (count == 0) {
            throw new ChangeException("A model without operations");
        }
        for (int i = 0; i < count; i++) {
            stamp();
            byte[] operation = in.blob();
            if (operation.length > ModelEvent.MAX_BYTES) {
                throw new ChangeException("An operation of a model is too long");
            }
            log.add(new ModelEvent(lastLamport, lastActor, operation), actors);
        }
    }

    private Register register() throws ChangeException {
        int count = in.count(1);
        if (count == 0) {
            requireLast();
            return new Write(lastLamport, lastActor, ScalarCodec.read(in));
        }
        if (count > in.remaining() / 3) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        List<Write> ranks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stamped(in.varint());
            ranks.add(new Write(lastLamport, lastActor, ScalarCodec.read(in)));
        }
        return Register.of(ranks, actors);
    }

    void stamp(Stamp stamp) throws ChangeException {
        stamp();
        stamp.raise(lastLamport, lastActor, actors);
    }

    private void stamp() throws ChangeException {
        int head = in.varint();
        if (head == 0) {
            requireLast();
        } else {
            stamped(head - 1);
        }
    }

    private void stamped(int rank) throws ChangeException {
        if (rank >= ranked.length) {
            throw new ChangeException("An actor is not known");
        }
        long lamport = in.varlong();
        if (lamport < 0) {
            throw new ChangeException("A lamport is out of range");
        }
        lastActor = ranked[rank];
        lastLamport = lamport;
    }

    private void requireLast() throws ChangeException {
        if (lastActor < 0) {
            throw new ChangeException("A stamp is as the one before, and there is none");
        }
    }
}
