package dev.hearth.echo.crdt;

import dev.hearth.testkit.fuzz.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hostile changes to states of every kind that are in the middle of something. The first byte of an input chooses the
 * state and its author, the rest is the change. A refused change leaves the state as it was, to the byte; an accepted
 * one does the same to a state that was loaded, and what it leads to can be saved and loaded.
 */
final class ApplyTarget implements Target.Decoder {
    private static final int SCENES = 24;

    /** A state, and a change that may come next. */
    private static final class Scene {
        final byte[] saved;
        final byte[] canonical;
        final byte[] authorKey;
        final long lamport;
        final byte[] change;
        private ObjectState live;

        Scene(ObjectState state, byte[] authorKey, World.Sent next) throws ChangeException {
            this.saved = state.save();
            this.canonical = state.canonical();
            this.authorKey = authorKey;
            this.lamport = next.lamport();
            this.change = next.change();
            this.live = ObjectState.load(saved, new Actors());
        }

        void apply(ObjectState state, byte[] bytes) throws ChangeException {
            state.apply(bytes, state.actors().intern(authorKey), lamport);
        }

        void verify(byte[] bytes, boolean taken) throws ChangeException {
            if (taken) {
                ObjectState other = ObjectState.load(saved, new Actors());
                apply(other, bytes);
                equal(live.canonical(), other.canonical());
                byte[] after = live.save();
                equal(after, other.save());
                equal(ObjectState.load(after, new Actors()).canonical(), live.canonical());
                live = ObjectState.load(saved, new Actors());
            } else {
                equal(live.canonical(), canonical);
                equal(live.save(), saved);
            }
        }
    }

    private final List<Scene> scenes = new ArrayList<>();

    ApplyTarget() {
        try {
            for (long seed = 0; scenes.size() < SCENES; seed++) {
                add(seed);
            }
        } catch (ChangeException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(long seed) throws ChangeException {
        World world = World.apart(3);
        Scenario.random(seed, 3, 12 + (int) seed % 60).play(world, new Delivery(world));
        for (World.Replica replica : world.replicas) {
            for (int author = 0; author < 3; author++) {
                if (replica.mayReceive(author)) {
                    World.Sent next = world.sent.get(author).get(replica.has[author]);
                    if (next.change().length > 4) {
                        scenes.add(new Scene(replica.state, World.key(author), next));
                    }
                }
            }
        }
    }

    /** The changes that fit their states. */
    List<byte[]> seeds() {
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            byte[] change = scenes.get(i).change;
            byte[] seed = new byte[1 + change.length];
            seed[0] = (byte) i;
            System.arraycopy(change, 0, seed, 1, change.length);
            out.add(seed);
        }
        return out;
    }

    @Override
    public void decode(byte[] input, Target.Attempt attempt) throws Exception {
        if (input.length == 0) {
            return;
        }
        Scene scene = scenes.get((input[0] & 0xFF) % scenes.size());
        byte[] change = Arrays.copyOfRange(input, 1, input.length);
        attempt.then(taken -> scene.verify(change, taken));
        scene.apply(scene.live, change);
    }

    private static void equal(byte[] one, byte[] other) {
        if (!Arrays.equals(one, other)) {
            throw new IllegalStateException("the state is not what it must be");
        }
    }
}
