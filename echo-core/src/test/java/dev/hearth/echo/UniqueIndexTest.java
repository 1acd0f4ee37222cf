package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes of which each key is to be of one object. */
class UniqueIndexTest {
    @Index(
            value = {"club", "number desc"},
            unique = true)
    record Member(@Index(unique = true) Optional<String> mail, String club, int number, String note) {}

    @Type("Member")
    interface MemberView extends Live {
        Optional<String> mail();

        @Index(unique = true)
        String note();

        void note(String note);
    }

    record Tagged(@Index(unique = true) Set<String> tags) {}

    record Written(@Index(unique = true) Text text) {}

    private final TestPeers peers = new TestPeers(29, 2);
    private final EchoDatabase database = peers.database(0);
    private int next;

    private Member member(String mail) {
        return new Member(Optional.of(mail), "c", next++, "");
    }

    private static void assertRefused(Runnable work, ObjectId other) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
            assertThat(e.details()).containsEntry("object", other.toString());
        });
    }

    @Test
    void aSecondObjectWithTheKeyIsRefusedWhicheverWayItIsWritten() {
        Ref<Member> ann = database.put(member("ann@x"));
        Ref<Member> bob = database.put(member("bob@x"));
        assertRefused(() -> database.put(member("ann@x")), ann.id());
        assertRefused(
                () -> database.update(bob, it -> new Member(Optional.of("ann@x"), it.club(), it.number(), "")),
                ann.id());
        assertRefused(() -> database.object(bob.id()).orElseThrow().set("mail", "ann@x"), ann.id());
        assertRefused(() -> database.put(new Member(Optional.empty(), "c", 0, "")), ann.id());
        assertThat(database.query(Member.class).count()).isEqualTo(2);
        database.delete(ann);
        Ref<Member> again = database.put(member("ann@x"));
        assertRefused(() -> database.restore(ann.id()), again.id());
        database.put(new Member(Optional.empty(), "c", 8, ""));
        database.put(new Member(Optional.empty(), "c", 9, ""));
        assertThat(database.indexes().duplicates()).isEmpty();
        assertThat(database.query(Member.class)
                        .where(Property.optional(Member::mail), "ann@x")
                        .explain()
                        .visited())
                .isEqualTo(1);
    }

    @Test
    void aTransactionIsHeldToWhatItEndsWith() {
        Ref<Member> ann = database.put(member("ann@x"));
        Ref<Member> bob = database.put(member("bob@x"));
        database.transact(() -> {
            database.update(ann, it -> new Member(Optional.of("bob@x"), it.club(), it.number(), ""));
            database.update(bob, it -> new Member(Optional.of("ann@x"), it.club(), it.number(), ""));
        });
        assertThat(database.get(ann).mail()).contains("bob@x");
        List<ObjectId> first = new ArrayList<>();
        assertThatThrownBy(() -> database.transact(() -> {
                    first.add(database.put(member("cid@x")).id());
                    database.put(member("cid@x"));
                }))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        e -> assertThat(e.details().get("object"))
                                .isEqualTo(first.get(0).toString()));
        assertThatThrownBy(() -> database.transact(() -> {
                    database.put(member("bob@x"));
                    database.update(ann, it -> new Member(it.mail(), it.club(), it.number(), "touched"));
                }))
                .isInstanceOf(HearthException.class);
        assertThat(database.query(Member.class).count()).isEqualTo(2);
    }

    @Test
    void whatOthersWroteIsKeptToldAndCanBeMended() {
        Ref<Member> here = database.put(member("ann@x"));
        EchoDatabase other = peers.database(1);
        Ref<Member> there = other.put(new Member(Optional.of("ann@x"), "d", 1, ""));
        peers.linkAll();
        peers.settle();
        List<ObjectId> both = new ArrayList<>(new TreeSet<>(Set.of(here.id(), there.id())));
        assertThat(database.indexes().duplicates()).containsExactly(new Duplicate("Member(mail)", both));
        assertThat(other.indexes().duplicates()).hasSize(1);
        database.update(here, it -> new Member(it.mail(), it.club(), it.number(), "other"));
        database.update(here, it -> new Member(Optional.of("ann@y"), it.club(), it.number(), "other"));
        assertThat(database.indexes().duplicates()).isEmpty();
        assertRefused(
                () -> database.update(here, it -> new Member(Optional.of("ann@x"), it.club(), it.number(), "")),
                there.id());
    }

    @Test
    void longKeysAreComparedToTheirEnd() {
        String start = "z".repeat(200);
        Ref<Member> one = database.put(member(start + 1));
        database.put(member(start + 2));
        assertRefused(() -> database.put(member(start + 1)), one.id());
        assertThat(database.indexes().duplicates()).isEmpty();
    }

    @Test
    void viewsAndNamedFieldsDeclareThemToo() {
        MemberView first = database.create(MemberView.class, it -> it.note("n"));
        assertRefused(
                () -> database.create(MemberView.class, it -> it.note("n")),
                first.object().id());
        database.indexes().declare("Note", IndexDefinition.unique("title"));
        DynamicObject note = database.create("Note").set("title", 5);
        assertRefused(() -> database.create("Note").set("title", 5), note.id());
        database.create("Note").set("title", "5");
        database.create("Note");
        database.indexes().declare("Note", IndexDefinition.of("title"));
        database.create("Note").set("title", 5);
        assertThat(database.indexes().duplicates()).isEmpty();
        database.indexes().declare("Note", IndexDefinition.unique("title"));
        assertThat(database.indexes().duplicates()).hasSize(1);
    }

    @Test
    void onlyPlainValuesAreUnique() {
        assertThatThrownBy(() -> database.query(Tagged.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.query(Written.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IndexDefinition(
                        IndexDefinition.Kind.WORDS, IndexDefinition.of("a").fields(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Keys of objects in a map, which refuses what the database has to refuse. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMapRefusesTheSame(long seed) {
        Random random = new Random(seed);
        Map<Ref<Member>, Member> model = new HashMap<>();
        List<Ref<Member>> refs = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            Map<Ref<Member>, Member> after = new HashMap<>(model);
            List<Ref<Member>> made = new ArrayList<>();
            boolean done = true;
            try {
                database.transact(() -> {
                    for (int part = random.nextInt(3); part >= 0; part--) {
                        Member drawn = drawn(random);
                        if (refs.isEmpty() || random.nextInt(3) == 0) {
                            Ref<Member> ref = database.put(drawn);
                            made.add(ref);
                            after.put(ref, drawn);
                        } else {
                            Ref<Member> ref = refs.get(random.nextInt(refs.size()));
                            if (after.remove(ref) == null) {
                                continue;
                            }
                            if (random.nextInt(4) == 0) {
                                database.delete(ref);
                            } else {
                                database.update(ref, it -> drawn);
                                after.put(ref, drawn);
                            }
                        }
                    }
                });
            } catch (HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
                done = false;
            }
            assertThat(done).as("seed %d step %d", seed, step).isEqualTo(isUnique(after));
            if (done) {
                model = after;
                refs.addAll(made);
            }
            Map<Ref<Member>, Member> stored = new HashMap<>();
            database.query(Member.class).list().forEach(each -> stored.put(each.ref(), each.value()));
            assertThat(stored).as("seed %d step %d", seed, step).isEqualTo(model);
        }
        assertThat(database.indexes().duplicates()).isEmpty();
    }

    private static Member drawn(Random random) {
        Optional<String> mail = random.nextInt(3) == 0 ? Optional.empty() : Optional.of("m" + random.nextInt(25));
        return new Member(mail, "c" + random.nextInt(3), random.nextInt(15), "n");
    }

    private static boolean isUnique(Map<Ref<Member>, Member> all) {
        Set<String> mails = new HashSet<>();
        Map<String, Set<Integer>> numbers = new TreeMap<>();
        return all.values().stream()
                .allMatch(each -> each.mail().map(mails::add).orElse(true)
                        && numbers.computeIfAbsent(each.club(), club -> new HashSet<>())
                                .add(each.number()));
    }
}
