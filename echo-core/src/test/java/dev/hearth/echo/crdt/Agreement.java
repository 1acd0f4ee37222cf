package dev.hearth.echo.crdt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds replicas that received the same against each other, their models, and what they saved. */
final class Agreement {
    private static final List<String> KEYS = List.of("x", "y", "z");

    private Agreement() {}

    /** All replicas are equal, to the byte, are what their models say, and are the same again when loaded. */
    static void verify(World world, String scenario) throws ChangeException {
        ObjectState first = world.replicas.get(0).state;
        byte[] canonical = first.canonical();
        byte[] saved = first.save();
        for (World.Replica replica : world.replicas) {
            if (world.modelled) {
                verifyModel(replica, scenario);
            }
            if (replica.state != first) {
                equal("canonical", replica.state.canonical(), canonical, scenario);
                equal("saved", replica.state.save(), saved, scenario);
                equal("marks", replica.state.marks(World.TEXT), first.marks(World.TEXT), scenario);
            }
        }
        ObjectState loaded = ObjectState.load(saved, new Actors());
        equal("loaded", loaded.canonical(), canonical, scenario);
        equal("saved again", loaded.save(), saved, scenario);
    }

    /** A replica is what its model says. */
    static void verifyModel(World.Replica replica, String scenario) throws ChangeException {
        ObjectState state = replica.state;
        World.Model model = replica.model;
        equal("text", state.text(World.TEXT), replica.modelText(), scenario);
        equal("list", strings(state.list(World.LIST)), model.list.visible(), scenario);
        equal("counter", state.counter(World.COUNTER), model.counter, scenario);
        equal("deleted", state.deleted(), model.deleted, scenario);
        equal("scalar", World.values(state.conflicts(World.SCALAR)), values(model, World.SCALAR), scenario);
        List<String> members = new ArrayList<>();
        for (String key : KEYS) {
            List<String> entry = World.values(state.conflicts(World.MAP, key));
            equal("entry " + key, entry, values(model, World.MAP + key), scenario);
            if (!model.registers.getOrDefault(World.SET + key, Map.of()).isEmpty()) {
                members.add(key);
            }
        }
        equal("set", strings(state.set(World.SET)), members, scenario);
        List<String> events = new ArrayList<>();
        state.events(World.EVENTS).forEach(event -> events.add(new String(event.bytes(), UTF_8)));
        List<String> expected =
                model.events.values().stream().flatMap(List::stream).toList();
        equal("events", events, expected, scenario);
        if (model.marks.size() > 0) {
            List<Map<String, Long>> units = MarksModel.units(state.marks(World.TEXT), state.textLength(World.TEXT));
            equal("marks", units, model.marks.units(model.text), scenario);
        }
    }

    private static List<String> strings(Iterable<Scalar> values) {
        List<String> out = new ArrayList<>();
        values.forEach(value -> out.add(((Scalar.Str) value).value()));
        return out;
    }

    private static List<String> values(World.Model model, String register) {
        return World.modelValues(model, register);
    }

    private static void equal(String what, Object actual, Object expected, String scenario) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + " is <" + actual + ">, not <" + expected + "> in " + scenario);
        }
    }

    private static void equal(String what, byte[] actual, byte[] expected, String scenario) {
        if (!Arrays.equals(actual, expected)) {
            throw new AssertionError(what + " bytes are " + hex(actual) + ", not " + hex(expected) + " in " + scenario);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
