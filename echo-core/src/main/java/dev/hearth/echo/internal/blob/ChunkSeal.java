package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.port.Sealed;
import dev.hearth.echo.port.SpaceGuard;
import java.util.Map;

/**
 * Seals chunks so that equal ones are equal within the space, under one key, and tell nothing outside of it; the
 * address is the hash of the sealed form, so whoever can't read can still check.
 *
 * <pre>
 * sealed  = epoch ciphertext             aad = "hearth blob 1" space:32 kind:u8     kind 0 content, 1 node, 2 table
 * address = SHA-256(sealed)
 * </pre>
 */
final class ChunkSeal {
    /** The most bytes of a sealed chunk. */
    static final int MOST_SEALED = Chunker.MOST + 256;

    private static final Bytes DOMAIN = Bytes.utf8("hearth blob 1");
    private static final Limit EPOCH = new Limit("epoch", Integer.MAX_VALUE);

    private final SpaceGuard guard;

    /** What is sealed, so that content can't be taken for a node. */
    enum Kind {
        CONTENT(0),
        NODE(1),
        TABLE(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** A sealed chunk and its address. */
    @SuppressWarnings("ArrayRecordComponent")
    record Chunk(Hash address, byte[] sealed) {}

    ChunkSeal(SpaceGuard guard) {
        this.guard = guard;
    }

    /** Throws NOT_PERMITTED when this device has no key. */
    Chunk seal(Kind kind, byte[] plaintext) {
        Sealed sealed = guard.sealShared(aad(kind), plaintext);
        byte[] bytes = new ByteWriter(sealed.ciphertext().length + 5)
                .varint(sealed.epoch())
                .raw(sealed.ciphertext())
                .toArray();
        return new Chunk(address(bytes), bytes);
    }

    static Hash address(byte[] sealed) {
        return BlockFormat.sha256(sealed);
    }

    /** Opens a chunk whose address was checked; throws BLOB_UNAVAILABLE when its key is not here. */
    byte[] open(Kind kind, byte[] sealed) throws MalformedException {
        ByteReader in = new ByteReader(sealed);
        int epoch = in.varint(EPOCH);
        return guard.openShared(epoch, aad(kind), in.rest().toArray())
                .orElseThrow(() -> new HearthException(
                        ErrorCode.BLOB_UNAVAILABLE, Map.of("reason", "the key of its epoch is not here")));
    }

    /** Returns a chunker whose cuts follow from the newest key, so that all devices cut alike and nobody else can. */
    Chunker chunker() {
        byte[] noise =
                guard.sealShared(aad(Kind.TABLE), new byte[Chunker.TABLE_BYTES]).ciphertext();
        byte[] table = new byte[Chunker.TABLE_BYTES];
        System.arraycopy(noise, noise.length - table.length, table, 0, table.length);
        return new Chunker(table);
    }

    private Bytes aad(Kind kind) {
        return new ByteWriter(64)
                .raw(DOMAIN)
                .raw(guard.space().value())
                .u8(kind.number)
                .toBytes();
    }
}
