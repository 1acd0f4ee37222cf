package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The decoders of what indexes keep, all of which refuse with a {@link MalformedException}. */
final class IndexTargets {
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private static final Keyspace KEYS = new Keyspace(SPACE);

    static final Target PAGE = target("index-page", 40, pages(), IndexTargets::page);
    static final Target SLOT = target("index-slot", 40, slots(), IndexTargets::slot);
    static final Target RECORD = target("index-record", 20, records(), IndexTargets::record);

    static final Targets ALL = new Targets(List.of(PAGE, SLOT, RECORD));

    private IndexTargets() {}

    private static Target target(String name, int share, List<byte[]> seeds, Target.Decoder decoder) {
        return new Target(name, share, MalformedException.class, 400, seeds, decoder);
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The keys of a page that is taken are in order, each once. */
    private static void requireOrder(IndexPage page) {
        for (int i = 1; i < page.size(); i++) {
            if (Arrays.compareUnsigned(page.key(i - 1), page.key(i)) >= 0) {
                throw new IllegalStateException("keys out of order");
            }
        }
    }

    private static void page(byte[] input, Target.Attempt attempt) throws MalformedException {
        IndexPage page = new IndexPage(0, false);
        page.read(input);
        attempt.then(taken -> requireOrder(page));
    }

    private static void slot(byte[] input, Target.Attempt attempt) throws MalformedException {
        IndexPage page = new IndexPage(0, false);
        page.read(pages().get(0));
        attempt.then(taken -> requireOrder(page));
        page.readSlot(input);
    }

    private static void record(byte[] input, Target.Attempt attempt) throws MalformedException {
        ByteReader in = new ByteReader(input);
        StoredIndex index = stored(IndexShape.read(in));
        index.readRest(in);
        attempt.then(taken -> {
            ByteReader again = new ByteReader(index.record());
            if (!IndexShape.read(again).equals(index.shape())) {
                throw new IllegalStateException("an index that is another when it is read again");
            }
        });
    }

    private static StoredIndex stored(IndexShape shape) {
        MemoryStore store = new MemoryStore();
        return new StoredIndex(1, shape, new IndexTree(store, new IndexPages(store, KEYS, 1), KEYS, 1));
    }

    private static List<byte[]> pages() {
        IndexPage leaf = new IndexPage(0, false);
        leaf.insert(0, key("banana"));
        leaf.insert(0, key("apple"));
        leaf.insert(2, key("bananas"));
        IndexPage inner = new IndexPage(0, true);
        inner.insert(0, new byte[0], 7);
        inner.insert(1, key("m"), 300);
        return List.of(whole(leaf), whole(inner), whole(new IndexPage(0, false)));
    }

    /** A page is written as a whole after it was divided. */
    private static byte[] whole(IndexPage page) {
        IndexPage written = new IndexPage(0, page.inner());
        page.split(0, written);
        StoreBatch batch = new StoreBatch();
        written.write(KEYS, 1, batch);
        return ((StoreBatch.Put) batch.writes().get(0)).value();
    }

    private static List<byte[]> slots() {
        return List.of(
                new byte[] {1, 2, 1, 1, 'a', 0, 5, 'a', 'p', 'p', 'l', 'e'}, // of the page's generation
                new byte[] {2, 1, 1, 1, 'a'});
    }

    private static List<byte[]> records() {
        Conversion any = Conversion.of(Conversion.Kind.ANY, false);
        Conversion constants = new Conversion(Conversion.Kind.CONSTANT, true, List.of("OPEN", "DONE"));
        StoredIndex one = stored(new IndexShape(
                "Task",
                List.of(
                        new Column("status", Column.Source.VALUE, constants, true),
                        new Column("due", Column.Source.VALUE, any, false))));
        one.origins().add("dev.hearth.Task");
        return List.of(one.record());
    }
}
