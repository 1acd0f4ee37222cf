package dev.hearth.echo.crdt;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The columns of some objects of an archive. */
final class ArchiveChunk {
    /** A chunk that takes about this many bytes before it is deflated is full. */
    private static final int FULL = 1 << 22;

    private final ArchiveTables tables;
    private final Longs highIds = new Longs();
    private final Longs lowIds = new Longs();
    private final Longs shapes = new Longs();
    private final Longs lifecycles = new Longs();
    private final StampColumn lifecycleStamps = new StampColumn();
    private final Longs authorCounts = new Longs();
    private final Longs authors = new Longs();
    private final Longs namings = new Longs();
    private final Longs knownCounts = new Longs();
    private final Longs known = new Longs();
    private final Map<Long, FieldColumn> columns = new TreeMap<>();
    private final Map<ArchiveShape, FieldColumn[]> columnsOf = new HashMap<>();
    private long fields;
    private long size;

    ArchiveChunk(ArchiveTables tables) {
        this.tables = tables;
    }

    boolean full() {
        return shapes.size() == StateArchive.MOST_OBJECTS || size >= FULL;
    }

    void add(StateArchive.Entry entry) throws ChangeException {
        highIds.add(entry.high());
        lowIds.add(entry.low());
        ArchiveRow row = new ArchiveRow(entry.state().view());
        ArchiveShape shape = tables.shapeOf(row);
        shapes.add(shape.number);
        fields += shape.size();
        size += StateArchive.ID_LENGTH + shape.size();
        Lifecycle lifecycle = row.state.lifecycle();
        lifecycles.add(lifecycle.is());
        if (lifecycle.stamp.present()) {
            lifecycleStamps.add(lifecycle.stamp, tables.ranks::of);
        }
        authorCounts.add(row.authors.size());
        for (Author author : row.authors) {
            author(author, shape, row.fields());
        }
        FieldColumn[] own = columnsOf.computeIfAbsent(shape, this::columns);
        int next = 0;
        for (int i = 0; i < shape.size(); i++) {
            for (int kinds = shape.kinds[i]; kinds != 0; kinds &= kinds - 1) {
                size += own[next++].add(row.fields()[i]);
            }
        }
    }

    private void author(Author author, ArchiveShape shape, Field[] named) {
        authors.add(tables.ranks.of(author.actor));
        namings.add(tables.namingOf(author, shape, named));
        knownCounts.add(author.actorCount());
        for (int i = 0; i < author.actorCount(); i++) {
            known.add(tables.ranks.of(author.actor(i)));
        }
        fields += author.fieldCount();
        size += Long.BYTES + author.fieldCount() + author.actorCount();
    }

    private FieldColumn[] columns(ArchiveShape shape) {
        int count = 0;
        for (int kinds : shape.kinds) {
            count += Integer.bitCount(kinds);
        }
        FieldColumn[] own = new FieldColumn[count];
        int next = 0;
        for (int i = 0; i < shape.size(); i++) {
            for (int kinds = shape.kinds[i]; kinds != 0; kinds &= kinds - 1) {
                int kind = Integer.lowestOneBit(kinds);
                own[next++] = columns.computeIfAbsent(
                        key(shape.numbers[i], kind), key -> new FieldColumn(kind, tables.ranks::of));
            }
        }
        return own;
    }

    /** By which the columns are ordered: the name, then the kind. */
    static long key(int name, int kind) {
        return (long) name << FieldKinds.COUNT | kind;
    }

    void write(ColumnSink out) {
        int objects = shapes.size();
        out.number(objects);
        out.weigh((long) FieldKinds.OBJECT_WEIGHT * objects + FieldKinds.FIELD_WEIGHT * fields);
        out.numbers(highIds);
        out.numbers(lowIds);
        out.numbers(shapes);
        out.numbers(lifecycles);
        lifecycleStamps.write(out);
        out.numbers(authorCounts);
        out.numbers(authors);
        out.numbers(namings);
        out.numbers(knownCounts);
        out.numbers(known);
        columns.values().forEach(column -> column.write(out));
    }
}
