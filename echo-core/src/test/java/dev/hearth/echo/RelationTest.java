package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Edges between objects: of one database, and of two that relate the same two. */
final class RelationTest {
    record Company(String name) {}

    record Person(String name) {}

    record Employs(Ref<Company> source, Ref<Person> target, int since, Set<String> roles)
            implements Relation<Company, Person> {}

    /** Whose components have names of their own. */
    record Knows(Ref<Person> who, Ref<Person> whom, Text how) implements Relation<Person, Person> {
        @Override
        public Ref<Person> source() {
            return who;
        }

        @Override
        public Ref<Person> target() {
            return whom;
        }
    }

    private final TestPeers peers = new TestPeers(3, 2);
    private final Ref<Company> mill = one().put(new Company("mill"));
    private final Ref<Company> forge = one().put(new Company("forge"));
    private final Ref<Person> ann = one().put(new Person("ann"));
    private final Ref<Person> bob = one().put(new Person("bob"));

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    private static Employs employs(Ref<Company> source, Ref<Person> target, int since) {
        return new Employs(source, target, since, Set.of());
    }

    private static Relations<Company, Person, Employs> employments(Database database) {
        return database.relations(Employs.class);
    }

    private static List<Employs> values(Query<Employs> query) {
        return query.list().stream().map(Result::value).toList();
    }

    private void share() {
        peers.linkAll();
        peers.settle();
        peers.cutAll();
    }

    @Test
    void relatingAgainUpdatesTheOneEdge() {
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        assertThat(one().relate(employs(mill, ann, 2021))).isEqualTo(edge);
        assertThat(one().get(edge)).isEqualTo(employs(mill, ann, 2021));
        assertThat(one().query(Employs.class).list()).containsExactly(new Result<>(edge, employs(mill, ann, 2021)));
        Version before = one().version();
        one().relate(employs(mill, ann, 2021));
        assertThat(one().version()).isEqualTo(before);
        assertThat(one().put(employs(mill, ann, 1999))).isNotEqualTo(edge);
        assertThat(values(employments(one()).between(mill, ann)))
                .containsExactlyInAnyOrder(employs(mill, ann, 2021), employs(mill, ann, 1999));
    }

    @Test
    void edgesAreFoundByTheirEnds() {
        one().relate(employs(mill, ann, 2020));
        one().relate(employs(mill, bob, 2010));
        one().relate(employs(forge, ann, 2000));
        peers.peer(0).restart();
        Relations<Company, Person, Employs> all = employments(one());
        assertThat(values(all.from(mill).orderBy(Employs::since)))
                .containsExactly(employs(mill, bob, 2010), employs(mill, ann, 2020));
        assertThat(values(all.to(ann).where(Employs::since, Comparison.LESS, 2010)))
                .containsExactly(employs(forge, ann, 2000));
        assertThat(values(all.between(mill, ann))).containsExactly(employs(mill, ann, 2020));
        assertThat(all.between(forge, bob).first()).isEmpty();
        assertThat(all.all().count()).isEqualTo(3);
    }

    @Test
    void aDirectionIsAnEdgeOfItsOwn() {
        Ref<Knows> there = one().relate(new Knows(ann, bob, Text.of("from school")));
        Ref<Knows> back = one().relate(new Knows(bob, ann, Text.of("by sight")));
        one().relate(new Knows(ann, ann, Text.of("well")));
        assertThat(back).isNotEqualTo(there);
        one().text(there, Knows::how).insert(0, "mostly ");
        assertThat(one().relations(Knows.class).between(ann, bob).list())
                .containsExactly(new Result<>(there, new Knows(ann, bob, Text.of("mostly from school"))));
        assertThat(one().relations(Knows.class).to(ann).count()).isEqualTo(2);
    }

