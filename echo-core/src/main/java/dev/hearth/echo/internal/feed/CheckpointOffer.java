package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Version;
import dev.hearth.echo.port.SpaceGuard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a device begins with that takes over another one's state: the feeds as they were at the version of that state,
 * each with a later word of its author that leads back to it.
 *
 * <pre>
 * offer = count place*
 * place = feed:32 seq hash:32 lamport count credential:32* last:16 count (index seq)* head      index into the places
 * head  = seq hash:32 size signature                                                             at the place or after it
 * </pre>
 *
 * @param places the feeds, by their devices
 */
public record CheckpointOffer(List<Place> places) {
    private static final Limit PLACES = new Limit("feeds of a checkpoint", 1 << 14);
    private static final Bytes LABEL = Bytes.utf8("hearth checkpoint 1");

    /**
     * One feed.
     *
     * @param feed whose
     * @param seq the number of the last block that is in
     * @param hash its id
     * @param lamport its Lamport time
     * @param authority the credentials that it knew
     * @param last the object that the feed had changed last; null for none
     * @param mentions the feeds it had named, as indices into the places and the highest number named, in order
     * @param head a head that the author signed, at the block or after it
     */
    public record Place(
            DeviceId feed,
            long seq,
            Hash hash,
            long lamport,
            List<CredentialId> authority,
            @Nullable ObjectId last,
            List<Mention> mentions,
            SignedHead head) {}

    /** That a feed had been named up to a number. */
    public record Mention(int index, long seq) {}

    /** Copies its input. */
    public CheckpointOffer {
        places = List.copyOf(places);
    }

    /** Returns the base of a space; empty while a feed's author has not been heard to sign what follows it. */
    public static Optional<CheckpointOffer> of(Feeds feeds, Function<Feed, Optional<SignedHead>> heads) {
        List<Feed> all = new ArrayList<>(feeds.base().feeds());
        all.sort(Comparator.comparing(Feed::device));
        Map<DeviceId, Integer> indices = new HashMap<>();
        all.forEach(feed -> indices.put(feed.device(), indices.size()));
        List<Place> places = new ArrayList<>();
        for (Feed feed : all) {
            Optional<SignedHead> head = heads.apply(feed);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            List<Mention> mentions = new ArrayList<>();
            Mentions named = feed.mentions();
            for (int i = 0; i < named.size(); i++) {
                DeviceId device = feeds.numbered(named.feed(i)).device();
                mentions.add(new Mention(Objects.requireNonNull(indices.get(device)), named.seq(i)));
            }
            places.add(new Place(
                    feed.device(),
                    feed.seq(),
                    feed.hash(),
                    feed.lamport(),
                    feed.authority(),
                    feed.lastObject(),
                    mentions,
                    head.get()));
        }
        return Optional.of(new CheckpointOffer(places));
    }

    /** Returns the version. */
    public Version version() {
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        places.forEach(place -> heads.put(place.feed(), place.seq()));
        return new Version(heads);
    }

    /** Returns what stands for the version and all that led to it, whoever offers it. */
    public Hash id() {
        ByteWriter out = new ByteWriter(places.size() * 72);
        places.forEach(place ->
                out.raw(place.feed().value()).u64(place.seq()).raw(place.hash().value()));
        return BlockFormat.sha256(out.toArray());
    }

    /** Returns what is signed of {@code content}, a part of what is sent. */
    public static Bytes signed(SpaceId space, DeviceId signer, Bytes content) {
        return new ByteWriter(content.size() + 96)
                .raw(LABEL)
                .raw(space.value())
                .raw(signer.value())
                .raw(content)
                .toBytes();
    }

    /** Refuses what the feeds' authors did not sign. */
    public void verify(SpaceGuard guard) throws MalformedException {
        for (Place place : places) {
            SignedHead head = place.head();
            boolean fits = head.seq() == place.seq() ? head.hash().equals(place.hash()) : head.seq() > place.seq();
            Bytes said = BlockFormat.head(guard.space(), place.feed(), head.seq(), head.hash());
            if (!fits || !guard.verify(place.feed(), said, head.signature())) {
                throw new MalformedException("A checkpoint of what the authors did not write");
            }
        }
    }

    /** Returns the bytes to send. */
    public Bytes encode() {
        ByteWriter out = new ByteWriter(places.size() * 256 + 8);
        out.varint(places.size());
        for (Place place : places) {
            out.raw(place.feed().value()).varint(place.seq()).raw(place.hash().value());
            out.varint(place.lamport()).varint(place.authority().size());
            place.authority().forEach(id -> out.raw(id.value()));
            out.raw(Changes.orNone(place.last())).varint(place.mentions().size());
            place.mentions().forEach(mention -> out.varint(mention.index()).varint(mention.seq()));
            place.head().write(out);
        }
        return out.toBytes();
    }

    /** Reads what {@link #encode()} gives. */
    public static CheckpointOffer decode(Bytes encoded) throws MalformedException {
        ByteReader in = new ByteReader(encoded);
        int count = in.varint(PLACES);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(place(in, count));
            if (i > 0 && places.get(i - 1).feed().compareTo(places.get(i).feed()) >= 0) {
                throw new MalformedException("Feeds of a checkpoint out of order");
            }
        }
        in.end();
        for (Place place : places) {
            for (Mention mention : place.mentions()) {
                if (mention.seq() < 1
                        || mention.seq() > places.get(mention.index()).seq()) {
                    throw new MalformedException("A checkpoint that lacks what it builds on");
                }
            }
        }
        return new CheckpointOffer(places);
    }

    private static Place place(ByteReader in, int feeds) throws MalformedException {
        DeviceId feed = new DeviceId(in.raw(DeviceId.SIZE));
        long seq = in.varint();
        Hash hash = new Hash(in.raw(Hash.SIZE));
        long lamport = in.varint();
        if (seq < 1 || lamport < 1) {
            throw new MalformedException("Blocks count from 1");
        }
        List<CredentialId> authority = new ArrayList<>();
        for (int left = in.varint(Limits.AUTHORITY); left > 0; left--) {
            authority.add(new CredentialId(in.raw(CredentialId.SIZE)));
        }
        ObjectId last = new ObjectId(in.raw(ObjectId.SIZE));
        boolean none = last.value().equals(Changes.orNone(null));
        List<Mention> mentions = new ArrayList<>();
        for (int left = in.varint(PLACES); left > 0; left--) {
            mentions.add(new Mention(in.varint(PLACES), in.varint()));
            if (mentions.get(mentions.size() - 1).index() >= feeds) {
                throw new MalformedException("A checkpoint that names a feed it has not");
            }
        }
        SignedHead head = SignedHead.read(in);
        return new Place(feed, seq, hash, lamport, List.copyOf(authority), none ? null : last, mentions, head);
    }
}
