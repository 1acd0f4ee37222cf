package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from an archive is saved as what was written, and goes on as if it had never been away. */
final class StateArchiveTest {
    private static final String[] NAMES = {"a", "b", "title", "größe", "", "long name of a field", "z"};

    private static final String GOLDEN =
            "01a50102020200000000000000000000000000000000000000000000000000000000000000010000000000"
                    + "00000000000000000000000000000000000000000000000000000700010601000102010201000000006c69"
                    + "73747469746c65626f6479636f756e7467616d656d61707365740201040500000101000100000102030400"
                    + "050601010201000300070f3f03011f0003010401000002030100010001000604030006030105022775c81f"
                    + "99020200000100050000010100010000010100020000010002000401020100000101000100000100010001"
                    + "00000102010001000000010002000001040500010001000100010000000002001000000000000000000000"
                    + "0000000000000000420000040201030300010101030000060305000f000002020c0003010101000302f547"
                    + "0102010000010100010000000101040500010000010a01000000010001060900010000006f6e6520616e64"
                    + "206d6f726574776f0002000900020002003200000501010505010401040c68c3a96c6c6f060005010201f3"
                    + "0000000004000d000200000004000400010200020002000200000201006b00020002000200080080808080"
                    + "808080e07f000000040002000e000a000c0002000000040000fd10ec4a";

    /** Several objects of the same replicas, each with a world of its own, whose actors are the same numbers. */
    private static final class Scene {
        final Actors actors = new Actors();
        final List<StateArchive.Entry> entries = new ArrayList<>();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void worldsComeBack(long from) throws ChangeException {
        for (long seed = from * 100; seed < from * 100 + 15; seed++) {
            Random random = new Random(seed);
            World world = new World(2 + random.nextInt(4));
            Delivery delivery = new Delivery(world);
            Scenario.random(seed, world.replicas.size(), random.nextInt(90)).play(world, delivery);
            List<StateArchive.Entry> entries = new ArrayList<>();
            for (World.Replica replica : world.replicas) {
                entries.add(new StateArchive.Entry(id(random), replica.state));
            }
            String scenario = "seed " + seed;
            List<StateArchive.Entry> read = roundTrip(entries, world.actors, scenario);
            List<StateArchive.Entry> sorted = sorted(entries);
            for (World.Replica replica : world.replicas) {
                for (int i = 0; i < sorted.size(); i++) {
                    if (sorted.get(i).state() == replica.state) {
                        replica.state = read.get(i).state();
                    }
                }
            }
            Scenario.random(seed + 1, world.replicas.size(), random.nextInt(50)).play(world, delivery);
            delivery.settle();
            Agreement.verify(world, scenario);
        }
    }

