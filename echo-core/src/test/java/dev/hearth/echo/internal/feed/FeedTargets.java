package dev.hearth.echo.internal.feed;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The decoders of blocks and feeds, all of which refuse with a {@link MalformedException}. */
final class FeedTargets {
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private static final CredentialId CREDENTIAL = new CredentialId(Bytes.of(new byte[CredentialId.SIZE]));
    private static final ObjectId OBJECT = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));
    private static final Feeds FEEDS = new Feeds(
            new MemoryStore(),
            new Keyspace(SPACE),
            SPACE,
            device -> device.value().toArray()[0],
            0);
    private static final Feed FEED = feed(0);
    private static final Feed OTHER = feed(1);

    static final Target BLOCK = target("block", 30, 100, blocks(), (input, attempt) -> Block.read(input, FEED, FEEDS));
    static final Target CHANGES = target("changes", 20, 200, changes(), FeedTargets::changes);
    static final Target MERGE = target("merge", 20, 400, merges(), FeedTargets::merge);
    /** A byte becomes 1,032 at most, in a buffer that is doubled as it grows and copied in the end. */
    static final Target INFLATE = target("inflate", 20, 5_200, deflated(), FeedTargets::inflate);

    static final Target FEED_RECORD = target("feed", 10, 200, records(), (input, attempt) -> Feed.decode(input, 0));
    static final Target STORED_BLOCK = target(
            "stored-block",
            10,
            100,
            List.of(new byte[] {20, 2, 0, 5, 3, 9, 16, 1, 2, 3}),
            (input, attempt) -> StoredBlock.decode(input));
    static final Target SIGNED_HEAD = target(
            "signed-head",
            10,
            100,
            List.of(new SignedHead(300, BlockFormat.NONE, Bytes.of(new byte[64])).encode()),
            (input, attempt) -> SignedHead.decode(input));

    static final Targets ALL =
            new Targets(List.of(BLOCK, CHANGES, MERGE, INFLATE, FEED_RECORD, STORED_BLOCK, SIGNED_HEAD));

    private FeedTargets() {}

    private static Target target(String name, int share, int bytesPerByte, List<byte[]> seeds, Target.Decoder decoder) {
        return new Target(name, share, MalformedException.class, bytesPerByte, seeds, decoder);
    }

    private static Feed feed(int number) {
        byte[] device = new byte[DeviceId.SIZE];
        device[0] = (byte) number;
        return FEEDS.require(new DeviceId(Bytes.of(device)), new StoreBatch());
    }

    private static void changes(byte[] input, Target.Attempt attempt) throws MalformedException {
        List<Changes.Change> changes = Changes.decode(input, OBJECT);
        attempt.then(taken -> {
            for (Changes.Change change : changes) {
                if (change.bytes().length > input.length) {
                    throw new IllegalStateException("a change is longer than the block");
                }
            }
        });
    }

    private static void merge(byte[] input, Target.Attempt attempt) throws MalformedException {
        Content content = Content.decode(input, OBJECT);
        attempt.then(taken -> content.merge().ifPresent(merge -> {
            if (merge.encode().length > 2 * input.length) {
                throw new IllegalStateException("a merge is longer than the block");
            }
        }));
    }

    /** Merges as they are written: one that only carries, and one that ends it. */
    static List<byte[]> merges() {
        Merge.Run run = new Merge.Run(
                OTHER.device(), 3, List.of(new byte[] {1, 2, 3}, new byte[] {4}), Bytes.of(new byte[] {5, 6}));
        return List.of(
                new Merge(OBJECT, 0, new TreeMap<>(), List.of(run)).encode(),
                new Merge(OBJECT, 2, new TreeMap<>(Map.of(FEED.device(), 300L, OTHER.device(), 4L)), List.of())
                        .encode());
    }

    private static void inflate(byte[] input, Target.Attempt attempt) throws MalformedException {
        byte[] inflated = Changes.inflate(input);
        attempt.then(taken -> Limits.INFLATED.check(inflated.length));
    }

    private static List<byte[]> blocks() {
        Dependency dependency = new Dependency(OTHER.device(), 7);
        return List.of(
                Block.body(Block.header(FEED, FEEDS, List.of(), List.of(), false), 1, new byte[] {1, 2, 3}),
                Block.body(Block.header(FEED, FEEDS, List.of(dependency), List.of(), true), 2, new byte[40]),
                Block.body(
                        Block.header(FEED, FEEDS, List.of(dependency), List.of(CREDENTIAL), true), 300, new byte[0]));
    }

    private static List<byte[]> changes() {
        Changes.Change one = new Changes.Change(OBJECT, new byte[] {1, 2});
        Changes.Change other = new Changes.Change(new ObjectId(Bytes.of(new byte[ObjectId.SIZE])), new byte[200]);
        return List.of(
                Changes.encode(List.of(), OBJECT),
                Changes.encode(List.of(one, other, one), OBJECT),
                Changes.encode(List.of(other, one), null));
    }

    private static List<byte[]> deflated() {
        return List.of(
                Changes.deflate("word ".repeat(100).getBytes(StandardCharsets.UTF_8)),
                Changes.deflate(new byte[100_000]));
    }

    private static List<byte[]> records() {
        Feed feed = new Feed(OTHER.device());
        feed.advance(new Hash(Bytes.of(new byte[Hash.SIZE])), 9, List.of(CREDENTIAL), OBJECT, 300);
        feed.mentions().mention(3, 4);
        Feed member = new Feed(OTHER.device(), Optional.of(new Feed.Member(OBJECT, FEED.device())));
        return List.of(feed.encode(), FEED.encode(), member.encode());
    }
}
