package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where engines break on lists: moves beside other edits, and many insertions at one place. Trees: HierarchyTest. */
final class ListEdgeCasesTest {
    private static final Scalar A = Pair.text("a");
    private static final Scalar B = Pair.text("b");
    private static final Scalar C = Pair.text("c");
    private static final Scalar D = Pair.text("d");
    private static final Scalar X = Pair.text("x");
    private static final Scalar Y = Pair.text("y");

    private final Pair pair = new Pair();

    private void start() throws ChangeException {
        pair.first(edit -> edit.insert(Pair.LIST, 0, List.of(A, B, C, D)));
    }

    private void ends(Scalar... items) {
        assertThat(pair.one.list(Pair.LIST)).containsExactly(items);
    }

    @Test
    void anItemThatBothMoveStandsOnce() throws ChangeException {
        start();
        pair.both(edit -> edit.moveItem(Pair.LIST, 0, 3), edit -> edit.moveItem(Pair.LIST, 0, 1));
        ends(B, A, C, D);
        pair.both(edit -> edit.moveItem(Pair.LIST, 1, 3), edit -> edit.moveItem(Pair.LIST, 1, 0));
        ends(A, B, C, D);
        pair.first(edit -> edit.removeItems(Pair.LIST, 0, 1));
        pair.verify();
        ends(B, C, D);
    }

    @Test
    void aMoveWinsOverAConcurrentRemovalWhoeverHasTheGreaterKey() throws ChangeException {
        start();
        pair.both(edit -> edit.moveItem(Pair.LIST, 0, 3), edit -> edit.removeItems(Pair.LIST, 0, 1));
        ends(B, C, D, A);
        pair.both(edit -> edit.removeItems(Pair.LIST, 0, 1), edit -> edit.moveItem(Pair.LIST, 0, 3));
        ends(C, D, A, B);
    }

    @Test
    void aMoveAndAnAssignmentBothHold() throws ChangeException {
        start();
        pair.both(edit -> edit.moveItem(Pair.LIST, 0, 3), edit -> edit.setItem(Pair.LIST, 0, X));
        ends(B, C, D, X);
        pair.both(edit -> edit.setItem(Pair.LIST, 3, Y), edit -> edit.moveItem(Pair.LIST, 3, 0));
        ends(Y, B, C, D);
        pair.both(
                edit -> {
                    edit.moveItem(Pair.LIST, 0, 2);
                    edit.setItem(Pair.LIST, 2, A);
                },
                edit -> edit.moveItem(Pair.LIST, 0, 1));
        ends(B, A, C, D);
    }

    @Test
    void aMoveToItsOwnPlaceSaysNothing() throws ChangeException {
        start();
        byte[] nothing = Pair.edit(pair.one, pair.small, 2, edit -> {
            for (int i = 0; i < 4; i++) {
                edit.moveItem(Pair.LIST, i, i);
            }
        });
        assertThat(nothing).isEmpty();
        pair.both(edit -> edit.moveItem(Pair.LIST, 1, 1), edit -> edit.removeItems(Pair.LIST, 1, 1));
        ends(A, C, D);
    }

    @Test
    void anItemMovedThereAndBackAndMadeInOneTransaction() throws ChangeException {
        start();
        pair.both(
                edit -> {
                    edit.moveItem(Pair.LIST, 0, 3);
                    edit.moveItem(Pair.LIST, 3, 0);
                },
                edit -> edit.setItem(Pair.LIST, 0, X));
        ends(X, B, C, D);
        pair.both(
                edit -> {
                    edit.insert(Pair.LIST, 0, List.of(Y));
                    edit.moveItem(Pair.LIST, 0, 2);
                    edit.setItem(Pair.LIST, 2, A);
                    edit.removeItems(Pair.LIST, 2, 1);
                },
                edit -> edit.moveItem(Pair.LIST, 3, 0));
        ends(D, X, B, C);
    }

    @Test
    void neighboursThatChangePlacesConcurrently() throws ChangeException {
        start();
        pair.both(edit -> edit.moveItem(Pair.LIST, 0, 1), edit -> edit.moveItem(Pair.LIST, 1, 0));
        assertThat(pair.one.list(Pair.LIST))
                .containsExactlyInAnyOrder(A, B, C, D)
                .endsWith(C, D);
        pair.both(
                edit -> {
                    for (int i = 0; i < 4; i++) {
                        edit.moveItem(Pair.LIST, 3, i);
                    }
                },
                edit -> {
                    for (int i = 0; i < 4; i++) {
                        edit.moveItem(Pair.LIST, 0, 3 - i);
                    }
                });
        assertThat(pair.one.list(Pair.LIST)).containsExactlyInAnyOrder(A, B, C, D);
    }

    @Test
    void editsBesideLosersOfMoves() throws ChangeException {
        start();
        pair.both(edit -> edit.moveItem(Pair.LIST, 0, 3), edit -> edit.moveItem(Pair.LIST, 0, 2));
        ends(B, C, A, D);
        pair.both(edit -> edit.insert(Pair.LIST, 4, List.of(X)), edit -> edit.setItem(Pair.LIST, 3, Y));
        ends(B, C, A, Y, X);
        pair.both(edit -> edit.removeItems(Pair.LIST, 2, 2), edit -> edit.moveItem(Pair.LIST, 4, 0));
        ends(X, B, C);
        pair.first(edit -> edit.clear(Pair.LIST));
        pair.verify();
        ends();
    }

    @Test
    void aHundredThousandInsertionsAtOnePlace() throws ChangeException {
        pair.first(edit -> edit.insert(Pair.LIST, 0, List.of(A, B)));
        int longest = 0;
        for (int i = 0; i < 100_000; i++) {
            List<Scalar> item = List.of(new Scalar.Int(i % 50));
            byte[] change = Pair.edit(pair.one, pair.small, 2 + i, edit -> edit.insert(Pair.LIST, 1, item));
            pair.two.apply(change, pair.small, 2 + i);
            longest = Math.max(longest, change.length);
        }
        assertThat(longest).isLessThanOrEqualTo(6);
        assertThat(pair.two.list(Pair.LIST)).hasSize(100_002).startsWith(A).endsWith(B);
        assertThat(pair.one.save()).isEqualTo(pair.two.save()).hasSizeLessThan(100_002 * 4);
    }

    @Test
    void aHundredThousandItemsInsertedInFront() throws ChangeException {
        for (int i = 0; i < 100_000; i++) {
            List<Scalar> item = List.of(new Scalar.Int(i));
            byte[] change = Pair.edit(pair.one, pair.small, 1 + i, edit -> edit.insert(Pair.LIST, 0, item));
            pair.two.apply(change, pair.small, 1 + i);
        }
        pair.verify();
        assertThat(pair.two.list(Pair.LIST)).hasSize(100_000).startsWith(new Scalar.Int(99_999));
    }

    /** The walk that places one row looks at all of the other for every item, so the rows are short. */
    @Test
    void twoRowsOfItemsInsertedInFront() throws ChangeException {
        List<Pair.Work> work = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            List<Scalar> item = List.of(new Scalar.Int(i));
            work.add(edit -> edit.insert(Pair.LIST, 0, item));
        }
        pair.rows(work, work);
        List<Scalar> list = pair.one.list(Pair.LIST);
        assertThat(list).hasSize(2_000);
        for (int i = 0; i < 1_000; i++) { // each author's stay together
            assertThat(list.get(i)).isEqualTo(new Scalar.Int(999 - i));
            assertThat(list.get(1_000 + i)).isEqualTo(new Scalar.Int(999 - i));
        }
    }
}
