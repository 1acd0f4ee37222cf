package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tree of objects, moved about by one and by several peers at once. */
final class HierarchyTest {
    private final TestPeers peers = new TestPeers(50, 3);

    private ObjectId folder(String name) {
        return peers.database(0).create("Folder").set("name", name).id();
    }

    private Hierarchy tree(int peer) {
        return peers.database(peer).hierarchy();
    }

    @Test
    void objectsStandWhereTheyWerePlaced() {
        ObjectId a = folder("a");
        ObjectId b = folder("b");
        ObjectId c = folder("c");
        tree(0).placeAtTop(a, 0);
        tree(0).placeAtTop(b, 0);
        tree(0).place(c, a, 0);
        assertThat(tree(0).top()).containsExactly(b, a);
        tree(0).place(b, a, 1);
        assertThat(tree(0).children(a)).containsExactly(c, b);
        tree(0).place(c, a, 1);
        assertThat(tree(0).children(a)).containsExactly(b, c);
        assertThat(tree(0).parent(c)).contains(a);
        assertThat(tree(0).parent(a)).isEmpty();
        assertThatThrownBy(() -> tree(0).place(a, c, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree(0).place(a, a, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree(0).place(c, a, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree(0).place(c, a, -1)).isInstanceOf(IllegalArgumentException.class);
        peers.peer(0).restart();
        assertThat(tree(0).children(a)).containsExactly(b, c);
        tree(0).delete(a);
        assertThat(tree(0).top()).isEmpty();
        assertThat(peers.database(0).object(c).orElseThrow().deleted()).isTrue();
        peers.database(0).restore(a);
        peers.database(0).restore(c);
        assertThat(tree(0).children(a)).containsExactly(c);
    }

    @Test
    void whatIsUndoneLeavesTheTreeAsItWas() {
        ObjectId a = folder("a");
        tree(0).placeAtTop(a, 0);
        assertThatThrownBy(() -> peers.database(0).transact(() -> {
                    ObjectId b = folder("b");
                    tree(0).place(b, a, 0);
                    tree(0).place(folder("c"), b, 0);
                    assertThat(tree(0).children(b)).hasSize(1);
                    throw new IllegalStateException("expected by the test");
                }))
                .hasMessage("expected by the test");
        assertThat(tree(0).children(a)).isEmpty();
    }

    /** What is moved under a parent that another deletes is not shown there, is not lost, and comes back with it. */
    @Test
    void whatIsMovedUnderADeletedParentWaitsForIt() {
        ObjectId parent = folder("parent");
        ObjectId moved = folder("moved");
        tree(0).placeAtTop(parent, 0);
        tree(0).placeAtTop(moved, 1);
        peers.linkAll();
        peers.settle();
        peers.cutAll();
        tree(0).delete(parent);
        tree(1).place(moved, parent, 0);
        peers.linkAll();
        peers.settle();
        for (int peer = 0; peer < 3; peer++) {
            assertThat(tree(peer).top()).isEmpty();
            assertThat(peers.database(peer).object(moved).orElseThrow().deleted())
                    .isFalse();
        }
        peers.database(2).restore(parent);
        peers.settle();
        for (int peer = 0; peer < 3; peer++) {
            assertThat(tree(peer).children(parent)).containsExactly(moved);
        }
        peers.database(0).purge(parent);
        peers.settle();
        tree(1).placeAtTop(moved, 0);
        peers.settle();
        for (int peer = 0; peer < 3; peer++) {
            assertThat(tree(peer).top()).containsExactly(moved);
        }
    }

    @Test
    void concurrentMovesMakeNoCycleAndLoseNothing() {
        ObjectId a = folder("a");
        ObjectId b = folder("b");
        ObjectId inA = folder("in a");
        tree(0).placeAtTop(a, 0);
        tree(0).placeAtTop(b, 1);
        tree(0).place(inA, a, 0);
        peers.linkAll();
        peers.settle();
        peers.cutAll();
        tree(0).place(a, b, 0);
        tree(1).place(b, a, 0);
        peers.linkAll();
        peers.settle();
        assertThat(tree(0).top()).hasSize(1).isEqualTo(tree(1).top()).isEqualTo(tree(2).top());
        assertThat(reachable(tree(2))).containsExactlyInAnyOrder(a, b, inA);
        assertThat(tree(0).parent(inA)).contains(a);
        tree(2).placeAtTop(b, 0);
        peers.settle();
        assertThat(tree(0).top()).isEqualTo(tree(1).top()).contains(b);
        assertThat(reachable(tree(0))).containsExactlyInAnyOrder(a, b, inA);
    }

    @Test
    void anyMovesOfThreePeersEndInOneTree() {
        for (long seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            TestPeers world = new TestPeers(seed, 3);
            List<ObjectId> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ObjectId id = world.database(0).create("Folder").id();
                world.database(0).hierarchy().placeAtTop(id, 0);
                all.add(id);
            }
            for (int round = 0; round < 4; round++) {
                world.linkAll();
                world.settle();
                world.cutAll();
                for (int i = 0; i < 12; i++) {
                    Hierarchy tree = world.database(random.nextInt(3)).hierarchy();
                    move(tree, all, random);
                }
            }
            world.linkAll();
            world.settle();
            for (ObjectId id : all) {
                assertThat(world.database(1).hierarchy().children(id))
                        .as("seed %d", seed)
                        .isEqualTo(world.database(0).hierarchy().children(id))
                        .isEqualTo(world.database(2).hierarchy().children(id));
            }
            assertThat(reachable(world.database(0).hierarchy()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private static void move(Hierarchy tree, List<ObjectId> all, Random random) {
        ObjectId object = all.get(random.nextInt(all.size()));
        ObjectId parent = all.get(random.nextInt(all.size()));
        try {
            if (random.nextInt(4) == 0) {
                tree.placeAtTop(object, 0);
            } else {
                tree.place(object, parent, 0);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("parent:");
        }
    }

    private static List<ObjectId> reachable(Hierarchy tree) {
        List<ObjectId> out = new ArrayList<>(tree.top());
        for (int i = 0; i < out.size(); i++) {
            out.addAll(tree.children(out.get(i)));
        }
        return out;
    }
}
