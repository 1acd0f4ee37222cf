package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Rules of fields, renamed fields, and what becomes of objects that don't fit. */
class SchemaTest {
    record Member(
            @Required @Length(min = 1, max = 5) String name,
            @Range(min = 0, max = 150) int age,
            @Matches("[a-z]+@[a-z]+") Optional<String> mail,
            @Length(max = 2) Set<String> tags,
            @Range(max = 0.5) List<Double> parts,
            @Length(max = 8) Text about) {
        Member {
            if (name.equals("root")) {
                throw new IllegalArgumentException("name: reserved");
            }
        }

        static Member of(String name) {
            return new Member(name, 1, Optional.empty(), Set.of(), List.of(), Text.of(""));
        }
    }

    @Type("Member")
    record Loose(String name, int age) {}

    @Type("Member")
    record Called(
            @Renamed("name") String title,
            @Index @Renamed("age") int years) {}

    record Misplaced(@Range(max = 1) String name) {}

    record Twice(String name, @Renamed("name") String title) {}

    private final TestPeers peers = new TestPeers(3, 2);
    private final EchoDatabase database = peers.database(0);

    private static void assertBroken(String field, String rule, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
            assertThat(e.details())
                    .containsEntry("type", "Member")
                    .containsEntry("field", field)
                    .containsEntry("rule", rule);
        });
    }

    private Member with(int age, String mail, Set<String> tags, List<Double> parts, String about) {
        return new Member("ann", age, Optional.of(mail), tags, parts, Text.of(about));
    }

    @Test
    void aWriteThatBreaksARuleIsRefusedAndNamesTypeFieldRuleAndKindOfValue() {
        Version before = database.version();
        assertBroken("name", "at least 1 long", () -> database.put(Member.of("")));
        assertBroken("name", "at most 5 long", () -> database.put(Member.of("annett")));
        assertBroken("age", "at most 150", () -> database.put(with(151, "a@b", Set.of(), List.of(), "")));
        assertBroken("age", "at least 0", () -> database.put(with(-1, "a@b", Set.of(), List.of(), "")));
        assertBroken(
                "mail", "matches ^(?:[a-z]+@[a-z]+)$", () -> database.put(with(1, "a@b\n", Set.of(), List.of(), "")));
        assertBroken(
                "tags", "at most 2 long", () -> database.put(with(1, "a@b", Set.of("a", "b", "c"), List.of(), "")));
        assertBroken("parts", "at most 0.5", () -> database.put(with(1, "a@b", Set.of(), List.of(0.1, 0.6), "")));
        assertBroken("parts", "a finite number", () -> database.put(with(1, "a@b", Set.of(), List.of(Double.NaN), "")));
        assertThat(database.version()).isEqualTo(before);
        assertThatThrownBy(() -> database.put(Member.of("annett")))
                .hasMessageContaining("String of 6")
                .message()
                .doesNotContain("annett");
        Ref<Member> ref = database.put(Member.of("😀😀😀😀😀"));
        assertThat(database.get(ref).name()).hasSize(10);
    }

    @Test
    void noWayOfWritingBreaksARule() {
        Ref<Member> ref = database.put(Member.of("ann"));
        assertBroken("name", "at most 5 long", () -> database.update(ref, it -> Member.of("annett")));
        assertBroken(
                "about",
                "at most 8 long",
                () -> database.text(ref, Member::about).insert(0, "far too long"));
        DynamicObject dynamic = database.object(ref.id()).orElseThrow();
        assertBroken("age", "at most 150", () -> dynamic.set("age", 151));
        assertBroken("name", "a stored number is no String", () -> dynamic.set("name", 5));
        assertBroken("name", "is there", () -> dynamic.clear("name"));
        assertBroken(
                "tags",
                "at most 2 long",
                () -> database.transact(() -> {
                    dynamic.set("tags").add("a");
                    dynamic.set("tags").add("b");
                    dynamic.set("tags").add("c");
                }));
        assertBroken("name", "is there", () -> database.create("Member"));
        database.transact(() -> database.create("Member").set("name", "bob"));
        assertThat(database.get(ref)).isEqualTo(Member.of("ann"));
        database.delete(ref);
        database.restore(ref.id());
        assertThat(database.query(Member.class).count()).isEqualTo(2);
    }

    @Test
    void whatAPeerWroteIsKeptReportedAndMended() {
        Ref<Member> ref = database.put(Member.of("ann"));
        Ref<Member> other = database.put(Member.of("bob"));
        peers.linkAll();
        peers.settle();
        EchoDatabase loose = peers.database(1);
        loose.update(loose.ref(Loose.class, ref.id()), it -> new Loose("annett", 151));
        loose.update(loose.ref(Loose.class, other.id()), it -> new Loose("root", 1));
        peers.settle();
        assertThat(database.query(Member.class).list()).isEmpty();
        assertThat(database.query(Loose.class).count()).isEqualTo(2);
        assertBroken("name", "at most 5 long", () -> database.get(ref));
        assertThat(database.unfit(Member.class))
                .extracting(Unfit::object)
                .containsExactlyInAnyOrder(ref.id(), other.id());
        assertThat(database.unfit(Member.class)).contains(new Unfit(ref.id(), "name", "at most 5 long"));
        assertThat(database.unfit(Loose.class)).isEmpty();
        DynamicObject dynamic = database.object(ref.id()).orElseThrow();
        assertThat(dynamic.get("name")).contains("annett");
        dynamic.set("name", "anne");
        assertThat(database.unfit(Member.class)).contains(new Unfit(ref.id(), "age", "at most 150"));
        assertBroken("age", "at most 150", () -> database.get(ref));
        dynamic.set("age", 15);
        assertThat(database.get(ref).name()).isEqualTo("anne");
    }

    @Test
    void aRenamedFieldIsTheSameFieldForBothNames() {
        Ref<Loose> ref = database.put(new Loose("ann", 7));
        Ref<Called> called = database.ref(Called.class, ref.id());
        assertThat(database.get(called)).isEqualTo(new Called("ann", 7));
        database.update(called, it -> new Called(it.title() + "e", it.years() + 1));
        assertThat(database.get(ref)).isEqualTo(new Loose("anne", 8));
        database.object(ref.id()).orElseThrow().set("hobby", "chess");
        database.update(called, it -> new Called("eve", 9));
        assertThat(database.object(ref.id()).orElseThrow().fields()).containsExactly("age", "hobby", "name");
        for (int age = 10; age < 60; age++) { // of a few objects all are read
            database.put(new Loose("other", age));
        }
        Query<Called> found = database.query(Called.class).where(Called::years, 9);
        assertThat(found.explain().kind()).isEqualTo(QueryPlan.Kind.INDEX);
        assertThat(found.count()).isEqualTo(1);
        assertThat(database.query(Called.class)
                        .where(Property.named("years"), 9)
                        .explain()
                        .kind())
                .isEqualTo(QueryPlan.Kind.INDEX);
    }

    @Test
    void aRuleOrANameThatCannotBeIsRefusedAtTheFirstUse() {
        assertThatThrownBy(() -> database.put(new Misplaced("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Misplaced.name");
        assertThatThrownBy(() -> database.put(new Twice("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two components");
        assertThat(database.version().blocks()).isZero();
    }

    @Test
    void undoingAnEditKeepsToTheRulesToo() {
        Ref<Loose> ref = database.put(new Loose("far too long", 1));
        UndoStack undo = database.undoStack();
        database.update(ref, it -> new Loose("ann", 1));
        assertThat(database.query(Member.class).count()).isEqualTo(1);
        assertCode(ErrorCode.SCHEMA_MISMATCH, undo::undo);
        assertThat(database.get(ref).name()).isEqualTo("ann");
    }

    @Test
    void unknownFieldsSurviveEachFormOfEdit() {
        Ref<Member> ref =
                database.put(new Member("ann", 7, Optional.of("a@b"), Set.of("x"), List.of(0.5), Text.of("about")));
        Ref<Loose> old = database.ref(Loose.class, ref.id());
        database.update(old, it -> new Loose("bob", 8));
        database.live(old, LiveTest.Older.class).age(9);
        database.object(ref.id()).orElseThrow().set("name", "cid");
        assertThat(database.get(ref))
                .isEqualTo(new Member("cid", 9, Optional.of("a@b"), Set.of("x"), List.of(0.5), Text.of("about")));
    }

    static ObjectId unknown() {
        return new ObjectId(dev.hearth.base.Bytes.of(new byte[ObjectId.SIZE]));
    }

    @Test
    void aBoundIsTheNumberThatIsWritten() {
        record Part(@Range(min = 0.1, max = 0.7) double share) {}
        assertThat(database.get(database.put(new Part(0.1))).share()).isEqualTo(0.1);
        assertThat(database.get(database.put(new Part(0.7))).share()).isEqualTo(0.7);
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.put(new Part(Math.nextUp(0.7))));
    }

    @Test
    void mapsKeepToRulesByTheirValues() {
        record Scores(@Range(min = 1) @Length(max = 2) Map<String, Long> points) {}
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.put(new Scores(Map.of("a", 0L))));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.put(new Scores(Map.of("a", 1L, "b", 1L, "c", 1L))));
        assertThat(database.get(database.put(new Scores(Map.of("a", 1L)))).points())
                .containsExactly(Map.entry("a", 1L));
    }
}