    /** Fields of any kind under any name with any value, by several authors, cleared and restored and deleted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyFieldsComeBack(long from) throws ChangeException {
        for (long seed = from * 100; seed < from * 100 + 25; seed++) {
            Random random = new Random(seed);
            Scene scene = scene(random, random.nextInt(40));
            roundTrip(scene.entries, scene.actors, "seed " + seed);
        }
    }

    private static Scene scene(Random random, int objects) throws ChangeException {
        Scene scene = new Scene();
        int[] actors = {
            scene.actors.intern(World.key(2)), scene.actors.intern(World.key(0)), scene.actors.intern(World.key(1))
        };
        for (int i = 0; i < objects; i++) {
            ObjectState one = new ObjectState(scene.actors);
            ObjectState two = new ObjectState(scene.actors);
            long lamport = 0;
            for (int round = random.nextInt(6); round > 0; round--) {
                lamport += random.nextInt(20) == 0 ? 1L << 50 : 1;
                int actor = random.nextInt(3);
                byte[] first = change(one, actors[actor], lamport, random);
                byte[] second = change(two, actors[(actor + 1) % 3], lamport, random);
                one.apply(second, actors[(actor + 1) % 3], lamport);
                two.apply(first, actors[actor], lamport);
            }
            scene.entries.add(new StateArchive.Entry(id(random), random.nextBoolean() ? one : two));
        }
        return scene;
    }

    private static byte[] change(ObjectState state, int actor, long lamport, Random random) {
        Edit edit = state.edit(actor, lamport);
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            switch (random.nextInt(12)) {
                case 0 -> edit.clear(name);
                case 1 -> edit.put(name, NAMES[random.nextInt(NAMES.length)], value(random));
                case 2 -> edit.remove(name, NAMES[random.nextInt(NAMES.length)]);
                case 3 -> edit.insert(name, 0, List.of(value(random), value(random)));
                case 4 -> edit.insertText(name, 0, "text 🎈 " + random.nextInt());
                case 5 -> edit.increment(name, random.nextLong());
                case 6 -> edit.add(name, value(random));
                case 7 -> edit.discard(name, value(random));
                case 8 -> edit.submit(name, new byte[random.nextInt(9)]);
                case 9 -> {
                    if (random.nextInt(4) == 0) {
                        edit.delete();
                    } else if (random.nextInt(2) == 0) {
                        edit.restore();
                    }
                }
                default -> edit.set(name, value(random));
            }
        }
        return edit.finish();
    }

    private static Scalar value(Random random) {
        return switch (random.nextInt(13)) {
            case 0 -> new Scalar.Null();
            case 1 -> new Scalar.Bool(random.nextBoolean());
            case 2 -> new Scalar.Int(random.nextInt(5));
            case 3 -> new Scalar.Int(random.nextLong());
            case 4 -> new Scalar.Int(random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
            case 5 -> new Scalar.Real(random.nextInt(3) == 0 ? Double.NaN : -random.nextInt(2) * 0.5);
            case 6 -> new Scalar.Str("");
            case 7 -> new Scalar.Str("größe " + random.nextInt(4));
            case 8 -> new Scalar.Str("grö" + "x".repeat(random.nextInt(100)));
            case 9 -> new Scalar.Blob(new byte[random.nextInt(5)]);
            case 10 ->
                new Scalar.Time(
                        random.nextBoolean() ? Scalar.Time.MOST_SECONDS : Scalar.Time.LEAST_SECONDS,
                        random.nextInt(1_000_000_000));
            case 11 -> Scalar.Reference.of(id(random));
            default -> Scalar.Reference.of(id(random), World.key(random.nextInt(3)));
        };
    }

    private static byte[] id(Random random) {
        byte[] id = new byte[StateArchive.ID_LENGTH];
        random.nextBytes(id);
        return id;
    }

    private static List<StateArchive.Entry> sorted(List<StateArchive.Entry> entries) {
        List<StateArchive.Entry> sorted = new ArrayList<>(entries);
        sorted.sort((a, b) -> Arrays.compareUnsigned(a.id(), b.id()));
        return sorted;
    }

    private static List<StateArchive.Entry> roundTrip(List<StateArchive.Entry> entries, Actors actors, String scenario)
            throws ChangeException {
        byte[] archive = StateArchive.write(entries);
        List<StateArchive.Entry> sorted = sorted(entries);
        same(StateArchive.read(archive, new Actors()), sorted, scenario);
        List<StateArchive.Entry> read = StateArchive.read(archive, actors);
        same(read, sorted, scenario);
        List<StateArchive.Entry> shuffled = new ArrayList<>(read);
        Collections.shuffle(shuffled, new Random(entries.size()));
        assertThat(StateArchive.write(shuffled)).as(scenario).isEqualTo(archive);
        return StateArchive.read(archive, actors);
    }

    private static void same(List<StateArchive.Entry> read, List<StateArchive.Entry> written, String scenario) {
        assertThat(read).as(scenario).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).id()).as(scenario).isEqualTo(written.get(i).id());
            assertThat(read.get(i).state().canonical())
                    .as(scenario)
                    .isEqualTo(written.get(i).state().canonical());
            assertThat(read.get(i).state().save())
                    .as(scenario)
                    .isEqualTo(written.get(i).state().save());
        }
    }

    @Test
    void chunksFollowEachOther() throws ChangeException {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        Random random = new Random(5);
        List<StateArchive.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2 * StateArchive.MOST_OBJECTS + 7; i++) {
            ObjectState state = new ObjectState(actors);
            Edit edit = state.edit(actor, 1 + i % 5);
            edit.set("n", new Scalar.Int(i * 1000L));
            edit.set("name", new Scalar.Str("number " + i));
            edit.set("even", new Scalar.Bool(i % 2 == 0));
            edit.insert("tags", 0, List.of(new Scalar.Str("t" + i % 50)));
            edit.finish();
            entries.add(new StateArchive.Entry(id(random), state));
        }
        roundTrip(entries, actors, "chunks");
    }

    /** A chunk also ends when its bytes are many, so that no columns grow beyond what they must. */
    @Test
    void chunksOfLongTexts() throws ChangeException {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        Random random = new Random(6);
        List<StateArchive.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ObjectState state = new ObjectState(actors);
            Edit edit = state.edit(actor, 1);
            byte[] noise = new byte[3 << 20];
            random.nextBytes(noise);
            edit.set("blob", new Scalar.Blob(noise));
            edit.finish();
            entries.add(new StateArchive.Entry(id(random), state));
        }
        assertThat(Checksums.sections(StateArchive.write(entries))).hasSize(4);
        roundTrip(entries, actors, "long");
    }

