package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Devices write in a space and in a branch of it, talk about either now and then, merge whenever they like, also at the
 * same time, and restart. In the end the space has every change once: what is unique, such as each letter typed, is
 * counted in a plain model.
 */
final class BranchScenarioTest {
    private static final int DEVICES = 3;
    private static final int OBJECTS = 4;
    private static final int FIRST = 0x4E00;

    /** What a space must show in the end, whatever the order: what came and what went. */
    private static final class Model {
        final Set<Character> letters = new TreeSet<>();
        final Set<String> items = new TreeSet<>();
        final Set<String> tags = new TreeSet<>();
        final Map<String, Object> entries = new TreeMap<>();
        long count;
    }

    /** What one device saw of the space at a version. */
    private record Seen(Version version, Map<ObjectId, Map<String, Object>> objects) {}

    private final List<ObjectId> ids = new ArrayList<>();
    private final Map<ObjectId, Model> models = new HashMap<>();
    private final List<Seen> seen = new ArrayList<>();
    private int unique;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("hearth.branches", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsInOnceAfterAllMerges(long seed) {
        TestPeers peers = new TestPeers(seed, DEVICES + 1);
        Random random = new Random(seed);
        for (int i = 0; i < OBJECTS; i++) {
            DynamicObject object = peers.database(0).create("Thing");
            ids.add(object.id());
            models.put(object.id(), new Model());
            edit(peers.database(0), object.id(), random);
        }
        ObjectId branch = peers.database(0).branch("draft").id();
        linkAll(peers);
        peers.settle();
        peers.cutAll();
        int merges = 0;
        for (int round = 0; round < 60; round++) {
            int device = random.nextInt(DEVICES);
            for (int i = random.nextInt(4); i >= 0; i--) {
                EchoDatabase main = peers.database(device);
                edit(random.nextBoolean() ? main : main.openBranch(branch), ids.get(random.nextInt(OBJECTS)), random);
            }
            switch (random.nextInt(8)) {
                case 0 -> talk(peers, random, Optional.empty());
                case 1 -> talk(peers, random, Optional.of(branch));
                case 2 -> merges += peers.database(device).branch("draft").merge() ? 1 : 0;
                case 3 -> peers.peer(device).restart();
                case 4 -> seen.add(seen(peers.database(device)));
                case 5 -> peers.database(device).branch("draft").update();
                case 6 -> assertThat(peers.database(device).compact().blocks()).isZero(); // as there is a branch
                default -> peers.database(device).flush();
            }
        }
        assertThat(merges).as("seed %d", seed).isPositive();
        meet(peers, branch);
        peers.database(random.nextInt(DEVICES)).branch("draft").merge();
        meet(peers, branch);
        peers.database(random.nextInt(DEVICES)).branch("draft").update();
        meet(peers, branch);
        peers.link(DEVICES, random.nextInt(DEVICES)); // one that comes late and gets all through the space alone
        peers.settle();
        for (int i = 0; i <= DEVICES; i++) {
            EchoDatabase main = peers.database(i);
            assertThat(main.status().waiting()).isEmpty();
            assertThat(main.branch("draft").isMerged()).isTrue();
            assertThat(seen(main)).as("seed %d", seed).isEqualTo(seen(peers.database(0)));
            if (i < DEVICES) { // the one that comes late never meets anybody in the branch
                EchoDatabase own = main.openBranch(branch);
                assertThat(seen(own)).isEqualTo(seen(peers.database(0).openBranch(branch)));
                assertThat(seen(own).objects())
                        .as("seed %d", seed)
                        .isEqualTo(seen(main).objects());
            }
            ids.forEach(id -> verify(main, id, seed));
            for (Seen then : seen) {
                SpaceView view = main.at(then.version());
                Map<ObjectId, Map<String, Object>> objects = new HashMap<>();
                ids.forEach(id -> objects.put(id, fields(view.object(id).orElseThrow())));
                assertThat(objects).as("seed %d at %s", seed, then.version()).isEqualTo(then.objects());
            }
        }
    }

    private static void talk(TestPeers peers, Random random, Optional<ObjectId> branch) {
        int one = random.nextInt(DEVICES);
        int other = (one + 1 + random.nextInt(DEVICES - 1)) % DEVICES;
        if (branch.isPresent()) {
            peers.linkBranch(one, other, branch.get());
        } else {
            peers.link(one, other);
        }
        if (random.nextInt(3) == 0) {
            for (int i = random.nextInt(20); i > 0; i--) {
                peers.step(); // and cut in the middle
            }
        } else {
            peers.settle();
        }
        peers.cutAll();
    }

    private static void linkAll(TestPeers peers) {
        for (int i = 0; i < DEVICES; i++) {
            for (int j = i + 1; j < DEVICES; j++) {
                peers.link(i, j);
            }
        }
    }

    private static void meet(TestPeers peers, ObjectId branch) {
        linkAll(peers);
        peers.settle();
        for (int i = 0; i < DEVICES; i++) {
            for (int j = i + 1; j < DEVICES; j++) {
                peers.linkBranch(i, j, branch);
            }
        }
        peers.settle();
    }

    private void edit(EchoDatabase database, ObjectId id, Random random) {
        DynamicObject object = database.object(id).orElseThrow();
        Model model = models.getOrDefault(id, new Model());
        int next = unique++;
        switch (random.nextInt(9)) {
            case 0 -> {
                object.counter("count").add(next);
                model.count += next;
            }
            case 1 -> {
                object.set("tags").add("t" + next);
                model.tags.add("t" + next);
            }
            case 2 -> {
                object.map("entries").put("k" + next, (long) next);
                model.entries.put("k" + next, (long) next);
            }
            case 3 -> {
                ListField items = object.list("items");
                items.insert(random.nextInt(items.values().size() + 1), "i" + next);
                model.items.add("i" + next);
            }
            case 4 -> {
                ListField items = object.list("items");
                int size = items.values().size();
                if (size > 1 && random.nextBoolean()) {
                    items.move(random.nextInt(size), random.nextInt(size));
                }
            }
            case 5 -> object.set("scalar", (long) next);
            case 6 -> {
                if (object.deleted()) {
                    database.restore(id);
                } else {
                    database.delete(id);
                }
            }
            case 7 -> {
                TextField body = object.text("body");
                if (body.length() > 0) {
                    int at = random.nextInt(body.length());
                    model.letters.remove(body.value().charAt(at));
                    body.delete(at, 1);
                }
            }
            default -> {
                TextField body = object.text("body");
                char letter = (char) (FIRST + next);
                body.insert(random.nextInt(body.length() + 1), String.valueOf(letter));
                model.letters.add(letter);
            }
        }
    }

    private static Map<String, Object> fields(ObjectView object) {
        Map<String, Object> fields = new TreeMap<>();
        object.fields().forEach(field -> fields.put(field, object.get(field).orElseThrow()));
        fields.put("deleted", object.deleted());
        return fields;
    }

    private Seen seen(EchoDatabase database) {
        Map<ObjectId, Map<String, Object>> objects = new HashMap<>();
        ids.forEach(id -> objects.put(id, fields(database.object(id).orElseThrow())));
        return new Seen(database.version(), objects);
    }

    private void verify(EchoDatabase main, ObjectId id, long seed) {
        Model model = models.getOrDefault(id, new Model());
        DynamicObject object = main.object(id).orElseThrow();
        Set<Character> letters = new TreeSet<>();
        String body = object.text("body").value();
        body.chars().forEach(letter -> letters.add((char) letter));
        assertThat(letters).as("seed %d", seed).isEqualTo(model.letters).hasSize(body.length());
        assertThat(object.counter("count").value()).isEqualTo(model.count);
        assertThat(object.set("tags").values()).isEqualTo(model.tags);
        assertThat(object.map("entries").values()).isEqualTo(model.entries);
        List<Object> items = object.list("items").values();
        assertThat(new HashSet<>(items)).isEqualTo(model.items).hasSize(items.size());
        ObjectHistory history = main.history(id);
        assertThat(new HashSet<>(history.editions())).hasSize(history.editions().size());
        assertThat(fields(history.after(history.editions().size()))).isEqualTo(fields(object));
    }
}
