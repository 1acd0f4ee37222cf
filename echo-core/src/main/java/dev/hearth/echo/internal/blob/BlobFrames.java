package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What two devices say to each other about chunks.
 *
 * <pre>
 * want  = 1 count address:32*      send these, in this order
 * chunk = 2 address:32 sealed      one that was wanted; the rest of the frame
 * lack  = 3 count address:32*      these were wanted and are not here
 * have  = 4 count address:32*      these were lacking and are here now
 * </pre>
 */
final class BlobFrames {
    static final int WANT = 1;
    static final int CHUNK = 2;
    static final int LACK = 3;
    static final int HAVE = 4;

    /** The most addresses of a frame. */
    static final int MOST_ADDRESSES = 256;

    private static final Limit ADDRESSES = new Limit("addresses of a frame", MOST_ADDRESSES);
    private static final Limit SEALED = new Limit("bytes of a sealed chunk", ChunkSeal.MOST_SEALED);

    private BlobFrames() {}

    static Bytes addresses(int kind, List<Hash> addresses) {
        ByteWriter out =
                new ByteWriter(8 + addresses.size() * Hash.SIZE).u8(kind).varint(addresses.size());
        addresses.forEach(address -> out.raw(address.value()));
        return out.toBytes();
    }

    static List<Hash> readAddresses(ByteReader in) throws MalformedException {
        List<Hash> addresses = new ArrayList<>();
        for (int count = in.varint(ADDRESSES); count > 0; count--) {
            addresses.add(new Hash(in.raw(Hash.SIZE)));
        }
        in.end();
        return addresses;
    }

    static Bytes chunk(Hash address, byte[] sealed) {
        return new ByteWriter(sealed.length + Hash.SIZE + 1)
                .u8(CHUNK)
                .raw(address.value())
                .raw(sealed)
                .toBytes();
    }

    /** Reads a chunk, whose content is not checked against its address yet. */
    static ChunkSeal.Chunk readChunk(ByteReader in) throws MalformedException {
        Hash address = new Hash(in.raw(Hash.SIZE));
        SEALED.check(in.remaining());
        return new ChunkSeal.Chunk(address, in.rest().toArray());
    }
}
