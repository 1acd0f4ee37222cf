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
import org.junit.jupiter.api.Test;

/** References that lead from one space to another. */
final class OtherSpaceTest {
    record Note(String title, Text body) {}

    record Task(
            Ref<Note> note,
            Optional<Ref<Note>> maybe,
            List<Ref<Note>> several,
            Set<Ref<Note>> some,
            Map<String, Ref<Note>> named) {}

    @Type("Task")
    record TaskById(ObjectId note) {}

    record Cites(Ref<Note> source, Ref<Note> target, String page) implements Relation<Note, Note> {}

    private final TestPeers peers = new TestPeers(21, 2);
    private final EchoDatabase here = peers.database(0);
    private final EchoDatabase there = new TestPeers(22, 1).database(0);
    private final Ref<Note> near = here.put(new Note("near", Text.of("n")));
    private final Ref<Note> far = there.put(new Note("far", Text.of("f")));

    @Test
    void theyAreReadAsTheyWereWritten() {
        Task task = new Task(far, Optional.of(far), List.of(near, far, near), Set.of(far), Map.of("it", far));
        Ref<Task> ref = here.put(task);
        assertThat(here.get(ref)).isEqualTo(task);
        assertThat(here.get(ref).note().space()).isEqualTo(there.id());
        assertThat(here.get(ref).several()).extracting(Ref::space).containsExactly(here.id(), there.id(), here.id());
        assertThat(there.get(here.get(ref).note()).title()).isEqualTo("far");
        assertThat(here.object(ref.id()).orElseThrow().get("note")).contains(far);
        here.update(ref, was -> new Task(near, Optional.empty(), List.of(far), Set.of(near), Map.of()));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).get(ref))
                .isEqualTo(new Task(near, Optional.empty(), List.of(far), Set.of(near), Map.of()));
        peers.peer(0).restart();
        assertThat(peers.database(0)
                        .query(Task.class)
                        .where(Task::several, List.of(far))
                        .list())
                .hasSize(1);
    }

    @Test
    void aDatabaseRefusesThem() {
        assertThatThrownBy(() -> here.find(far)).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SPACE_MISMATCH);
            assertThat(e.details())
                    .containsEntry("space", there.id().toString())
                    .containsEntry("object", far.id().toString());
        });
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.get(far));
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.update(far, note -> note));
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.text(far, Note::body));
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.text(far, "body"));
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.delete(far));
        Ref<Note> sameId = Ref.of(there.id(), near.id(), Note.class);
        assertCode(ErrorCode.SPACE_MISMATCH, () -> here.find(sameId));
        assertThat(sameId).isNotEqualTo(near);
    }

    @Test
    void anIdAloneDoesNotStandForThem() {
        Ref<Task> ref = here.put(new Task(far, Optional.empty(), List.of(), Set.of(), Map.of()));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> here.get(here.ref(TaskById.class, ref.id())));
        here.object(ref.id()).orElseThrow().set("note", near);
        assertThat(here.get(here.ref(TaskById.class, ref.id())).note()).isEqualTo(near.id());
    }

    @Test
    void anEdgeMayLeadThere() {
        Cites cites = new Cites(near, far, "12");
        Ref<Cites> edge = here.relate(cites);
        here.relate(new Cites(far, near, "3"));
        here.relate(new Cites(near, Ref.of(there.id(), near.id(), Note.class), "same id"));
        assertThat(here.relations(Cites.class).between(near, far).list()).containsExactly(new Result<>(edge, cites));
        assertThat(here.relations(Cites.class).from(near).count()).isEqualTo(2);
        there.delete(far);
        assertThat(here.relations(Cites.class).to(far).list()).containsExactly(new Result<>(edge, cites));
        here.delete(near);
        assertThat(here.relations(Cites.class).all().list()).isEmpty();
        here.restore(near.id());
        assertThat(here.relations(Cites.class).all().count()).isEqualTo(3);
        assertThat(there.relate(new Cites(near, near, "between two of elsewhere"))
                        .space())
                .isEqualTo(there.id());
        assertThat(there.relations(Cites.class).all().count()).isEqualTo(1);
    }
}