    @Test
    void anEdgeIsAnObjectLikeAnyOther() {
        UndoStack undo = one().undoStack();
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        one().update(edge, was -> new Employs(was.source(), was.target(), 2022, Set.of("smith")));
        undo.undo();
        assertThat(one().get(edge)).isEqualTo(employs(mill, ann, 2020));
        undo.undo();
        assertThat(employments(one()).all().list()).isEmpty();
        undo.redo();
        undo.redo();
        assertThat(values(employments(one()).all())).containsExactly(new Employs(mill, ann, 2022, Set.of("smith")));
        undo.undo();
        undo.undo();
        one().relate(employs(mill, ann, 1980));
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 1980));
        assertThatThrownBy(() -> one().transact(() -> {
                    one().relate(employs(mill, ann, 1));
                    one().relate(employs(mill, ann, 2));
                    assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 2));
                    one().relate(employs(forge, one().put(new Person("new")), 2));
                    throw new IllegalStateException("expected by the test");
                }))
                .hasMessage("expected by the test");
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 1980));
        share();
        assertThat(values(employments(two()).from(mill))).containsExactly(employs(mill, ann, 1980));
    }

    @Test
    void aDeletedEdgeIsBroughtBackByRelating() {
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        one().delete(edge);
        assertThat(employments(one()).all().list()).isEmpty();
        one().restore(edge.id());
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 2020));
        one().delete(edge);
        assertThat(one().relate(employs(mill, ann, 2023))).isEqualTo(edge);
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 2023));
    }

    @Test
    void theEndsOfAnEdgeStay() {
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        assertThatThrownBy(() -> one().update(edge, was -> employs(was.source(), bob, was.since())))
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
                    assertThat(e.details()).containsEntry("field", "target");
                });
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> one().update(edge, was -> employs(forge, was.target(), 0)));
        assertThat(one().get(edge)).isEqualTo(employs(mill, ann, 2020));
    }

    @Test
    void anEdgeNeedsItsEnds() {
        Ref<Person> nobody =
                one().ref(Person.class, new ObjectId(mill.space().value().slice(0, ObjectId.SIZE)));
        Version before = one().version();
        assertThatThrownBy(() -> one().relate(employs(mill, nobody, 0)))
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_UNKNOWN);
                    assertThat(e.details()).containsEntry("object", nobody.id().toString());
                });
        assertCode(ErrorCode.OBJECT_UNKNOWN, () -> one().put(employs(mill, nobody, 0)));
        assertThat(one().version()).isEqualTo(before);
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        one().delete(ann);
        assertCode(ErrorCode.OBJECT_UNKNOWN, () -> one().relate(employs(mill, ann, 0)));
        assertThat(one().get(edge).since()).isEqualTo(2020);
    }

    @Test
    void anEdgeOutlastsItsEndsAndIsShownWhileTheyAreThere() {
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        one().relate(employs(mill, bob, 2010));
        Set<Integer> live = new TreeSet<>();
        employments(one()).from(mill).live(Runnable::run, diff -> {
            diff.removed().forEach(row -> live.remove(row.value().since()));
            diff.added().forEach(row -> live.add(row.value().since()));
            assertThat(diff.updated()).isEmpty();
        });
        assertThat(live).containsExactly(2010, 2020);
        one().update(bob, was -> new Person("rob"));
        one().delete(ann);
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, bob, 2010));
        assertThat(live).containsExactly(2010);
        assertThat(one().get(edge)).isEqualTo(employs(mill, ann, 2020));
        one().delete(mill);
        assertThat(live).isEmpty();
        one().restore(ann.id());
        assertThat(live).isEmpty();
        one().transact(() -> {
            one().restore(mill.id());
            one().delete(bob);
        });
        assertThat(live).containsExactly(2020);
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 2020));
    }

    @Test
    void aLiveResultFollowsAnEndWhoseCreationIsUndone() {
        UndoStack undo = one().undoStack();
        Ref<Person> eve = one().put(new Person("eve"));
        share();
        two().relate(employs(mill, eve, 2026));
        share();
        Set<Ref<Employs>> live = new HashSet<>();
        employments(one()).to(eve).live(Runnable::run, diff -> {
            diff.removed().forEach(row -> live.remove(row.ref()));
            diff.added().forEach(row -> live.add(row.ref()));
        });
        assertThat(live).hasSize(1);
        undo.undo();
        assertThat(live).isEmpty();
        undo.redo();
        assertThat(live).hasSize(1);
    }

    @Test
    void twoWhoRelateTheSameTwoMakeOneEdge() {
        share();
        Ref<Employs> edge = one().relate(new Employs(mill, ann, 2020, Set.of("smith")));
        Ref<Employs> same = two().relate(new Employs(mill, ann, 2021, Set.of("clerk")));
        assertThat(same).isEqualTo(edge);
        share();
        Employs merged = one().get(edge);
        assertThat(values(employments(one()).all())).containsExactly(merged);
        assertThat(values(employments(two()).all())).containsExactly(merged);
        assertThat(merged.since()).isIn(2020, 2021);
        assertThat(merged.roles()).containsExactlyInAnyOrder("smith", "clerk");
        assertThat(one().object(edge.id()).orElseThrow().conflicts("since")).containsExactlyInAnyOrder(2020L, 2021L);
        assertThat(one().object(edge.id()).orElseThrow().conflicts("target")).containsOnly(ann);
        one().relate(employs(mill, ann, 2022));
        two().relate(employs(mill, bob, 2023));
        share();
        assertThat(values(employments(two()).from(mill)))
                .containsExactlyInAnyOrder(employs(mill, ann, 2022), employs(mill, bob, 2023));
    }

    @Test
    void aConcurrentDeletionStandsUntilSomebodyRelatesAgain() {
        Ref<Employs> edge = one().relate(employs(mill, ann, 2020));
        share();
        one().delete(edge);
        two().relate(employs(mill, ann, 2021));
        share();
        assertThat(employments(one()).all().list()).isEmpty();
        assertThat(employments(two()).all().list()).isEmpty();
        two().relate(employs(mill, ann, 2021));
        share();
        assertThat(values(employments(one()).all())).containsExactly(employs(mill, ann, 2021));
    }

    @Test
    void anEndThatIsDeletedElsewhereHidesTheEdgeEverywhere() {
        share();
        List<Integer> came = new ArrayList<>();
        List<Integer> went = new ArrayList<>();
        employments(two()).to(ann).live(Runnable::run, diff -> {
            diff.added().forEach(row -> came.add(row.value().since()));
            diff.removed().forEach(row -> went.add(row.value().since()));
        });
        one().delete(ann);
        two().relate(employs(mill, ann, 2021));
        assertThat(came).containsExactly(2021);
        share();
        assertThat(went).containsExactly(2021);
        assertThat(employments(one()).all().list()).isEmpty();
        assertThat(employments(two()).all().list()).isEmpty();
        assertThat(one().query(Employs.class).count()).isEqualTo(1);
        two().restore(ann.id());
        share();
        assertThat(values(employments(one()).to(ann))).containsExactly(employs(mill, ann, 2021));
    }
}
