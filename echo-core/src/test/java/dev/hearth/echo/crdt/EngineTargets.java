package dev.hearth.echo.crdt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The decoders of the engine, all of which refuse with a {@link ChangeException}. */
final class EngineTargets {
    private static final String DAMAGED = "The history that this state was loaded with is damaged";
    private static final ApplyTarget STATES = new ApplyTarget();
    private static final Actors ACTORS = new World(3).actors;

    /** Any bytes held against the format of changes. */
    static final Target CHECK = target("check", 25, 200, changes(), (input, attempt) -> ObjectState.check(input));

    /** Changes to states. */
    static final Target APPLY = target("apply", 20, 4_000, STATES.seeds(), STATES);

    /** Bodies of saved states, whose checksum is made to fit. */
    static final Target LOAD = target("load", 15, 4_000, bodies(), EngineTargets::load);

    /** Archives, whose checksums are made to fit. */
    static final Target ARCHIVE = target("archive", 5, 4_000, archives(), EngineTargets::archive);

    /** Values. */
    static final Target SCALAR = target("scalar", 10, 100, scalars(), EngineTargets::scalar);

    /** Places in texts. */
    static final Target ANCHOR = target("anchor", 5, 100, anchors(), EngineTargets::anchor);

    /** Columns of a saved state, each with its length. */
    static final Target COLUMNS = target("columns", 10, 2_100, columns(), EngineTargets::columns);

    /** Texts of columns. */
    static final Target CHARS = target("chars", 5, 100, texts(), EngineTargets::chars);

    /** Columns of an archive. */
    static final Target NUMBERS = target("numbers", 5, 600, numbers(), EngineTargets::numbers);

    /**
     * Bodies of strata, whose checksum is made to fit; a byte of each column of heads may inflate to 1032 empty
     * changes.
     */
    static final Target STRATUM = target("stratum", 10, 50_000, strata(), EngineTargets::stratum);

    static final Targets ALL =
            new Targets(List.of(CHECK, APPLY, LOAD, ARCHIVE, SCALAR, ANCHOR, COLUMNS, CHARS, NUMBERS, STRATUM));

    private EngineTargets() {}

    private static Target target(String name, int share, int bytesPerByte, List<byte[]> seeds, Target.Decoder decoder) {
        return new Target(name, share, ChangeException.class, bytesPerByte, seeds, decoder);
    }

    private static void load(byte[] body, Target.Attempt attempt) throws ChangeException {
        ObjectState state = ObjectState.load(Checksums.ofState(body), new Actors());
        attempt.then(taken -> use(state));
    }

    private static void archive(byte[] input, Target.Attempt attempt) throws ChangeException {
        byte[] archive = input.clone();
        Checksums.repairArchive(archive);
        List<StateArchive.Entry> entries = StateArchive.read(archive, new Actors());
        attempt.then(taken -> {
            for (StateArchive.Entry entry : entries) {
                use(entry.state());
            }
        });
    }

    /**
     * What can be loaded can be read, and saved and loaded again, and so can what is left when its history is
     * forgotten, unless that history, which is read late, is damaged.
     */
    private static void use(ObjectState state) throws ChangeException {
        byte[] canonical;
        byte[] saved;
        try {
            canonical = state.canonical();
            for (String field : state.fields()) {
                state.marks(field);
                state.position(field, state.anchor(field, state.textLength(field) / 2, true));
            }
            saved = state.save();
        } catch (ChangeException e) {
            return;
        } catch (IllegalStateException e) {
            if (DAMAGED.equals(e.getMessage())) {
                return;
            }
            throw e;
        }
        if (!Arrays.equals(ObjectState.load(saved, new Actors()).canonical(), canonical)) {
            throw new IllegalStateException("what was saved is another state");
        }
        try {
            state.forgetHistory();
        } catch (ChangeException e) {
            return;
        }
        byte[] rest = state.save();
        if (!Arrays.equals(state.canonical(), canonical)
                || !Arrays.equals(ObjectState.load(rest, new Actors()).save(), rest)) {
            throw new IllegalStateException("what was forgotten showed");
        }
    }

    private static void scalar(byte[] input, Target.Attempt attempt) throws ChangeException {
        Scalar value = Scalar.decode(input);
        attempt.then(taken -> same(value.encode(), input));
    }

    private static void anchor(byte[] input, Target.Attempt attempt) throws ChangeException {
        Anchor anchor = Anchor.decode(input, ACTORS);
        attempt.then(taken -> same(anchor.encode(ACTORS), input));
    }

    private static void columns(byte[] input, Target.Attempt attempt) throws ChangeException {
        ByteSource skipped = new ByteSource(input);
        ByteSource in = new ByteSource(input);
        while (in.remaining() > 0) {
            Columns.read(in);
            Columns.skip(skipped);
        }
        attempt.then(taken -> skipped.done());
    }

    private static void chars(byte[] input, Target.Attempt attempt) throws ChangeException {
        String text = Chars.decode(input);
        attempt.then(taken -> same(Chars.encode(text), input));
    }

    /** The first byte says what the columns hold, and how many of it. */
    private static void numbers(byte[] input, Target.Attempt attempt) throws ChangeException {
        Inflater inflater = new Inflater(true);
        try {
            ColumnSource in = new ColumnSource(new ByteSource(input), inflater);
            int count = in.number();
            in.numbers(count);
            in.counts(count);
            in.lamports(count);
            in.bytes(count);
            in.done();
        } finally {
            inflater.end();
        }
    }

