package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An object whose history was forgotten shows the same, goes on merging, and refuses what it can't place any more. */
final class CheckpointTest {
    private static final int SCENARIOS = Integer.getInteger("hearth.forgettings", 4000);
    private static final int IN_FLIGHT = SCENARIOS / 4;
    private static final int ROUNDS = 3;
    private static final String GOLDEN =
            "01020100000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000000020474657874080103080602000801010205010500070c3e6870216c6f160f05000001010002000402060001000201f800046c6973740400080502000600010202010400050c03080302030620060200000404020403041c0b050002010102010000010005010600010002013802000402000101040100d0edddda";

    private final Actors actors = new Actors();
    private final int one = actors.intern(World.key(0));
    private final int two = actors.intern(World.key(1));

    @Test
    void replicasThatForgotAndReplicasThatDidNotStayEqual() throws Exception {
        for (int seed = 0; seed < SCENARIOS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = Scenario.LEAST_REPLICAS + seed % 3;
            World world = World.apart(count);
            Delivery delivery = new Delivery(world);
            boolean[] forgot = new boolean[count];
            for (int round = 0; round < ROUNDS; round++) {
                String what = "seed " + seed + ", round " + round;
                Scenario.random(2L * random.nextInt() + seed % 2, count, 24).play(world, delivery);
                delivery.settle();
                verify(world, forgot, what);
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(3) > 0) {
                        forget(world.replicas.get(i), what);
                        forgot[i] = true;
                    }
                }
            }
        }
    }

    /** Whoever has only what the authors of all that flies had may forget. */
    @Test
    void changesInFlightThatFollowTheCheckpointAreTaken() throws Exception {
        int forgettings = 0;
        for (int seed = 0; seed < IN_FLIGHT; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = Scenario.LEAST_REPLICAS + seed % 2;
            World world = World.apart(count);
            Delivery delivery = new Delivery(world);
            boolean[] forgot = new boolean[count];
            for (int part = 0; part < 24; part++) {
                if (part % 6 == 0) {
                    delivery.settle();
                }
                Scenario.random(2L * random.nextInt() + seed % 2, count, 3).play(world, delivery);
                for (World.Replica replica : world.replicas) {
                    if (mayForget(world, replica) && random.nextInt(2) == 0) {
                        forget(replica, "seed " + seed + ", part " + part);
                        forgot[replica.index] = true;
                        forgettings++;
                    }
                }
            }
            delivery.settle();
            verify(world, forgot, "seed " + seed);
        }
        assertThat(forgettings).isGreaterThan(IN_FLIGHT);
    }

    /** Whether all that is still to come to a replica is of authors who had all that it has. */
    private static boolean mayForget(World world, World.Replica replica) {
        for (int author = 0; author < replica.has.length; author++) {
            List<World.Sent> sent = world.sent.get(author);
            for (World.Sent coming : sent.subList(replica.has[author], sent.size())) {
                if (!covers(coming.needs(), replica.has)) {
                    return false;
                }
            }
        }
        return world.replicas.stream().allMatch(other -> covers(other.has, replica.has))
                && Arrays.stream(replica.has).sum() > 0;
    }

    private static boolean covers(int[] version, int[] other) {
        for (int author = 0; author < version.length; author++) {
            if (version[author] < other[author]) {
                return false;
            }
        }
        return true;
    }

    private static void forget(World.Replica replica, String what) throws ChangeException {
        byte[] canonical = replica.state.canonical();
        replica.state.forgetHistory();
        assertThat(replica.state.canonical()).as(what).isEqualTo(canonical);
        byte[] saved = replica.state.save();
        replica.restart();
        assertThat(replica.state.save()).as(what).isEqualTo(saved);
        StateArchive.Entry entry = new StateArchive.Entry(new byte[StateArchive.ID_LENGTH], replica.state);
        List<StateArchive.Entry> archived = StateArchive.read(StateArchive.write(List.of(entry)), replica.actors);
        assertThat(archived.get(0).state().save()).as(what).isEqualTo(saved);
        replica.state.forgetHistory();
        assertThat(replica.state.save()).as("%s: nothing more to forget", what).isEqualTo(saved);
    }

    private static void verify(World world, boolean[] forgot, String what) throws ChangeException {
        ObjectState first = world.replicas.get(0).state;
        byte[] whole = null;
        for (World.Replica replica : world.replicas) {
            if (replica.isModelled()) {
                Agreement.verifyModel(replica, what);
            }
            assertThat(replica.state.canonical()).as(what).isEqualTo(first.canonical());
            byte[] saved = replica.state.save();
            assertThat(ObjectState.load(saved, new Actors()).canonical())
                    .as(what)
                    .isEqualTo(first.canonical());
            if (!forgot[replica.index]) {
                whole = whole == null ? saved : whole;
                assertThat(saved).as(what).isEqualTo(whole);
            }
        }
    }

    @Test
    void replicasThatForgotTheSameSaveTheSameBytes() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            World world = World.apart(3);
            Delivery delivery = new Delivery(world);
            for (int round = 0; round < 2; round++) {
                Scenario.random(4L * seed + round, 3, 40).play(world, delivery);
                delivery.settle();
                for (World.Replica replica : world.replicas) {
                    replica.state.forgetHistory();
                }
                byte[] saved = world.replicas.get(0).state.save();
                for (World.Replica replica : world.replicas) {
                    assertThat(replica.state.save()).as("seed %d", seed).isEqualTo(saved);
                }
            }
        }
    }

    /** One wrote before it knew what the other forgot the history of. */
    @Test
    void whatDoesNotFollowTheWholeCheckpointIsRefused() throws Exception {
        ObjectState a = new ObjectState(actors);
        ObjectState b = new ObjectState(actors);
        Edit first = a.edit(one, 1);
        first.insertText("text", 0, "shared");
        first.insert("list", 0, List.of(new Scalar.Int(1), new Scalar.Int(2)));
        first.removeItems("list", 0, 1);
        b.apply(first.finish(), one, 1);
        Edit more = a.edit(one, 2);
        more.insertText("text", 6, " text");
        more.insert("list", 0, List.of(new Scalar.Int(3)));
        more.finish();
        a.forgetHistory();
        byte[] before = a.save();
        ObjectState other = ObjectState.load(b.save(), actors);
        Edit late = b.edit(two, 2);
        late.insertText("text", 0, "late ");
        byte[] lateText = late.finish();
        assertThatThrownBy(() -> a.apply(lateText, two, 2)).isInstanceOf(ForgottenVersionException.class);
        Edit items = other.edit(two, 2);
        items.insert("list", 0, List.of(new Scalar.Int(4)));
        byte[] lateItems = items.finish();
        assertThatThrownBy(() -> a.apply(lateItems, two, 2)).isInstanceOf(ForgottenVersionException.class);
        assertThat(a.save()).isEqualTo(before);

        ObjectState c = ObjectState.load(before, actors);
        Edit knowing = c.edit(two, 3);
        knowing.insertText("text", 0, "timely ");
        a.apply(knowing.finish(), two, 3);
        assertThat(a.text("text")).isEqualTo("timely shared text");
    }

    @Test
    void aTextOfWhichNothingIsLeftGoesOn() throws Exception {
        ObjectState a = new ObjectState(actors);
        ObjectState b = new ObjectState(actors);
        Edit edit = a.edit(one, 1);
        edit.insertText("text", 0, "gone");
        edit.deleteText("text", 0, 4);
        b.apply(edit.finish(), one, 1);
        a.forgetHistory();
        ObjectState loaded = ObjectState.load(a.save(), actors);
        Edit mine = loaded.edit(two, 2);
        mine.insertText("text", 0, "new");
        byte[] change = mine.finish();
        a.apply(change, two, 2);
        b.apply(change, two, 2);
        Edit theirs = b.edit(one, 3);
        theirs.insertText("text", 3, "s");
        byte[] next = theirs.finish();
        loaded.apply(next, one, 3);
        assertThat(loaded.text("text")).isEqualTo("news").isEqualTo(b.text("text"));
        assertThat(loaded.save())
                .isEqualTo(ObjectState.load(loaded.save(), new Actors()).save());
    }

    @Test
    void whatIsGoneIsNotBroughtBack() throws Exception {
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(one, 1);
        edit.insertText("text", 0, "kept");
        edit.insert("list", 0, List.of(new Scalar.Int(1), new Scalar.Int(2)));
        edit.removeItems("list", 1, 1);
        edit.finish();
        Edit removal = state.edit(one, 2);
        removal.deleteText("text", 0, 2);
        removal.setItem("list", 0, new Scalar.Int(3));
        removal.finish();
        UndoSteps steps = removal.undoSteps();
        state.forgetHistory();
        Edit undo = state.edit(one, 3);
        state.undo(undo, steps, new UndoMemory());
        undo.finish();
        assertThat(state.text("text")).isEqualTo("pt");
        assertThat(state.list("list")).containsExactly(new Scalar.Int(1));
    }

    @Test
    void marksKeepTheirPlacesWhenTheirUnitsAreGone() throws Exception {
        ObjectState whole = new ObjectState(actors);
        Edit edit = whole.edit(one, 1);
        edit.insertText("text", 0, "0123456789");
        edit.mark("text", 2, 8, "bold", new Scalar.Bool(true), Expand.AFTER);
        edit.deleteText("text", 7, 2);
        edit.deleteText("text", 1, 2);
        edit.finish();
        ObjectState forgetful = ObjectState.load(whole.save(), actors);
        forgetful.forgetHistory();
        assertThat(forgetful.marks("text")).isEqualTo(whole.marks("text"));
        Edit more = whole.edit(one, 2);
        more.insertText("text", 5, "x");
        more.insertText("text", 1, "y");
        forgetful.apply(more.finish(), one, 2);
        assertThat(forgetful.canonical()).isEqualTo(whole.canonical());
    }

    /** What is kept of a text that was written over and over is little more than what shows. */
    @Test
    void deletedTextTakesNoRoomAnyMore() throws Exception {
        ObjectState state = new ObjectState(actors);
        for (int i = 1; i <= 200; i++) {
            Edit edit = state.edit(i % 2 == 0 ? one : two, i);
            edit.insertText("text", 0, "draft " + i * 7919 % 1000 + " of many. ");
            if (i > 5) {
                edit.deleteText("text", 60, state.textLength("text") - 60);
            }
            edit.finish();
        }
        int whole = state.save().length;
        state.forgetHistory();
        assertThat(state.save().length).isLessThan(whole / 4).isLessThan(300);
    }

    @Test
    void checkpointsKeepTheirBytes() throws Exception {
        ObjectState a = new ObjectState(actors);
        ObjectState b = new ObjectState(actors);
        Edit first = a.edit(one, 1);
        first.insertText("text", 0, "héllo");
        first.insert("list", 0, List.of(new Scalar.Int(1), new Scalar.Int(2), new Scalar.Int(3)));
        b.apply(first.finish(), one, 1);
        Edit left = a.edit(one, 2);
        left.deleteText("text", 1, 2);
        left.moveItem("list", 0, 2);
        byte[] leftBytes = left.finish();
        Edit right = b.edit(two, 2);
        right.insertText("text", 3, "p!");
        right.moveItem("list", 0, 1);
        a.apply(right.finish(), two, 2);
        b.apply(leftBytes, one, 2);
        a.forgetHistory();
        Edit after = a.edit(one, 3);
        after.insertText("text", 0, ">");
        after.setItem("list", 0, new Scalar.Int(4));
        byte[] change = after.finish();
        b.apply(change, one, 3);
        assertThat(b.canonical()).isEqualTo(a.canonical());
        assertThat(HexFormat.of().formatHex(a.save())).isEqualTo(GOLDEN);
    }

    /** Whatever byte is changed, the state is refused or is one that can be saved and read. */
    @Test
    void damagedCheckpointsAreRefusedOrAreOthers() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        World world = new World(3);
        Scenario.random(12, 3, 120).play(world, new Delivery(world));
        ObjectState state = world.replicas.get(0).state;
        state.forgetHistory();
        byte[] saved = state.save();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = saved.clone();
            damaged[random.nextInt(saved.length - 4)] = (byte) random.nextInt(256);
            Checksums.repairState(damaged);
            try {
                ObjectState read = ObjectState.load(damaged, new Actors());
                read.canonical();
                byte[] again = read.save();
                assertThat(ObjectState.load(again, new Actors()).save()).isEqualTo(again);
            } catch (ChangeException | IllegalStateException e) {
                refused += Arrays.equals(damaged, saved) ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }
}
