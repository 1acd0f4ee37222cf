package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.feed.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What two replicators say to each other.
 *
 * <pre>
 * hello       = 1 version count (feed:32 seq)* count credential:32* count (feed:32 seq)*
 *                                                                       what is here, and from which version on; said
 *                                                                       again when something is missing
 * credentials = 2 count (size credential)*
 * blocks      = 3 feed:32 from count (size body)* (size signature)      the signature is of the head after the last body
 * have        = 4 count (feed:32 seq)*                                  what has been applied since
 * request     = 5 feed:32 from                                          send this feed again from here on
 * acknowledge = 6                                                       say, if you may write, what you build on
 * wanted      = 7 checkpoint:32 place                                   send the state at your base, from there on if it is this one
 * offer       = 8 signer:32 (size content) (size signature)             what a checkpoint begins with
 * part        = 9 (size content) (size signature)                       a part of it
 * unable      = 10                                                      this device can't send what was wanted
 * </pre>
 */
final class Frames {
    static final int HELLO = 1;
    static final int CREDENTIALS = 2;
    static final int BLOCKS = 3;
    static final int HAVE = 4;
    static final int REQUEST = 5;
    static final int ACKNOWLEDGE = 6;
    static final int WANTED = 7;
    static final int OFFER = 8;
    static final int PART = 9;
    static final int UNABLE = 10;

    private static final int VERSION = 1;
    private static final Limit FEEDS = new Limit("feeds of a frame", 1 << 16);
    private static final Limit IDS = new Limit("credentials of a frame", 1 << 15);
    private static final Limit BODIES = new Limit("blocks of a frame", 1 << 16);
    private static final Limit CONTENT = new Limit("bytes of a checkpoint in a frame", ReplicaPort.MAX_FRAME);
    private static final Limit CREDENTIAL = new Limit("bytes of a credential", 1 << 18);

    private Frames() {}

    /** What the peer holds. */
    record Hello(Map<DeviceId, Long> feeds, Set<CredentialId> credentials, Version base) {}

    static Bytes hello(Map<DeviceId, Long> feeds, List<CredentialId> credentials, Version base) {
        ByteWriter out = new ByteWriter(1_024).u8(HELLO).u8(VERSION);
        writeFeeds(out, feeds);
        out.varint(credentials.size());
        credentials.forEach(id -> out.raw(id.value()));
        writeFeeds(out, base.heads());
        return out.toBytes();
    }

    static Hello readHello(ByteReader in) throws MalformedException {
        if (in.u8() != VERSION) {
            throw new MalformedException("Replication protocol of an unknown version");
        }
        Map<DeviceId, Long> feeds = readFeeds(in);
        Set<CredentialId> credentials = new HashSet<>();
        for (int count = in.varint(IDS); count > 0; count--) {
            credentials.add(new CredentialId(in.raw(CredentialId.SIZE)));
        }
        Version base = new Version(new TreeMap<>(readFeeds(in)));
        in.end();
        return new Hello(feeds, credentials, base);
    }

    /** What of a checkpoint is here already. */
    record Wanted(Hash checkpoint, CheckpointPart.Place place) {}

    static Bytes wanted(Wanted wanted) {
        ByteWriter out = new ByteWriter(64).u8(WANTED).raw(wanted.checkpoint().value());
        return wanted.place().write(out).toBytes();
    }

    static Wanted readWanted(ByteReader in) throws MalformedException {
        Wanted wanted = new Wanted(new Hash(in.raw(Hash.SIZE)), CheckpointPart.Place.read(in));
        in.end();
        return wanted;
    }

    /** What a checkpoint begins with, as a device says it. */
    record Offer(DeviceId signer, Bytes content, Bytes signature) {}

    static Bytes offer(Offer offer) {
        return new ByteWriter(offer.content().size() + 128)
                .u8(OFFER)
                .raw(offer.signer().value())
                .sized(offer.content())
                .sized(offer.signature())
                .toBytes();
    }

