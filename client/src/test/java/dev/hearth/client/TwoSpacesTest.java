package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Result;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** References and edges from one space into another, for a client that is in both and one that is not. */
final class TwoSpacesTest extends ClientsInMemory {
    record Person(String name) {}

    record Task(String title, Ref<Person> owner) {}

    record Team(Set<Ref<Task>> tasks, List<Ref<Person>> members) {}

    record Answers(Ref<Task> source, Ref<Person> target, String as) implements Relation<Task, Person> {}

    private static final Duration BOUND = Duration.ofSeconds(20);

    private static HearthException refusal(ErrorCode code, ThrowingCallable attempt) {
        HearthException[] thrown = new HearthException[1];
        assertThatThrownBy(attempt).isInstanceOfSatisfying(HearthException.class, e -> thrown[0] = e);
        assertThat(thrown[0].code()).isEqualTo(code);
        return thrown[0];
    }

    @Test
    void theClientFindsWhatAReferenceOfAnotherSpaceNames() {
        Client ann = open("ann");
        Space people = ann.spaces().create("People");
        Space work = ann.spaces().create("Work");
        Ref<Person> carl = people.put(new Person("Carl"));
        Ref<Task> task = work.put(new Task("paint", carl));
        Ref<Answers> edge = work.relate(new Answers(task, carl, "painter"));

        Ref<Person> owner = work.get(task).owner();
        assertThat(ann.spaces().get(owner)).isEqualTo(new Person("Carl"));
        assertThat(ann.spaces().find(edge)).contains(new Answers(task, carl, "painter"));
        assertThat(work.relations(Answers.class).to(carl).list()).hasSize(1);
        assertThat(refusal(ErrorCode.SPACE_MISMATCH, () -> work.get(owner)).details())
                .containsEntry("space", people.id().toString());
        people.delete(carl);
        assertThat(ann.spaces().find(owner)).isEmpty();
        assertThat(refusal(ErrorCode.OBJECT_UNKNOWN, () -> ann.spaces().get(owner))
                        .details())
                .containsEntry("object", carl.id().toString());
    }

    @Test
    void resultsAreFollowedIntoOtherSpaces() {
        Client ann = open("ann");
        Space people = ann.spaces().create("People");
        Space work = ann.spaces().create("Work");
        Space teams = ann.spaces().create("Teams");
        Ref<Person> carl = people.put(new Person("Carl"));
        Ref<Person> dora = people.put(new Person("Dora"));
        Ref<Person> here = teams.put(new Person("Ed"));
        Ref<Task> task = work.put(new Task("paint", carl));
        Ref<Task> other = work.put(new Task("sand", dora));
        teams.put(new Team(Set.of(task, other), List.of(here, dora, carl, dora)));
        List<Result<Team>> all = teams.query(Team.class).list();

        assertThat(ann.spaces().follow(all, Team::members, Person.class))
                .containsExactly(
                        new Result<>(here, new Person("Ed")),
                        new Result<>(dora, new Person("Dora")),
                        new Result<>(carl, new Person("Carl")));
        List<Result<Task>> tasks = ann.spaces().follow(all, Team::tasks, Task.class);
        assertThat(ann.spaces().follow(tasks, Task::owner, Person.class))
                .extracting(Result::ref)
                .containsExactlyInAnyOrder(carl, dora);
        assertThat(ann.spaces().follow(all, Team::tasks, Person.class)).isEmpty();
        people.delete(dora);
        people.object(carl.id()).orElseThrow().set("name", 5);
        assertThat(ann.spaces().follow(tasks, Task::owner, Person.class)).isEmpty();

        Client bob = open("bob");
        Space same = join(bob, teams);
        Await.until("the team", BOUND, () -> same.query(Team.class).exists());
        assertThat(bob.spaces().follow(same.query(Team.class).list(), Team::members, Person.class))
                .extracting(Result::ref)
                .containsExactly(here);
    }

    @Test
    void whoIsNotInThatSpaceIsToldSo() {
        Client ann = open("ann");
        Space people = ann.spaces().create("People");
        Space work = ann.spaces().create("Work");
        Ref<Person> carl = people.put(new Person("Carl"));
        Ref<Task> task = work.put(new Task("paint", carl));
        work.relate(new Answers(task, carl, "painter"));

        Client bob = open("bob");
        Space same = join(bob, work);
        Await.until(
                "the edge",
                BOUND,
                () -> same.relations(Answers.class).from(task).count() == 1);
        Ref<Person> owner = same.get(task).owner();
        HearthException refusal =
                refusal(ErrorCode.SPACE_UNKNOWN, () -> bob.spaces().find(owner));
        assertThat(refusal.details()).containsEntry("space", people.id().toString());
        assertThat(refusal.remedy()).contains("invite");
        refusal(ErrorCode.SPACE_UNKNOWN, () -> bob.spaces().get(owner));
        join(bob, people);
        Await.until("the person", BOUND, () -> bob.spaces().find(owner).isPresent());
        assertThat(bob.spaces().get(owner)).isEqualTo(new Person("Carl"));
    }

    private static Space join(Client guest, Space space) {
        return join(guest, space.invite(Role.WRITER));
    }
}
