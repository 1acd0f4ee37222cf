package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.Inflater;

/** Reads what {@link ArchiveWriter} wrote. */
final class ArchiveReader implements AutoCloseable {
    private final byte[] archive;
    private final Actors actors;
    private final Inflater inflater = new Inflater(true);
    private final ByteSource in;
    private final List<StateArchive.Entry> entries = new ArrayList<>();

    ArchiveReader(byte[] archive, Actors actors) {
        this.archive = archive;
        this.actors = actors;
        this.in = new ByteSource(archive);
    }

    List<StateArchive.Entry> read() throws ChangeException {
        if (in.u8() != StateArchive.VERSION) {
            throw new ChangeException("The format of an archive is not known");
        }
        ColumnSource first = section(0);
        ArchiveTablesReader tables = new ArchiveTablesReader(first, actors);
        first.done();
        while (entries.size() < tables.objects) {
            ColumnSource section = section(in.position());
            new Chunk(section, tables).read();
            section.done();
        }
        if (entries.size() != tables.objects) {
            throw new ChangeException("An archive has more objects than it says");
        }
        in.done();
        return entries;
    }

    private void add(StateArchive.Entry entry) throws ChangeException {
        if (!entries.isEmpty() && entries.get(entries.size() - 1).compareIds(entry) >= 0) {
            throw new ChangeException("Objects are out of order");
        }
        entries.add(entry);
    }

    /** The next section, whose checksum counts from a position on. */
    private ColumnSource section(int from) throws ChangeException {
        int length = in.count(1);
        int at = in.position();
        in.skip(length);
        CRC32C checksum = new CRC32C();
        checksum.update(archive, from, at + length - from);
        if (in.fixed32() != (int) checksum.getValue()) {
            throw new ChangeException("The checksum does not fit");
        }
        return new ColumnSource(new ByteSource(archive, at, at + length), inflater);
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** Reads one chunk. */
    private final class Chunk {
        private final ColumnSource in;
        private final ArchiveTablesReader tables;
        private final Map<Long, List<FieldColumnReader.Cell>> cells = new TreeMap<>();
        private final Map<ArchiveShape, List<List<FieldColumnReader.Cell>>> cellsOf = new HashMap<>();
        private UnpackedState[] states = new UnpackedState[0];
        private Field[][] fields = new Field[0][];

        Chunk(ColumnSource in, ArchiveTablesReader tables) {
            this.in = in;
            this.tables = tables;
        }

        void read() throws ChangeException {
            int count = in.number();
            if (count == 0 || count > StateArchive.MOST_OBJECTS) {
                throw new ChangeException("A chunk of an archive has too many objects, or none");
            }
            in.weigh((long) FieldKinds.OBJECT_WEIGHT * count);
            long[] high = in.numbers(count);
            long[] low = in.numbers(count);
            states = new UnpackedState[count];
            fields = new Field[count][];
            int[] shapes = in.below(count, tables.shapes.length);
            for (int i = 0; i < count; i++) {
                states[i] = new UnpackedState(actors);
                shape(i, tables.shapes[shapes[i]]);
            }
            lifecycles();
            authors();
            FieldColumnReader reader = new FieldColumnReader(in, actors, tables.ranked);
            for (Map.Entry<Long, List<FieldColumnReader.Cell>> column : cells.entrySet()) {
                reader.read((int) (column.getKey() & ((1 << FieldKinds.COUNT) - 1)), column.getValue());
            }
            for (int i = 0; i < count; i++) {
                states[i].recorder().clear();
                ObjectState state = new ObjectState(states[i]);
                state.pack();
                add(new StateArchive.Entry(high[i], low[i], state));
            }
        }

        private void shape(int row, ArchiveShape shape) throws ChangeException {
            in.weigh((long) FieldKinds.FIELD_WEIGHT * shape.size());
            Field[] own = new Field[shape.size()];
            List<List<FieldColumnReader.Cell>> columns = cellsOf.computeIfAbsent(shape, this::columns);
            int next = 0;
            for (int i = 0; i < own.length; i++) {
                own[i] = states[row].field(shape.names[i]);
                for (int kinds = shape.kinds[i]; kinds != 0; kinds &= kinds - 1) {
                    columns.get(next++).add(new FieldColumnReader.Cell(own[i], states[row].recorder()));
                }
            }
            fields[row] = own;
        }

        private List<List<FieldColumnReader.Cell>> columns(ArchiveShape shape) {
            List<List<FieldColumnReader.Cell>> own = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                for (int kinds = shape.kinds[i]; kinds != 0; kinds &= kinds - 1) {
                    long key = ArchiveChunk.key(shape.numbers[i], Integer.lowestOneBit(kinds));
                    own.add(cells.computeIfAbsent(key, absent -> new ArrayList<>()));
                }
            }
            return own;
        }

        private void lifecycles() throws ChangeException {
            int[] kinds = in.below(states.length, Lifecycle.COUNT);
            int count = 0;
            for (int kind : kinds) {
                count += kind == 0 ? 0 : 1;
            }
            StampColumn.Stamps stamps = StampColumn.read(in, count, tables.ranked);
            int at = 0;
            for (int i = 0; i < kinds.length; i++) {
                if (kinds[i] != 0) {
                    states[i].become(kinds[i], stamps.actors()[at], stamps.lamports()[at]);
                    at++;
                }
            }
        }

        private void authors() throws ChangeException {
            int[] counts = in.counts(states.length);
            int all = ColumnSource.sum(counts);
            int[] who = in.actors(all, tables.ranked);
            int[] namings = in.below(all, tables.namings.length);
            int[] knownCounts = in.counts(all);
            int[] known = in.actors(ColumnSource.sum(knownCounts), tables.ranked);
            int at = 0;
            int knownAt = 0;
            for (int row = 0; row < counts.length; row++) {
                for (int end = at + counts[row]; at < end; at++) {
                    Author author = states[row].author(who[at]);
                    int[] order = tables.namings[namings[at]];
                    in.weigh((long) FieldKinds.FIELD_WEIGHT * order.length);
                    for (int index : order) {
                        author.learn(fields[row][index]);
                    }
                    for (int k = 0; k < knownCounts[at]; k++) {
                        author.learnActor(known[knownAt++]);
                    }
                }
            }
        }
    }
}
