package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes are, there is a {@link ChangeException} or a state, and after the exception nothing has changed.
 */
final class MalformedTest {
    /** A state with concurrency in every kind of field, and changes of another author that fit it. */
    private static final class Scene {
        final World world = new World(3);
        final ObjectState state;
        final List<byte[]> changes = new ArrayList<>();

        Scene() throws ChangeException {
            World.Replica one = world.replicas.get(0);
            World.Replica two = world.replicas.get(1);
            one.edit(writer -> {
                writer.insertText(0, "hello 🎈 world");
                writer.insertItem(0, "a");
                writer.insertItem(1, "b");
                writer.put("x", 1);
                writer.set(5);
                writer.addMember("m");
                writer.mark(1, 4, "bold", 1L, Expand.AFTER);
            });
            world.settle();
            one.edit(writer -> {
                writer.deleteText(0, 5);
                writer.setItem(0, "c");
            });
            two.edit(writer -> {
                writer.insertText(3, "abc");
                writer.removeItem(0);
                writer.put("x", 2);
                writer.set(6);
                writer.moveItem(0, 0);
                writer.increment(3);
                writer.submit("e2e4");
            });
            two.edit(writer -> {
                writer.insertText(6, "def🎈");
                writer.edit.delete();
            });
            one.receive(1);
            two.receive(0);
            two.edit(writer -> {
                writer.deleteText(0, 2);
                writer.insertItem(0, "last");
                writer.remove("x");
                writer.set(7);
                writer.increment(-1);
                writer.addMember("n");
                writer.discardMember("m");
                writer.submit("e7e5");
                writer.mark(0, 3, "link", 2L, Expand.NONE);
            });
            two.edit(writer -> writer.moveItem(1, 0));
            two.edit(writer -> writer.insertText(1, "typed on"));
            world.sent.get(1).subList(2, 5).forEach(sent -> changes.add(sent.change()));
            state = one.state;
        }

        ObjectState copy() throws ChangeException {
            return ObjectState.load(state.save(), world.actors);
        }
    }

    @Test
    void changesCutShort() throws ChangeException {
        Scene scene = new Scene();
        byte[] change = scene.changes.get(0);
        for (int length = 0; length < change.length; length++) {
            offer(scene, Arrays.copyOf(change, length), "length " + length);
        }
    }

    @Test
    void changesWithFlippedBits() throws ChangeException {
        Scene scene = new Scene();
        for (byte[] change : scene.changes) {
            for (int bit = 0; bit < change.length * 8; bit++) {
                byte[] flipped = change.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                offer(scene, flipped, "bit " + bit);
            }
        }
    }

    @Test
    void changesOfRandomBytes() throws ChangeException {
        Scene scene = new Scene();
        ObjectState target = scene.copy();
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = scene.changes.get(random.nextInt(3)).clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] before = target.canonical();
            try {
                target.apply(bytes, scene.world.replicas.get(1 + random.nextInt(2)).actor, 50);
                target = scene.copy();
            } catch (ChangeException e) {
                assertThat(target.canonical()).as("seed " + seed).isEqualTo(before);
            }
        }
    }

    private static void offer(Scene scene, byte[] change, String name) throws ChangeException {
        ObjectState target = scene.copy();
        byte[] before = target.canonical();
        byte[] saved = target.save();
        try {
            target.apply(change, scene.world.replicas.get(1).actor, 9);
        } catch (ChangeException e) {
            assertThat(target.canonical()).as(name).isEqualTo(before);
            assertThat(target.save()).as(name).isEqualTo(saved);
        }
    }

    @Test
    void changesWithHugeLengths() {
        World world = new World(1);
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};
        for (int kind = 0; kind < 16; kind++) {
            for (int low : new int[] {0, 14, 15}) {
                ByteSink out = new ByteSink();
                out.u8((kind << 4) | low);
                out.raw(huge);
                out.raw(huge);
                ObjectState state = world.replicas.get(0).state;
                assertThatThrownBy(() -> state.apply(out.toByteArray(), 0, 1))
                        .as("kind " + kind)
                        .isInstanceOf(ChangeException.class);
            }
        }
    }

    @Test
    void changesThatNameWhatIsNotHere() throws ChangeException {
        Scene scene = new Scene();
        ObjectState stranger = new ObjectState(scene.world.actors);
        byte[] before = stranger.canonical();
        for (byte[] change : scene.changes) {
            assertThatThrownBy(() -> stranger.apply(change, scene.world.replicas.get(1).actor, 3))
                    .isInstanceOf(ChangeException.class);
        }
        assertThat(stranger.canonical()).isEqualTo(before);
        assertThat(stranger.fields()).isEmpty();
    }

    @Test
    void savedStatesDamaged() throws ChangeException {
        Scene scene = new Scene();
        byte[] saved = scene.state.save();
        for (int length = 0; length < saved.length; length++) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThatThrownBy(() -> ObjectState.load(cut, new Actors()))
                    .as("length " + length)
                    .isInstanceOf(ChangeException.class);
        }
        for (int bit = 0; bit < saved.length * 8; bit++) {
            byte[] flipped = saved.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ObjectState.load(flipped, new Actors()))
                    .as("bit " + bit)
                    .isInstanceOf(ChangeException.class);
        }
    }

    /** With the checksum made right again, what is read may be another state, but nothing else is thrown. */
    @Test
    void savedStatesForged() throws ChangeException {
        Scene scene = new Scene();
        byte[] saved = scene.state.save();
        byte[] change = scene.changes.get(0);
        for (int bit = 0; bit < (saved.length - 4) * 8; bit++) {
            byte[] forged = saved.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            Checksums.repairState(forged);
            try {
                ObjectState state = ObjectState.load(forged, scene.world.actors);
                state.canonical();
                state.apply(change, scene.world.replicas.get(1).actor, 9);
            } catch (ChangeException e) {
                assertThat(e).hasMessageNotContaining("null");
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("The history that this state was loaded with is damaged");
            }
        }
    }

    @Test
    void columnsThatExplode() {
        ByteSink out = new ByteSink();
        out.varint((1L << 30) << 1 | 1);
        out.blob(new byte[] {3, 0});
        assertThatThrownBy(() -> Columns.read(new ByteSource(out.toByteArray())))
                .isInstanceOf(ChangeException.class);
    }
}
