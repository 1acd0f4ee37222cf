package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A space with something of every kind, whose stored form was kept once, as lines of family, key and value: every later
 * version must open it. {@link #main} writes that form anew, as a further file, after the format's version was raised.
 */
final class GoldenSpace {
    static final long SEED = 2026;

    private GoldenSpace() {}

    @Type(value = "Paper", version = 2)
    record Paper(
            @Index String title,
            boolean done,
            Set<String> words,
            List<Long> numbers,
            Map<String, String> names,
            Counter seen,
            Optional<BlobRef> picture,
            Text body) {}

    record Cites(Ref<Paper> source, Ref<Paper> target, Instant since) implements Relation<Paper, Paper> {}

    static byte[] picture() {
        byte[] content = new byte[3_000];
        new Random(SEED).nextBytes(content);
        return content;
    }

    private static Paper paper(String title, Optional<BlobRef> picture) {
        return new Paper(
                title,
                title.length() > 5,
                Set.of("a", "b"),
                List.of(3L, 1L, 2L),
                Map.of("k", "v"),
                Counter.of(7),
                picture,
                Text.of("on " + title));
    }

    /** Fills the space of the first of two peers, from both. */
    static void fill(TestPeers peers) {
        EchoDatabase one = peers.database(0);
        EchoDatabase other = peers.database(1);
        peers.link(0, 1);
        BlobRef picture = one.blobs().put(new ByteArrayInputStream(picture()), "image/png");
        Ref<Paper> first = one.put(paper("first", Optional.of(picture)));
        Ref<Paper> second = one.put(paper("second", Optional.empty()));
        peers.settle();
        one.relate(new Cites(first, second, Instant.parse("2026-11-26T20:00:00Z")));
        one.hierarchy().placeAtTop(first.id(), 0);
        one.hierarchy().place(second.id(), first.id(), 0);
        one.delete(one.put(paper("deleted", Optional.empty())));
        Ref<Paper> purged = one.put(paper("purged", Optional.empty()));
        one.purge(purged);
        one.query(Paper.class).where(Paper::title, "first").list();
        for (int i = 0; i < 90; i++) {
            EchoDatabase by = i % 3 == 0 ? other : one;
            TextField text = by.text(first, Paper::body);
            text.insert(i % 5 == 0 ? 0 : text.length(), Integer.toString(i % 10));
            if (i % 7 == 0) {
                peers.settle();
            }
        }
        one.text(first, Paper::body).mark(0, 4, "bold", true, Expansion.AFTER);
        other.update(
                second,
                paper -> new Paper(
                        "second, by the other",
                        paper.done(),
                        paper.words(),
                        paper.numbers(),
                        paper.names(),
                        paper.seen(),
                        paper.picture(),
                        paper.body()));
        peers.settle();
        one.flush();
    }

    /** Holds a database against what {@link #fill} put in. */
    static void check(EchoDatabase database) {
        Result<Paper> first =
                database.query(Paper.class).where(Paper::title, "first").first().orElseThrow();
        Paper paper = first.value();
        assertThat(paper.words()).containsExactlyInAnyOrder("a", "b");
        assertThat(paper.numbers()).containsExactly(3L, 1L, 2L);
        assertThat(paper.names()).isEqualTo(Map.of("k", "v"));
        assertThat(paper.seen().value()).isEqualTo(7);
        assertThat(paper.body().value())
                .hasSize(98)
                .contains("on first")
                .isEqualTo(database.history(first.ref())
                        .after(database.history(first.ref()).editions().size())
                        .get("body")
                        .map(Object::toString)
                        .orElseThrow());
        assertThat(database.text(first.ref(), Paper::body).marks()).isNotEmpty();
        assertThat(database.history(first.ref()).editions()).hasSizeGreaterThan(80);
        try (BlobReader in = database.blobs().open(paper.picture().orElseThrow())) {
            assertThat(in.readAllBytes()).isEqualTo(picture());
        }
        assertThat(database.hierarchy().top()).containsExactly(first.ref().id());
        assertThat(database.hierarchy().children(first.ref().id())).hasSize(1);
        assertThat(database.query(Cites.class).list())
                .singleElement()
                .satisfies(edge ->
                        assertThat(database.get(edge.value().target()).title()).isEqualTo("second, by the other"));
        assertThat(database.stats().types()).containsEntry("Paper", new DatabaseStats.Listed(2, 2));
        assertThat(database.version().heads()).hasSize(2);
        assertThat(database.indexes().list()).hasSize(3).allMatch(IndexStatus::ready);
        assertThat(database.verify().findings()).isEmpty();
    }

    /** Returns all records of a store, one a line. */
    static List<String> lines(Store store) {
        List<String> lines = new ArrayList<>();
        for (Family family : Family.values()) {
            store.scan(
                    family,
                    new byte[0],
                    (key, value) -> lines.add(family.number() + " "
                            + Bytes.of(key).hex() + " " + Bytes.of(value).hex()));
        }
        return Collections.unmodifiableList(lines);
    }

    /** Returns a store with the records of some lines. */
    static MemoryStore store(List<String> lines) {
        MemoryStore store = new MemoryStore();
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            for (Family family : Family.values()) {
                if (family.number() == Integer.parseInt(parts[0])) {
                    store.write(new StoreBatch()
                            .put(
                                    family,
                                    Bytes.fromHex(parts[1]).toArray(),
                                    Bytes.fromHex(parts[2]).toArray()));
                }
            }
        }
        return store;
    }

    /** Writes a golden file: its path, and {@code compacted} for a space that begins with a base. */
    public static void main(String... arguments) throws IOException {
        TestPeers peers = new TestPeers(SEED, 2);
        fill(peers);
        if (arguments.length > 1) {
            compact(peers);
        }
        Files.write(Path.of(arguments[0]), lines(peers.peer(0).store), StandardCharsets.US_ASCII);
    }

    static void compact(TestPeers peers) {
        peers.database(1).compact();
        peers.settle();
        peers.database(0).compact();
        peers.settle();
        peers.database(0).flush();
    }
}