    static Offer readOffer(ByteReader in) throws MalformedException {
        Offer offer = new Offer(new DeviceId(in.raw(DeviceId.SIZE)), in.sized(CONTENT), in.sized(Limits.SIGNATURE));
        in.end();
        return offer;
    }

    /** A part of a checkpoint, with what the device that made it signed of it. */
    record Part(Bytes content, Bytes signature) {}

    static Bytes part(Bytes content, Bytes signature) {
        return new ByteWriter(content.size() + 128)
                .u8(PART)
                .sized(content)
                .sized(signature)
                .toBytes();
    }

    static Part readPart(ByteReader in) throws MalformedException {
        Part part = new Part(in.sized(CONTENT), in.sized(Limits.SIGNATURE));
        in.end();
        return part;
    }

    static Bytes unable() {
        return Bytes.of((byte) UNABLE);
    }

    static Bytes acknowledge() {
        return Bytes.of((byte) ACKNOWLEDGE);
    }

    static Bytes have(Map<DeviceId, Long> feeds) {
        ByteWriter out = new ByteWriter(64).u8(HAVE);
        writeFeeds(out, feeds);
        return out.toBytes();
    }

    private static void writeFeeds(ByteWriter out, Map<DeviceId, Long> feeds) {
        out.varint(feeds.size());
        feeds.forEach((feed, seq) -> out.raw(feed.value()).varint(seq));
    }

    static Map<DeviceId, Long> readFeeds(ByteReader in) throws MalformedException {
        Map<DeviceId, Long> feeds = new HashMap<>();
        for (int count = in.varint(FEEDS); count > 0; count--) {
            DeviceId feed = new DeviceId(in.raw(DeviceId.SIZE));
            long seq = in.varint();
            if (seq < 0) {
                throw new MalformedException("Block number over 63 bits");
            }
            feeds.put(feed, seq);
        }
        return feeds;
    }

    static Bytes credentials(List<Bytes> credentials) {
        ByteWriter out = new ByteWriter(4_096).u8(CREDENTIALS).varint(credentials.size());
        credentials.forEach(out::sized);
        return out.toBytes();
    }

    static List<Bytes> readCredentials(ByteReader in) throws MalformedException {
        List<Bytes> credentials = new ArrayList<>();
        for (int count = in.varint(IDS); count > 0; count--) {
            credentials.add(in.sized(CREDENTIAL));
        }
        in.end();
        return credentials;
    }

    /** A place in a feed. */
    record Place(DeviceId feed, long from) {}

    static Bytes request(Place place) {
        return new ByteWriter(48)
                .u8(REQUEST)
                .raw(place.feed().value())
                .varint(place.from())
                .toBytes();
    }

    static Place readRequest(ByteReader in) throws MalformedException {
        Place place = new Place(new DeviceId(in.raw(DeviceId.SIZE)), in.varint());
        in.end();
        if (place.from() < 1) {
            throw new MalformedException("Blocks count from 1");
        }
        return place;
    }

    static Bytes blocks(Inbox.Run run) {
        ByteWriter out = new ByteWriter(1_024).u8(BLOCKS).raw(run.feed().value());
        out.varint(run.from()).varint(run.bodies().size());
        run.bodies().forEach(out::sized);
        return out.sized(run.signature()).toBytes();
    }

    static Inbox.Run readBlocks(ByteReader in) throws MalformedException {
        DeviceId feed = new DeviceId(in.raw(DeviceId.SIZE));
        long from = in.varint();
        if (from < 1) {
            throw new MalformedException("Blocks count from 1");
        }
        List<byte[]> bodies = new ArrayList<>();
        int most = in.varint(BODIES);
        if (most == 0 || from > Long.MAX_VALUE - most) {
            throw new MalformedException("A run of no blocks");
        }
        for (int count = most; count > 0; count--) {
            bodies.add(in.sized(Limits.BODY).toArray());
        }
        Bytes signature = in.sized(Limits.SIGNATURE);
        in.end();
        return new Inbox.Run(feed, from, bodies, signature);
    }
}
