package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/** Writes one archive: the version, the section of the tables, and the sections of the chunks. */
final class ArchiveWriter implements AutoCloseable {
    private final List<StateArchive.Entry> entries;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

    ArchiveWriter(List<StateArchive.Entry> unsorted) {
        entries = sorted(unsorted);
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).compareIds(entries.get(i - 1)) == 0) {
                throw new IllegalArgumentException("an id is there twice");
            }
            if (entries.get(i).state().actors() != entries.get(0).state().actors()) {
                throw new IllegalArgumentException("the states do not share their actors");
            }
        }
    }

    /** Sorts by the first bits of the ids, which nearly always is enough, and then by the whole ids. */
    private static List<StateArchive.Entry> sorted(List<StateArchive.Entry> unsorted) {
        long places = Long.highestOneBit(unsorted.size()) * 2 - 1;
        long[] keys = new long[unsorted.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((unsorted.get(i).high() & ~places) | i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        List<StateArchive.Entry> sorted = new ArrayList<>(keys.length);
        for (long key : keys) {
            sorted.add(unsorted.get((int) (key & places)));
        }
        sorted.sort(StateArchive.Entry::compareIds);
        return sorted;
    }

    byte[] write() throws ChangeException {
        ArchiveTables tables = new ArchiveTables(
                entries.isEmpty() ? new Actors() : entries.get(0).state().actors());
        List<byte[]> sections = new ArrayList<>();
        ArchiveChunk chunk = new ArchiveChunk(tables);
        for (int i = 0; i < entries.size(); i++) {
            chunk.add(entries.get(i));
            if (chunk.full() || i == entries.size() - 1) {
                ColumnSink columns = new ColumnSink(deflater);
                chunk.write(columns);
                sections.add(columns.finish());
                chunk = new ArchiveChunk(tables);
            }
        }
        ColumnSink columns = new ColumnSink(deflater);
        tables.write(columns, entries.size());
        sections.add(0, columns.finish());
        return join(sections);
    }

    /** Each with its length before it and after it a checksum over the two and, for the first, the version. */
    private static byte[] join(List<byte[]> sections) {
        ByteSink out = new ByteSink();
        out.u8(StateArchive.VERSION);
        boolean first = true;
        for (byte[] section : sections) {
            ByteSink length = new ByteSink();
            length.varint(section.length);
            byte[] head = length.toByteArray();
            CRC32C checksum = new CRC32C();
            if (first) {
                checksum.update(StateArchive.VERSION);
                first = false;
            }
            checksum.update(head);
            checksum.update(section);
            out.raw(head);
            out.raw(section);
            out.fixed32((int) checksum.getValue());
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
