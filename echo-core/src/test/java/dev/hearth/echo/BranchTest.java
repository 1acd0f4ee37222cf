package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A branch beside its space: a database of its own until it is merged. */
final class BranchTest {
    record Note(String title, int stars, Text body, Counter views) {}

    record Link(Ref<Note> source, Ref<Note> target) implements Relation<Note, Note> {}

    private final TestPeers peers = new TestPeers(70, 2);

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    private static Ref<Note> put(Database database, String title) {
        return database.put(new Note(title, 0, Text.of(title), Counter.of(0)));
    }

    private static List<String> titles(Database database) {
        return database.query(Note.class).orderBy(Note::title).list().stream()
                .map(found -> found.value().title())
                .toList();
    }

    @Test
    void whatIsWrittenInABranchShowsThereOnly() {
        Ref<Note> a = put(one(), "a");
        Ref<Note> b = put(one(), "b");
        one().hierarchy().placeAtTop(a.id(), 0);
        Branch branch = one().branch("draft");
        Database draft = branch.database();
        put(one(), "late");
        assertThat(titles(draft)).containsExactly("a", "b");
        draft.update(a, note -> new Note("A", 1, note.body(), note.views().plus(2)));
        draft.text(b, Note::body).insert(1, "!");
        Ref<Note> c = put(draft, "c");
        draft.delete(b);
        draft.hierarchy().place(c.id(), a.id(), 0);
        Ref<Link> link = draft.relate(new Link(a, c));
        assertThat(titles(draft)).containsExactly("A", "c");
        assertThat(draft.hierarchy().children(a.id())).containsExactly(c.id());
        assertThat(draft.relations(Link.class).from(a).list()).hasSize(1);
        assertThat(titles(one())).containsExactly("a", "b", "late");
        assertThat(one().find(c)).isEmpty();
        assertThat(one().find(link)).isEmpty();
        assertThat(one().hierarchy().children(a.id())).isEmpty();
        peers.peer(0).restart();
        Branch again = one().branch("draft");
        assertThat(again.id()).isEqualTo(branch.id());
        assertThat(titles(again.database())).containsExactly("A", "c");
        assertThat(again.database().history(a).editions()).hasSize(4);
        assertThat(again.database().history(a).after(2).as(Note.class).title()).isEqualTo("a");
        assertThat(again.isMerged()).isFalse();
        assertThat(again.merge()).isTrue();
        assertThat(again.isMerged()).isTrue();
        assertThat(again.merge()).isFalse();
        assertThat(titles(one())).containsExactly("A", "c", "late");
        assertThat(one().get(a).views()).isEqualTo(Counter.of(2));
        assertThat(one().hierarchy().children(a.id())).containsExactly(c.id());
        assertThat(one().relations(Link.class).from(a).list()).hasSize(1);
        assertThat(one().object(b.id()).orElseThrow().get("body")).contains(Text.of("b!"));
    }

