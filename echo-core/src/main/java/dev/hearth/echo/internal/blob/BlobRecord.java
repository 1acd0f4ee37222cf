package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import java.util.Map;

/**
 * What this device knows of a blob of which something is here.
 *
 * <pre>
 * record = number flags:u8 since ref     flags 1 complete, 2 pinned; since: seconds, when it was first unreferenced
 * </pre>
 *
 * @param number what its chunks are held under
 * @param ref the pointer under which it was put or first opened
 * @param complete whether all of it was here
 * @param pinned whether it is kept whoever refers to it
 * @param since seconds since 1970 from which on no object referred to it; 0 while one does
 */
record BlobRecord(long number, BlobRef ref, boolean complete, boolean pinned, long since) {
    private static final int COMPLETE = 1;
    private static final int PINNED = 2;

    BlobRecord withComplete(boolean now) {
        return new BlobRecord(number, ref, now, pinned, since);
    }

    BlobRecord withPinned(boolean now) {
        return new BlobRecord(number, ref, complete, now, since);
    }

    BlobRecord withSince(long now) {
        return new BlobRecord(number, ref, complete, pinned, now);
    }

    byte[] encode() {
        return new ByteWriter(128)
                .varint(number)
                .u8((complete ? COMPLETE : 0) | (pinned ? PINNED : 0))
                .varint(since)
                .raw(ref.toBytes())
                .toArray();
    }

    static BlobRecord decode(byte[] value) {
        try {
            ByteReader in = new ByteReader(value);
            long number = in.varint();
            int flags = in.u8();
            long since = in.varint();
            Bytes ref = in.rest();
            return new BlobRecord(
                    number,
                    BlobRef.of(ref).orElseThrow(() -> new MalformedException("A record of no blob")),
                    (flags & COMPLETE) != 0,
                    (flags & PINNED) != 0,
                    since);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "blob"), e);
        }
    }
}
