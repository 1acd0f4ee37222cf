package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The open part of a block: what it depends on, and where its ciphertext starts.
 *
 * <pre>
 * body       = header epoch:varint ciphertext
 * header     = version:4bits flags:4bits [dependencies] [authority]
 * dependencies (flag 1) = count (index [feed:32] step)*   index into the feed's table of mentions, whose size stands for a
 *                         feed that was not named yet; step from the number named last
 * authority    (flag 2) = count credential:32*            when it differs from the one of the block before
 * flag 4: the plaintext is deflated
 * </pre>
 *
 * @param dependencies the blocks of other feeds that it builds on, beyond those of its predecessor
 * @param authority the newest credentials that the author knew
 * @param header the open bytes, which the encryption authenticates
 * @param deflated whether the plaintext is compressed
 * @param epoch the space key
 * @param ciphertext the encrypted changes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Block(
        List<Dependency> dependencies,
        List<CredentialId> authority,
        Bytes header,
        boolean deflated,
        int epoch,
        byte[] ciphertext) {
    private static final int VERSION = 1;
    private static final int DEPENDENCIES = 1;
    private static final int AUTHORITY = 2;
    private static final int DEFLATED = 4;

    /** Returns the header of {@code feed}'s next block. */
    public static Bytes header(
            Feed feed, Feeds feeds, List<Dependency> dependencies, List<CredentialId> authority, boolean deflated) {
        boolean renewed = !authority.equals(feed.authority());
        ByteWriter out = new ByteWriter(64);
        out.u8(VERSION << 4
                | (dependencies.isEmpty() ? 0 : DEPENDENCIES)
                | (renewed ? AUTHORITY : 0)
                | (deflated ? DEFLATED : 0));
        if (!dependencies.isEmpty()) {
            writeDependencies(out, feed.mentions(), feeds, dependencies);
        }
        if (renewed) {
            out.varint(authority.size());
            authority.forEach(id -> out.raw(id.value()));
        }
        return out.toBytes();
    }

    private static void writeDependencies(ByteWriter out, Mentions mentions, Feeds feeds, List<Dependency> named) {
        out.varint(named.size());
        int known = mentions.size();
        for (Dependency dependency : named) {
            int index = mentions.indexOf(feeds.known(dependency.feed()).number());
            if (index < mentions.size()) {
                out.varint(index).varint(dependency.seq() - mentions.seq(index));
            } else {
                out.varint(known++).raw(dependency.feed().value()).varint(dependency.seq());
            }
        }
    }

    /** Reads the body of {@code feed}'s next block. */
    public static Block read(byte[] body, Feed feed, Feeds feeds) throws MalformedException {
        ByteReader in = new ByteReader(body);
        int first = in.u8();
        if (first >>> 4 != VERSION || (first & 8) != 0) {
            throw new MalformedException("Unknown block version");
        }
        List<Dependency> dependencies = (first & DEPENDENCIES) == 0 ? List.of() : readDependencies(in, feed, feeds);
        List<CredentialId> authority = (first & AUTHORITY) == 0 ? feed.authority() : readAuthority(in);
        Bytes header = Bytes.of(body, 0, in.position());
        int epoch = in.varint(Limits.EPOCH);
        byte[] ciphertext = in.rest().toArray();
        return new Block(dependencies, authority, header, (first & DEFLATED) != 0, epoch, ciphertext);
    }

    /**
     * Reads the body of a block that was applied, whatever its feed has named since: a feed that a dependency names for
     * the first time stands there in full, and which one it is was stored with the block. Its authority is left out.
     */
    public static Block reread(StoredBlock stored, Feeds feeds) throws MalformedException {
        byte[] body = stored.body();
        ByteReader in = new ByteReader(body);
        int first = in.u8();
        if ((first & DEPENDENCIES) != 0) {
            int count = in.varint(Limits.DEPENDENCIES);
            for (int i = 0; i < count; i++) {
                in.varint();
                Bytes feed = feeds.numbered(stored.feeds()[i]).device().value();
                int end = Math.min(body.length, in.position() + DeviceId.SIZE);
                if (feed.equals(Bytes.of(body, in.position(), end))) {
                    in.raw(DeviceId.SIZE);
                }
                in.varint();
            }
        }
        if ((first & AUTHORITY) != 0) {
            readAuthority(in);
        }
        Bytes header = Bytes.of(body, 0, in.position());
        int epoch = in.varint(Limits.EPOCH);
        return new Block(
                List.of(),
                List.of(),
                header,
                (first & DEFLATED) != 0,
                epoch,
                in.rest().toArray());
    }

    private static List<Dependency> readDependencies(ByteReader in, Feed feed, Feeds feeds) throws MalformedException {
        Mentions mentions = feed.mentions();
        int count = in.varint(Limits.DEPENDENCIES);
        int known = mentions.size();
        List<Dependency> dependencies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long index = in.varint();
            if (index == known) {
                known++;
                dependencies.add(new Dependency(new DeviceId(in.raw(DeviceId.SIZE)), step(in, 0)));
            } else if (index >= 0 && index < mentions.size()) {
                int at = (int) index;
                dependencies.add(
                        new Dependency(feeds.numbered(mentions.feed(at)).device(), step(in, mentions.seq(at))));
            } else {
                throw new MalformedException("Dependency on a feed that was not named");
            }
        }
        return dependencies;
    }

    private static long step(ByteReader in, long from) throws MalformedException {
        long step = in.varint();
        if (step <= 0 || step > Long.MAX_VALUE - from) {
            throw new MalformedException("Dependency does not advance");
        }
        return from + step;
    }

    private static List<CredentialId> readAuthority(ByteReader in) throws MalformedException {
        int count = in.varint(Limits.AUTHORITY);
        List<CredentialId> authority = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            authority.add(new CredentialId(in.raw(CredentialId.SIZE)));
        }
        return List.copyOf(authority);
    }

    /** Returns the body: the header, the epoch and the ciphertext. */
    public static byte[] body(Bytes header, int epoch, byte[] ciphertext) {
        return new ByteWriter(header.size() + 5 + ciphertext.length)
                .raw(header)
                .varint(epoch)
                .raw(ciphertext)
                .toArray();
    }
}
