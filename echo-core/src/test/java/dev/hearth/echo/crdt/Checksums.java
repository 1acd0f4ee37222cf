package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Makes checksums right again that forged bytes have wrong, so that a forgery is read beyond them. */
final class Checksums {
    private static final int LENGTH = 4;

    private Checksums() {}

    /** A saved state of this body. */
    static byte[] ofState(byte[] body) {
        byte[] saved = Arrays.copyOf(body, body.length + LENGTH);
        repairState(saved);
        return saved;
    }

    /** The body of a saved state. */
    static byte[] bodyOf(byte[] saved) {
        return Arrays.copyOf(saved, saved.length - LENGTH);
    }

    static void repairState(byte[] saved) {
        put(saved, 0, saved.length - LENGTH);
    }

    /** Makes the checksums of an archive fit what its sections are, as far as their lengths make sense. */
    static void repairArchive(byte[] archive) {
        for (int at : sections(archive)) {
            try {
                ByteSource in = new ByteSource(archive, at, archive.length);
                in.skip(in.varint());
                put(archive, at == 1 ? 0 : at, in.position());
            } catch (ChangeException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The positions of the sections' lengths, as far as they make sense. */
    static List<Integer> sections(byte[] archive) {
        List<Integer> out = new ArrayList<>();
        int at = 1;
        try {
            while (at < archive.length) {
                ByteSource in = new ByteSource(archive, at, archive.length);
                in.skip(in.varint());
                in.skip(StateArchive.CHECKSUM);
                out.add(at);
                at = in.position();
            }
        } catch (ChangeException e) {
            return out;
        }
        return out;
    }

    private static void put(byte[] bytes, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from);
        for (int i = 0; i < LENGTH; i++) {
            bytes[to + i] = (byte) (checksum.getValue() >>> (24 - 8 * i));
        }
    }
}
