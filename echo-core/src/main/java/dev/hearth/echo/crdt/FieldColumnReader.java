package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.List;

/** Reads what {@link FieldColumn} wrote into the fields of the objects that have it. */
final class FieldColumnReader {
    private final ColumnSource in;
    private final Actors actors;
    private final int[] ranked;

    FieldColumnReader(ColumnSource in, Actors actors, int[] ranked) {
        this.in = in;
        this.actors = actors;
        this.ranked = ranked;
    }

    /** One field, and the recorder of the state that it is part of. */
    record Cell(Field field, ChangeRecorder recorder) {}

    void read(int kind, List<Cell> cells) throws ChangeException {
        if (kind == FieldKinds.LIST || kind == FieldKinds.TEXT) {
            in.weigh((long) FieldKinds.SEQUENCE_WEIGHT * cells.size());
        }
        switch (kind) {
            case FieldKinds.SCALAR -> scalars(cells);
            case FieldKinds.MAP -> maps(cells);
            case FieldKinds.LIST -> lists(cells);
            case FieldKinds.TEXT -> texts(cells);
            case FieldKinds.COUNTER -> counters(cells);
            case FieldKinds.SET -> sets(cells);
            default -> models(cells);
        }
    }

    private void scalars(List<Cell> cells) throws ChangeException {
        Register[] registers = RegisterColumn.read(in, cells.size(), ranked, actors);
        for (int i = 0; i < registers.length; i++) {
            cells.get(i).field().scalar = registers[i];
        }
    }

    private void maps(List<Cell> cells) throws ChangeException {
        StampColumn.Stamps stamps = StampColumn.read(in, cells.size(), ranked);
        int[] counts = in.counts(cells.size());
        int all = ColumnSource.sum(counts);
        String[] keys = StringColumn.read(in, all);
        Register[] registers = RegisterColumn.read(in, all, ranked, actors);
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            Field.MapEntries map = cells.get(i).field().mapEntries();
            stamps.raise(i, map.stamp, actors);
            for (int k = 0; k < counts[i]; k++, at++) {
                map.put(keys[at], registers[at]);
            }
        }
    }

    private void sets(List<Cell> cells) throws ChangeException {
        StampColumn.Stamps stamps = StampColumn.read(in, cells.size(), ranked);
        int[] counts = in.counts(cells.size());
        int all = ColumnSource.sum(counts);
        Scalar[] members = ValueColumn.read(in, all);
        Register[] registers = RegisterColumn.read(in, all, ranked, actors);
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            SetMembers set = cells.get(i).field().setMembers();
            stamps.raise(i, set.stamp, actors);
            for (int k = 0; k < counts[i]; k++, at++) {
                if (set.members.containsKey(members[at])) {
                    throw new ChangeException("A member is in a set twice");
                }
                set.put(members[at], registers[at]);
            }
        }
    }

    private void counters(List<Cell> cells) throws ChangeException {
        StampColumn.Stamps stamps = StampColumn.read(in, cells.size(), ranked);
        long[] sums = in.numbers(cells.size());
        for (int i = 0; i < sums.length; i++) {
            Counter counter = cells.get(i).field().counterCell();
            stamps.raise(i, counter.stamp, actors);
            counter.add(sums[i]);
        }
    }

    private void models(List<Cell> cells) throws ChangeException {
        int[] counts = in.counts(cells.size());
        int all = ColumnSource.sum(counts);
        StampColumn.Stamps stamps = StampColumn.read(in, all, ranked);
        byte[][] operations = BlobColumn.read(in, all);
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            ModelLog log = cells.get(i).field().modelLog();
            if (counts[i] == 0) {
                throw new ChangeException("A model without operations");
            }
            for (int k = 0; k < counts[i]; k++, at++) {
                if (operations[at].length > ModelEvent.MAX_BYTES) {
                    throw new ChangeException("An operation of a model is too long");
                }
                log.add(new ModelEvent(stamps.lamports()[at], stamps.actors()[at], operations[at]), actors);
            }
        }
    }

    private void texts(List<Cell> cells) throws ChangeException {
        StampColumn.Stamps stamps = StampColumn.read(in, cells.size(), ranked);
        byte[][] embedded = BlobColumn.read(in, cells.size());
        for (int i = 0; i < embedded.length; i++) {
            Cell cell = cells.get(i);
            TextSequence text = cell.field().textSequence(actors, cell.recorder());
            stamps.raise(i, text.stamp, actors);
            ByteSource source = new ByteSource(embedded[i]);
            SequenceFile.read(source, text, ranked);
            source.done();
        }
    }

    private void lists(List<Cell> cells) throws ChangeException {
        StampColumn.Stamps stamps = StampColumn.read(in, cells.size(), ranked);
        int[] plain = in.below(cells.size(), 2);
        int plains = ColumnSource.sum(plain);
        int[] authors = in.actors(plains, ranked);
        int[] counts = in.counts(plains);
        Scalar[] values = ValueColumn.read(in, ColumnSource.sum(counts));
        byte[][] embedded = BlobColumn.read(in, cells.size() - plains);
        int at = 0;
        int from = 0;
        for (int i = 0; i < plain.length; i++) {
            Cell cell = cells.get(i);
            ListSequence list = cell.field().listSequence(actors, cell.recorder());
            stamps.raise(i, list.stamp, actors);
            if (plain[i] == 0) {
                ByteSource source = new ByteSource(embedded[i - at]);
                SequenceFile.read(source, list, ranked);
                source.done();
            } else {
                PlainList.fill(list, authors[at], Arrays.copyOfRange(values, from, from + counts[at]));
                from += counts[at++];
            }
        }
    }
}