    /** What repeats to the extreme is padded, so that it stays within what a reader allows. */
    @Test
    void equalObjectsArePadded() throws ChangeException {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        List<StateArchive.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ObjectState state = new ObjectState(actors);
            Edit edit = state.edit(actor, 1);
            for (int field = 0; field < 60; field++) {
                edit.set("field" + field, new Scalar.Null());
            }
            edit.finish();
            byte[] id = new byte[StateArchive.ID_LENGTH];
            id[14] = (byte) (i >>> 8);
            id[15] = (byte) i;
            entries.add(new StateArchive.Entry(id, state));
        }
        roundTrip(entries, actors, "equal objects");
        byte[] archive = StateArchive.write(entries);
        assertThat(archive.length).isLessThan(300 * 60);
        assertThat(archive[archive.length - 5]).isZero();
        archive[archive.length - 5] = 1;
        Checksums.repairArchive(archive);
        assertThatThrownBy(() -> StateArchive.read(archive, new Actors())).isInstanceOf(ChangeException.class);
    }

    @Test
    void nothingAtAll() throws ChangeException {
        assertThat(StateArchive.read(StateArchive.write(List.of()), new Actors()))
                .isEmpty();
        Actors actors = new Actors();
        roundTrip(List.of(new StateArchive.Entry(new byte[16], new ObjectState(actors))), actors, "empty");
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        ObjectState one = new ObjectState(new Actors());
        ObjectState other = new ObjectState(new Actors());
        byte[] id = new byte[16];
        byte[] otherId = new byte[16];
        otherId[0] = -1;
        assertThatThrownBy(() -> new StateArchive.Entry(new byte[15], one))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        StateArchive.write(List.of(new StateArchive.Entry(id, one), new StateArchive.Entry(id, one))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateArchive.write(
                        List.of(new StateArchive.Entry(id, one), new StateArchive.Entry(otherId, other))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The bytes stay what they are: what is stored must be readable for ever. */
    @Test
    void archivesKeepTheirBytes() throws ChangeException {
        Actors actors = new Actors();
        int one = actors.intern(World.key(0));
        int two = actors.intern(World.key(1));
        ObjectState first = new ObjectState(actors);
        ObjectState replica = new ObjectState(actors);
        Edit edit = first.edit(one, 1);
        edit.set("title", new Scalar.Str("one"));
        edit.put("map", "k", new Scalar.Real(0.5));
        edit.insert("list", 0, List.of(new Scalar.Int(-3), new Scalar.Bool(true), new Scalar.Null()));
        edit.insertText("body", 0, "héllo");
        byte[] change = edit.finish();
        replica.apply(change, one, 1);
        Edit concurrent = replica.edit(two, 2);
        concurrent.set("title", new Scalar.Str("two"));
        concurrent.removeItems("list", 1, 1);
        concurrent.increment("count", -7);
        concurrent.add("set", new Scalar.Time(5, 6));
        concurrent.submit("game", new byte[] {1, 2});
        byte[] other = concurrent.finish();
        Edit again = first.edit(one, 2);
        again.set("title", new Scalar.Blob(new byte[] {9}));
        again.delete();
        again.finish();
        first.apply(other, two, 2);
        ObjectState second = new ObjectState(actors);
        Edit plain = second.edit(two, 7);
        plain.set("title", new Scalar.Str("one and more"));
        plain.insert("list", 0, List.of(Scalar.Reference.of(new byte[16])));
        plain.finish();
        byte[] id = new byte[16];
        id[15] = 5;
        List<StateArchive.Entry> entries =
                List.of(new StateArchive.Entry(id, first), new StateArchive.Entry(new byte[16], second));
        assertThat(HexFormat.of().formatHex(StateArchive.write(entries))).isEqualTo(GOLDEN);
        same(StateArchive.read(HexFormat.of().parseHex(GOLDEN), new Actors()), sorted(entries), "golden");
    }

    private static byte[] sample() throws ChangeException {
        return StateArchive.write(scene(new Random(11), 7).entries);
    }

    @Test
    void damageIsFound() throws ChangeException {
        byte[] archive = sample();
        for (int length = 0; length < archive.length; length++) {
            byte[] cut = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> StateArchive.read(cut, new Actors()))
                    .as("length " + length)
                    .isInstanceOf(ChangeException.class);
        }
        for (int bit = 0; bit < archive.length * 8; bit++) {
            byte[] flipped = archive.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> StateArchive.read(flipped, new Actors()))
                    .as("bit " + bit)
                    .isInstanceOf(ChangeException.class);
        }
        byte[] more = Arrays.copyOf(archive, archive.length + 1);
        assertThatThrownBy(() -> StateArchive.read(more, new Actors())).isInstanceOf(ChangeException.class);
    }

    /** With the checksums made right again, other states may be read, but nothing else is thrown. */
    @Test
    void forgeriesAreStatesOrRefused() throws ChangeException {
        byte[] archive = sample();
        for (int bit = 0; bit < archive.length * 8; bit++) {
            byte[] forged = archive.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            offer(forged, "bit " + bit);
        }
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] forged = archive.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                forged[random.nextInt(forged.length)] = (byte) random.nextInt(256);
            }
            offer(forged, "seed " + seed);
        }
    }

    private static void offer(byte[] forged, String name) {
        Checksums.repairArchive(forged);
        try {
            for (StateArchive.Entry entry : StateArchive.read(forged, new Actors())) {
                entry.state().canonical();
                entry.state().save();
            }
        } catch (ChangeException e) {
            assertThat(e).as(name).hasMessageNotContaining("null");
        } catch (IllegalStateException e) {
            assertThat(e).as(name).hasMessage("The history that this state was loaded with is damaged");
        }
    }

    @Test
    void bombsAreRefused() {
        ByteSink body = new ByteSink();
        body.varint(1);
        body.varint(0);
        body.varint(Integer.MAX_VALUE);
        body.varint(0);
        body.u8(0);
        body.zigzag(Integer.MAX_VALUE - 1L);
        ByteSink out = new ByteSink();
        out.u8(StateArchive.VERSION);
        out.blob(body.toByteArray());
        out.fixed32(0);
        byte[] bomb = out.toByteArray();
        Checksums.repairArchive(bomb);
        assertThatThrownBy(() -> StateArchive.read(bomb, new Actors()))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("claims more");
    }

    @Test
    void columnsThatExplode() throws ChangeException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ColumnSink sink = new ColumnSink(deflater);
        sink.bytes(new byte[1 << 20]);
        byte[] section = sink.finish();
        deflater.end();
        assertThat(section).hasSize((1 << 20) / ColumnSink.MOST_WEIGHT);
        Inflater inflater = new Inflater(true);
        assertThat(new ColumnSource(new ByteSource(section), inflater).bytes(1 << 20))
                .hasSize(1 << 20);
        ColumnSource unpadded = new ColumnSource(new ByteSource(section, 0, section.length / 2), inflater);
        assertThatThrownBy(() -> unpadded.bytes(1 << 20)).isInstanceOf(ChangeException.class);
        inflater.end();
    }

    @Test
    void numbersOfEverySizeComeBack() throws ChangeException {
        Random random = new Random(3);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        Inflater inflater = new Inflater(true);
        for (int round = 0; round < 2_000; round++) {
            Longs numbers = new Longs();
            int shift = random.nextInt(64);
            long unit = random.nextInt(3) == 0 ? 1000 : 1;
            boolean ascending = random.nextBoolean();
            long last = 0;
            for (int i = random.nextInt(200); i >= 0; i--) {
                last = (ascending ? last : 0) + (random.nextLong() >>> shift) * unit;
                numbers.add(last);
            }
            ColumnSink sink = new ColumnSink(deflater);
            sink.numbers(numbers);
            ColumnSource source = new ColumnSource(new ByteSource(sink.finish()), inflater);
            long[] read = source.numbers(numbers.size());
            source.done();
            for (int i = 0; i < read.length; i++) {
                assertThat(read[i]).isEqualTo(numbers.get(i));
            }
        }
        deflater.end();
        inflater.end();
    }
}