    /** What can be read has one form, but for how its columns are deflated, and can be written. */
    private static void stratum(byte[] body, Target.Attempt attempt) throws ChangeException {
        Actors actors = new Actors();
        Stratum stratum = Stratum.decode(Checksums.ofState(body), actors);
        attempt.then(taken -> {
            byte[] written = stratum.encode(actors);
            same(Stratum.decode(written, actors).encode(actors), written);
        });
    }

    private static void same(byte[] one, byte[] other) {
        if (!Arrays.equals(one, other)) {
            throw new IllegalStateException("a value has two forms");
        }
    }

    private static List<World> worlds() {
        List<World> out = new ArrayList<>();
        try {
            for (long seed = 0; seed < 16; seed++) {
                out.add(Scenario.random(seed, 3, 5 + 4 * (int) seed).run());
            }
        } catch (ChangeException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    private static List<byte[]> changes() {
        List<byte[]> out = new ArrayList<>();
        worlds().forEach(world -> world.sent.forEach(sent -> sent.forEach(each -> out.add(each.change()))));
        return out;
    }

    private static List<byte[]> bodies() {
        List<byte[]> out = new ArrayList<>();
        out.add(Checksums.bodyOf(new ObjectState(ACTORS).save()));
        for (World world : worlds()) {
            out.add(Checksums.bodyOf(state(world).save()));
            out.add(Checksums.bodyOf(forgotten(state(world)).save()));
            Delivery delivery = new Delivery(world);
            try {
                Scenario.random(world.sent.get(0).size(), 3, 12).play(world, delivery);
                delivery.settle();
            } catch (ChangeException e) {
                throw new IllegalStateException(e);
            }
            out.add(Checksums.bodyOf(state(world).save()));
        }
        return out;
    }

    private static ObjectState state(World world) {
        return world.replicas.get(0).state;
    }

    private static ObjectState forgotten(ObjectState state) {
        try {
            state.forgetHistory();
            return state;
        } catch (ChangeException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> archives() {
        List<byte[]> out = new ArrayList<>();
        for (long seed = 0; seed < 8; seed++) {
            World world = new World(3);
            try {
                Scenario.random(seed, 3, 10 * (int) seed).play(world, new Delivery(world));
            } catch (ChangeException e) {
                throw new IllegalStateException(e);
            }
            List<StateArchive.Entry> entries = new ArrayList<>();
            for (World.Replica replica : world.replicas) {
                byte[] id = new byte[StateArchive.ID_LENGTH];
                id[0] = (byte) (replica.index * 7);
                boolean whole = (replica.index + seed) % 3 > 0;
                entries.add(new StateArchive.Entry(id, whole ? replica.state : forgotten(replica.state)));
            }
            out.add(StateArchive.write(entries.subList(0, (int) seed % 4)));
        }
        return out;
    }

    private static List<byte[]> scalars() {
        List<Scalar> values = List.of(
                new Scalar.Null(),
                new Scalar.Bool(true),
                new Scalar.Int(-300),
                new Scalar.Real(0.1),
                new Scalar.Str("größe 🎈"),
                new Scalar.Blob(new byte[] {1, 2, 3}),
                new Scalar.Time(1_000_000, 999),
                Scalar.Reference.of(new byte[16]),
                Scalar.Reference.of(new byte[16], new byte[32]));
        return values.stream().map(Scalar::encode).toList();
    }

    private static List<byte[]> anchors() {
        return List.of(
                Anchor.START.encode(ACTORS),
                Anchor.END.encode(ACTORS),
                new Anchor(1, 300, true).encode(ACTORS),
                new Anchor(2, 0, false).encode(ACTORS));
    }

    private static List<byte[]> columns() {
        ByteSink out = new ByteSink();
        Columns.write(out, new byte[] {1, 2, 3});
        Columns.write(out, new byte[1_000]);
        Columns.write(
                out,
                "a column that is deflated, is deflated, is deflated ".repeat(4).getBytes(UTF_8));
        return List.of(out.toByteArray());
    }

    private static List<byte[]> texts() {
        return List.of(Chars.encode("plain"), Chars.encode("größe €"), Chars.encode("\uD83C and \uDF88"));
    }

    private static List<byte[]> numbers() {
        List<byte[]> out = new ArrayList<>();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        for (int count : new int[] {0, 1, 3, 100}) {
            ColumnSink sink = new ColumnSink(deflater);
            Longs[] columns = {new Longs(), new Longs(), new Longs()};
            for (int i = 0; i < count; i++) {
                columns[0].add((i * 31L - 50) << i % 60);
                columns[1].add(i % 3);
                columns[2].add(1_000L + 10L * i);
            }
            sink.number(count);
            for (Longs column : columns) {
                sink.numbers(column);
            }
            sink.bytes(new byte[count]);
            out.add(sink.finish());
        }
        deflater.end();
        return out;
    }

    private static List<byte[]> strata() {
        List<byte[]> out = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            try {
                RandomHistory history = new RandomHistory(seed, 3, 5 + 10 * seed);
                ChangeLog log = new ChangeLog(history.actors);
                history.made.forEach(made -> log.add(made.change()));
                log.strata().forEach(stratum -> out.add(Checksums.bodyOf(stratum.encode(history.actors))));
            } catch (ChangeException e) {
                throw new IllegalStateException(e);
            }
        }
        return out;
    }
}
