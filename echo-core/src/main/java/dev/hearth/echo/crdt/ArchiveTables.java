package dev.hearth.echo.crdt;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of an archive have in common: the actors, the names of the fields, the shapes, and the orders in
 * which authors named fields. All are numbered as they first come in the order of the objects.
 */
final class ArchiveTables {
    final ArchiveRanks ranks;
    private final Map<String, Integer> nameOf = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<ArchiveShape> shapes = new ArrayList<>();
    private final Map<IntBuffer, ArchiveShape> shapeOf = new HashMap<>();
    private final List<int[]> namings = new ArrayList<>();
    private final Map<IntBuffer, Integer> namingOf = new HashMap<>();
    private @Nullable ArchiveShape lastShape;
    private int lastNaming = -1;

    ArchiveTables(Actors actors) {
        ranks = new ArchiveRanks(actors);
    }

    /** The shape of an object, whose fields it sorts. */
    ArchiveShape shapeOf(ArchiveRow row) {
        ArchiveShape last = lastShape;
        if (last != null && row.sortAs(last)) {
            return last;
        }
        row.sort();
        ArchiveShape shape = shapeOf(row.fields());
        lastShape = shape;
        return shape;
    }

    private ArchiveShape shapeOf(Field[] fields) {
        int[] both = new int[2 * fields.length];
        for (int i = 0; i < fields.length; i++) {
            Integer known = nameOf.putIfAbsent(fields[i].name, names.size());
            if (known == null) {
                names.add(fields[i].name);
            }
            both[2 * i] = known == null ? names.size() - 1 : known;
            both[2 * i + 1] = FieldKinds.of(fields[i]);
        }
        return shapeOf.computeIfAbsent(IntBuffer.wrap(both), key -> newShape(both));
    }

    private ArchiveShape newShape(int[] both) {
        int size = both.length / 2;
        String[] strings = new String[size];
        int[] numbers = new int[size];
        int[] kinds = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = both[2 * i];
            kinds[i] = both[2 * i + 1];
            strings[i] = names.get(numbers[i]);
        }
        ArchiveShape shape = new ArchiveShape(shapes.size(), strings, numbers, kinds);
        shapes.add(shape);
        return shape;
    }

    /** The number of the order in which an author named the fields of an object. */
    int namingOf(Author author, ArchiveShape shape, Field[] fields) {
        if (lastNaming >= 0 && isNaming(namings.get(lastNaming), author, fields)) {
            return lastNaming;
        }
        int[] order = new int[author.fieldCount()];
        for (int i = 0; i < order.length; i++) {
            order[i] = shape.indexOf(author.field(i).name);
        }
        Integer known = namingOf.putIfAbsent(IntBuffer.wrap(order), namings.size());
        if (known == null) {
            namings.add(order);
        }
        lastNaming = known == null ? namings.size() - 1 : known;
        return lastNaming;
    }

    private static boolean isNaming(int[] order, Author author, Field[] fields) {
        boolean same = order.length == author.fieldCount();
        for (int i = 0; i < order.length && same; i++) {
            same = order[i] < fields.length && fields[order[i]] == author.field(i);
        }
        return same;
    }

    void write(ColumnSink out, int objects) {
        out.number(objects);
        ranks.write(out);
        StringColumn strings = new StringColumn();
        names.forEach(strings::add);
        out.number(names.size());
        strings.write(out);
        Longs sizes = new Longs();
        Longs fields = new Longs();
        Longs kinds = new Longs();
        for (ArchiveShape shape : shapes) {
            sizes.add(shape.size());
            for (int i = 0; i < shape.size(); i++) {
                fields.add(shape.numbers[i]);
                kinds.add(shape.kinds[i]);
            }
        }
        out.number(shapes.size());
        out.numbers(sizes);
        out.numbers(fields);
        out.numbers(kinds);
        Longs lengths = new Longs();
        Longs orders = new Longs();
        for (int[] order : namings) {
            lengths.add(order.length);
            for (int index : order) {
                orders.add(index);
            }
        }
        out.number(namings.size());
        out.numbers(lengths);
        out.numbers(orders);
    }
}