    @Test
    void liveQueriesUndoAndTransactionsWorkInABranch() {
        Ref<Note> a = put(one(), "a");
        Database draft = one().branch("draft").database();
        List<String> added = new ArrayList<>();
        draft.query(Note.class)
                .live(
                        Runnable::run,
                        diff -> diff.added()
                                .forEach(row -> added.add(row.value().title())));
        UndoStack undo = draft.undoStack();
        List<Integer> lengths = new ArrayList<>();
        draft.text(a, Note::body)
                .onChange(Runnable::run, change -> lengths.add(change.splices().size()));
        one().transact(() -> draft.transact(() -> {
            put(draft, "x");
            draft.text(a, Note::body).insert(0, "y");
        }));
        assertThat(added).containsExactly("a", "x");
        assertThat(lengths).containsExactly(1);
        undo.undo();
        assertThat(titles(draft)).containsExactly("a");
        assertThat(draft.get(a).body()).isEqualTo(Text.of("a"));
        assertThatThrownBy(() -> draft.branch("of a branch")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one().transact(() -> one().branch("draft").merge()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one().branch(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMergeBringsTheBlocksToThoseWhoNeverOpenedTheBranch() {
        Ref<Note> a = put(one(), "a");
        peers.linkAll();
        peers.settle();
        Branch branch = one().branch("draft");
        branch.database().text(a, Note::body).insert(1, " draft");
        two().text(a, Note::body).insert(0, "main ");
        peers.settle();
        assertThat(two().branches()).extracting(Branch::name).containsExactly("draft");
        assertThat(two().branches().get(0).author()).isEqualTo(peers.peer(0).device);
        List<Commit> commits = new ArrayList<>();
        two().onCommit(Runnable::run, commits::add);
        branch.merge();
        peers.settle();
        assertThat(two().get(a).body())
                .isEqualTo(Text.of("main a draft"))
                .isEqualTo(one().get(a).body());
        assertThat(commits)
                .flatExtracting(Commit::objects)
                .extracting(Commit.ObjectChange::id)
                .contains(a.id());
        assertThat(two().branch("draft").isMerged()).isTrue();
        two().text(a, Note::body).insert(0, "> ");
        peers.settle();
        assertThat(one().get(a).body()).isEqualTo(Text.of("> main a draft"));
        ObjectHistory history = two().history(a);
        assertThat(history.editions())
                .filteredOn(edition -> edition.branch().equals(Optional.of(branch.id())))
                .containsExactly(new ObjectHistory.Edition(peers.peer(0).device, 1, Optional.of(branch.id())));
        assertThat(history.blame("body").spans())
                .anySatisfy(
                        span -> assertThat(span.writer().edition().orElseThrow().branch())
                                .contains(branch.id()));
    }

    @Test
    void versionsOfTheSpaceTellWhatWasMergedByThen() {
        Ref<Note> a = put(one(), "a");
        Branch branch = one().branch("draft");
        branch.database().text(a, Note::body).insert(1, "1");
        Version before = one().version();
        branch.merge();
        Version between = one().version();
        branch.database().text(a, Note::body).insert(2, "2");
        Ref<Note> b = put(branch.database(), "b");
        branch.merge();
        Version after = one().version();
        peers.linkAll();
        peers.settle();
        for (EchoDatabase each : List.of(one(), two())) {
            assertThat(each.at(before).get(a).body()).isEqualTo(Text.of("a"));
            assertThat(each.at(between).get(a).body()).isEqualTo(Text.of("a1"));
            assertThat(each.at(after).get(a).body()).isEqualTo(Text.of("a12"));
            assertThat(each.at(between).find(b)).isEmpty();
            assertThat(each.history(a).at(between).get("body")).contains(Text.of("a1"));
            assertThat(each.diff(before, between).touched()).containsExactly(a.id());
            Set<ObjectId> touched = new HashSet<>(each.diff(between, after).touched());
            assertThat(touched).isEqualTo(Set.of(a.id(), b.id()));
            assertThat(each.diff(between, after).of(b.id()).orElseThrow().kind())
                    .isEqualTo(SpaceDiff.Kind.CREATED);
        }
    }

    @Test
    void aBranchDiffersFromItsOriginAndFromTheSpace() {
        Ref<Note> a = put(one(), "a");
        Ref<Note> b = put(one(), "b");
        Branch branch = one().branch("draft");
        branch.database().update(a, note -> new Note("A", 1, note.body(), note.views()));
        Ref<Note> c = put(branch.database(), "c");
        one().update(b, note -> new Note("B", 1, note.body(), note.views()));
        assertThat(branch.diff().entries().map(SpaceDiff.Entry::id)).containsExactlyInAnyOrder(a.id(), c.id());
        assertThat(branch.diff()
                        .of(a.id())
                        .orElseThrow()
                        .fields()
                        .field("title")
                        .orElseThrow()
                        .before())
                .contains("a");
        SpaceDiff toSpace = branch.diffToSpace();
        assertThat(toSpace.of(b.id())
                        .orElseThrow()
                        .fields()
                        .field("title")
                        .orElseThrow()
                        .after())
                .contains("b");
        assertThat(toSpace.touched()).contains(a.id(), b.id(), c.id(), branch.id());
        assertThat(branch.origin().includes(one().version())).isFalse();
    }

    @Test
    void whatTheSpaceGotComesIntoABranchThatIsUpdated() {
        Ref<Note> a = put(one(), "a");
        Branch branch = one().branch("draft");
        Branch other = one().branch("other");
        branch.database().text(a, Note::body).insert(1, " draft");
        Version before = branch.database().version();
        one().text(a, Note::body).insert(0, "main ");
        Ref<Note> b = put(one(), "b");
        put(other.database(), "from the other");
        other.merge();
        assertThat(branch.update()).isTrue();
        assertThat(branch.update()).isFalse();
        Database draft = branch.database();
        assertThat(draft.get(a).body()).isEqualTo(Text.of("main a draft"));
        assertThat(titles(draft)).containsExactly("a", "b", "from the other");
        assertThat(draft.at(before).get(a).body()).isEqualTo(Text.of("a draft"));
        assertThat(draft.at(before).find(b)).isEmpty();
        assertThat(draft.diff(before, draft.version()).touched()).contains(a.id(), b.id());
        assertThat(branch.diff().entries().map(SpaceDiff.Entry::id)).containsExactly(a.id());
        draft.text(b, Note::body).insert(1, "!");
        assertThat(branch.merge()).isTrue();
        assertThat(branch.isMerged()).isTrue();
        assertThat(branch.update()).isFalse();
        peers.linkAll();
        peers.settle();
        for (EchoDatabase each : List.of(one(), two())) {
            assertThat(titles(each)).containsExactly("a", "b", "from the other");
            assertThat(each.get(a).body()).isEqualTo(Text.of("main a draft"));
            assertThat(each.get(b).body()).isEqualTo(Text.of("b!"));
        }
        assertThat(two().branch("draft").database().get(b).body()).isEqualTo(Text.of("b!"));
    }

    @Test
    void aDeletedBranchIsListedNoMoreAndItsNameIsFree() {
        put(one(), "a");
        Branch branch = one().branch("draft");
        put(branch.database(), "b");
        branch.delete();
        assertThat(one().branches()).isEmpty();
        Branch other = one().branch("draft");
        assertThat(other.id()).isNotEqualTo(branch.id());
        assertThat(titles(other.database())).containsExactly("a");
        one().restore(branch.id());
        assertThat(one().branches()).extracting(Branch::id).containsExactly(other.id());
        assertThatThrownBy(branch::merge).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(branch::update).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one().openBranch(new ObjectId(Bytes.of(new byte[16]))))
                .isInstanceOf(HearthException.class);
    }

    @Test
    void aSpaceKeepsEverythingOnceSomethingWasWrittenInABranch() {
        Ref<Note> a = put(one(), "a");
        Branch idle = one().branch("idle");
        Version then = one().version();
        assertThatThrownBy(() -> idle.database().compact()).isInstanceOf(IllegalStateException.class);
        assertThat(compacted()).isZero();
        idle.delete();
        assertThat(compacted()).isPositive();
        assertThatThrownBy(() -> List.of(one(), two()).forEach(each -> each.at(then)))
                .isInstanceOfSatisfying(
                        HearthException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.HISTORY_DROPPED));
        Branch branch = two().branch("draft");
        branch.database().text(a, Note::body).insert(1, " draft");
        Version before = two().version();
        one().text(a, Note::body).insert(0, "main ");
        assertThat(compacted()).isZero();
        branch.merge();
        branch.delete();
        assertThat(compacted()).isZero();
        for (EchoDatabase each : List.of(one(), two())) {
            assertThat(each.get(a).body()).isEqualTo(Text.of("main a draft"));
            assertThat(each.branches()).isEmpty();
            assertThat(each.at(before).get(a).body()).isEqualTo(Text.of("a"));
        }
    }

    /** How many blocks go when both compact, each once it knows what the other has acknowledged. */
    private long compacted() {
        long blocks = 0;
        peers.cutAll();
        peers.linkAll();
        peers.settle();
        for (EchoDatabase each : List.of(one(), two(), one(), two())) {
            blocks += each.compact().blocks();
            peers.settle();
        }
        return blocks;
    }

    /** What fits a block of a branch fits one of the space that carries it. */
    @Test
    void theLongestTransactionOfABranchCanBeMerged() {
        DynamicObject object = one().create("File");
        peers.linkAll();
        peers.settle();
        Branch branch = one().branch("draft");
        DynamicObject same = branch.database().object(object.id()).orElseThrow();
        byte[] bytes = new byte[1_000_000];
        new java.util.Random(1).nextBytes(bytes);
        assertThatThrownBy(() -> same.set("content", Bytes.of(bytes))).isInstanceOf(HearthException.class);
        Bytes most = Bytes.of(bytes).slice(0, (1 << 20) - (64 << 10) - 200);
        same.set("content", most);
        assertThat(branch.merge()).isTrue();
        peers.settle();
        assertThat(two().object(object.id()).orElseThrow().get("content")).contains(most);
    }

    /** A merge that no block can hold is carried by several, and comes in at once. */
    @Test
    void aLargeMergeIsCarriedByManyBlocks() {
        Ref<Note> a = put(one(), "a");
        peers.linkAll();
        peers.settle();
        Branch branch = one().branch("draft");
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(20_000, 33, 0xD000).forEach(unit -> text.append((char) unit));
            branch.database().text(a, Note::body).insert(0, text.toString());
        }
        long blocks = one().version().blocks();
        Version before = one().version();
        branch.merge();
        assertThat(one().version().blocks() - blocks).isGreaterThan(3);
        peers.settle();
        peers.peer(1).restart();
        peers.linkAll();
        peers.settle();
        assertThat(two().get(a).body().value())
                .isEqualTo(branch.database().get(a).body().value());
        assertThat(two().at(before).get(a).body()).isEqualTo(Text.of("a"));
    }
}
