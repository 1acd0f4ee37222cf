package dev.hearth.echo.crdt;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tables of an archive as they were read. */
final class ArchiveTablesReader {
    final int objects;
    final int[] ranked;
    final ArchiveShape[] shapes;
    final int[][] namings;

    ArchiveTablesReader(ColumnSource in, Actors actors) throws ChangeException {
        objects = in.number();
        ranked = actors(in, actors);
        String[] names = StringColumn.read(in, in.number());
        if (new HashSet<>(Arrays.asList(names)).size() != names.length) {
            throw new ChangeException("A name is there twice");
        }
        shapes = shapes(in, names);
        namings = namings(in);
    }

    private static int[] actors(ColumnSource in, Actors actors) throws ChangeException {
        int count = in.number();
        Set<ByteBuffer> distinct = new HashSet<>();
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] key = in.plain(Actors.KEY_LENGTH);
            if (!distinct.add(ByteBuffer.wrap(key))) {
                throw new ChangeException("An actor is there twice");
            }
            keys.add(key);
        }
        int[] ranked = new int[count];
        for (int i = 0; i < count; i++) {
            ranked[i] = actors.intern(keys.get(i));
        }
        return ranked;
    }

    private static ArchiveShape[] shapes(ColumnSource in, String[] names) throws ChangeException {
        int[] sizes = in.counts(in.number());
        int all = ColumnSource.sum(sizes);
        int[] numbers = in.below(all, names.length);
        int[] kinds = in.below(all, 1 << FieldKinds.COUNT);
        ArchiveShape[] shapes = new ArchiveShape[sizes.length];
        int at = 0;
        for (int i = 0; i < shapes.length; i++) {
            int end = at + sizes[i];
            String[] own = new String[sizes[i]];
            for (int k = at; k < end; k++) {
                own[k - at] = names[numbers[k]];
                if (k > at && own[k - at - 1].compareTo(own[k - at]) >= 0) {
                    throw new ChangeException("Fields are out of order");
                }
            }
            int[] ownNumbers = Arrays.copyOfRange(numbers, at, end);
            shapes[i] = new ArchiveShape(i, own, ownNumbers, Arrays.copyOfRange(kinds, at, end));
            at = end;
        }
        return shapes;
    }

    private static int[][] namings(ColumnSource in) throws ChangeException {
        int[] lengths = in.counts(in.number());
        int[] orders = in.counts(ColumnSource.sum(lengths));
        int[][] namings = new int[lengths.length][];
        int at = 0;
        for (int i = 0; i < namings.length; i++) {
            namings[i] = Arrays.copyOfRange(orders, at, at + lengths[i]);
            at += lengths[i];
        }
        return namings;
    }
}
