package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What ties a block to its place. On the wire a block is its body alone: space, feed, number and predecessor are
 * implied by the place at which it stands, and are hashed, and authenticated by the encryption, together with the body.
 */
public final class BlockFormat {
    /** The predecessor of a feed's first block. */
    public static final Hash NONE = new Hash(Bytes.of(new byte[Hash.SIZE]));

    private static final Bytes BLOCK = Bytes.utf8("hearth block 1");
    private static final Bytes HEAD = Bytes.utf8("hearth head 1");

    private static final MessageDigest EMPTY = digest();

    private BlockFormat() {}

    /**
     * Returns the bytes that stand for the place of block {@code seq} of {@code feed}, whose predecessor is
     * {@code previous}.
     */
    public static ByteWriter place(SpaceId space, DeviceId feed, long seq, Hash previous) {
        return new ByteWriter(192)
                .raw(BLOCK)
                .raw(space.value())
                .raw(feed.value())
                .u64(seq)
                .raw(previous.value());
    }

    /** Returns the id of a block. */
    public static Hash id(SpaceId space, DeviceId feed, long seq, Hash previous, byte[] body) {
        MessageDigest digest = sha256();
        digest.update(place(space, feed, seq, previous).toArray());
        return new Hash(Bytes.of(digest.digest(body)));
    }

    /** Makes the ids of many blocks of one feed. Not thread-safe. */
    public static final class Link {
        private final MessageDigest digest = sha256();
        private final byte[] place;

        /** Makes those of {@code feed} in {@code space}. */
        public Link(SpaceId space, DeviceId feed) {
            place = BlockFormat.place(space, feed, 0, NONE).toArray();
        }

        /** As {@link BlockFormat#id}. */
        public Hash id(long seq, Hash previous, byte[] body) {
            int at = place.length - Hash.SIZE;
            for (int i = 1; i <= Long.BYTES; i++) {
                place[at - i] = (byte) (seq >>> (Byte.SIZE * (i - 1)));
            }
            previous.value().copyTo(place, at);
            digest.update(place);
            return new Hash(Bytes.of(digest.digest(body)));
        }
    }

    /** Returns what an author signs. */
    public static Bytes head(SpaceId space, DeviceId feed, long seq, Hash hash) {
        return new ByteWriter(160)
                .raw(HEAD)
                .raw(space.value())
                .raw(feed.value())
                .u64(seq)
                .raw(hash.value())
                .toBytes();
    }

    /** Returns the SHA-256 of {@code bytes}. */
    public static Hash sha256(byte[] bytes) {
        return new Hash(Bytes.of(sha256().digest(bytes)));
    }

    /** A copy of a digest costs less than finding who makes one. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Every Java platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
