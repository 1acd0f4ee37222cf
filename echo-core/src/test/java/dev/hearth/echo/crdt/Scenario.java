package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * What some replicas do and what the network does to what they send, in small steps. A step is a number, whose parts
 * mean something in every state, so any numbers are a scenario and what is left of one when steps are taken out is one,
 * too.
 */
@SuppressWarnings("ArrayRecordComponent")
record Scenario(int replicas, int[] steps) {
    static final int LEAST_REPLICAS = 3;
    static final int MOST_REPLICAS = 8;

    private static final String[] WORDS = {"a", "bc", "def", "ß", "€uro", "🎈", "x🎈y", "\n"};
    private static final String[] KEYS = {"x", "y", "z"};
    private static final String[] FIELDS = {World.TEXT, World.LIST, World.MAP, World.SET, World.COUNTER, World.SCALAR};
    private static final Expand[] EXPANSIONS = Expand.values();

    /** What a step does, and how many in 64 do it. */
    private enum Action {
        INSERT(5),
        DELETE(3),
        INSERT_ITEM(3),
        REMOVE_ITEM(1),
        SET_ITEM(1),
        MOVE_ITEM(3),
        PUT(1),
        REMOVE(1),
        SET(1),
        COUNT(1),
        ADD(1),
        DISCARD(1),
        SUBMIT(1),
        MARK(2),
        CLEAR(1),
        LIFECYCLE(1),
        UNDO(3),
        REDO(2),
        DELIVER(20),
        REPEAT(3),
        LOSE(3),
        RESEND(2),
        RESTART(2),
        PACK(2);

        private static final Action[] BY_NUMBER = new Action[64];

        static {
            int at = 0;
            for (Action action : values()) {
                Arrays.fill(BY_NUMBER, at, at + action.share, action);
                at += action.share;
            }
        }

        private final int share;

        Action(int share) {
            this.share = share;
        }

        boolean edits() {
            return compareTo(UNDO) < 0;
        }
    }

    /** A scenario of random steps; every second one undoes nothing, so that the models are asked to its end. */
    static Scenario random(long seed, int replicas, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] steps = new int[count];
        for (int i = 0; i < count; i++) {
            do {
                steps[i] = random.nextInt();
            } while (seed % 2 == 0 && (action(steps[i]) == Action.UNDO || action(steps[i]) == Action.REDO));
        }
        return new Scenario(replicas, steps);
    }

    /** Any bytes are a scenario. */
    static Scenario of(byte[] bytes) {
        int[] steps = new int[Math.max(0, bytes.length - 1) / 4];
        for (int i = 0; i < steps.length; i++) {
            for (int k = 1; k <= 4; k++) {
                steps[i] = steps[i] << 8 | (bytes[4 * i + k] & 0xFF);
            }
        }
        int range = MOST_REPLICAS - LEAST_REPLICAS + 1;
        return new Scenario(LEAST_REPLICAS + (bytes.length == 0 ? 0 : (bytes[0] & 0xFF) % range), steps);
    }

    /** Reads what {@link #toString} gives. */
    static Scenario parse(String line) {
        String[] parts = line.split("[:,]", -1);
        int[] steps = new int[parts[1].isEmpty() ? 0 : parts.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Integer.parseUnsignedInt(parts[i + 1], 16);
        }
        return new Scenario(Integer.parseInt(parts[0]), steps);
    }

    @Override
    public String toString() {
        StringJoiner out = new StringJoiner(",", replicas + ":", "");
        for (int step : steps) {
            out.add(Integer.toHexString(step));
        }
        return out.toString();
    }

    /** The steps for people to read. */
    String describe() {
        StringJoiner out = new StringJoiner("; ", replicas + " replicas: ", "");
        for (int step : steps) {
            out.add(who(step) + (joins(step) ? "+ " : " ") + action(step) + " " + a(step) + " " + b(step));
        }
        return out.toString();
    }

    private static Action action(int step) {
        return Action.BY_NUMBER[step >>> 26];
    }

    private int who(int step) {
        return (step >>> 23 & 7) % replicas;
    }

    /** Whether an edit belongs to the transaction of the edit before it. */
    private static boolean joins(int step) {
        return (step >>> 22 & 1) != 0;
    }

    private static int a(int step) {
        return step >>> 11 & 0x7FF;
    }

    private static int b(int step) {
        return step & 0x7FF;
    }

    /** Does the steps, brings everything to everyone, and returns how the world is then. */
    World run() throws ChangeException {
        World world = World.apart(replicas);
        Delivery delivery = new Delivery(world);
        play(world, delivery);
        delivery.settle();
        return world;
    }

    /** Does the steps in a world of as many replicas. */
    void play(World world, Delivery delivery) throws ChangeException {
        for (int at = 0; at < steps.length; ) {
            World.Replica replica = world.replicas.get(who(steps[at]));
            if (action(steps[at]).edits()) {
                int end = at + 1;
                while (end < steps.length
                        && joins(steps[end])
                        && action(steps[end]).edits()) {
                    end++;
                }
                transaction(replica, at, end);
                at = end;
            } else {
                other(replica, delivery, steps[at++]);
            }
            delivery.send(replica.index);
        }
    }

    private void transaction(World.Replica replica, int from, int to) {
        replica.edit(writer -> {
            for (int at = from; at < to; at++) {
                edit(replica, writer, steps[at]);
            }
        });
    }

    private void other(World.Replica replica, Delivery delivery, int step) throws ChangeException {
        switch (action(step)) {
            case UNDO -> replica.undo();
            case REDO -> replica.redo();
            case REPEAT -> delivery.repeat(replica.index, a(step));
            case LOSE -> delivery.lose(replica.index, a(step));
            case RESEND -> delivery.resend(a(step) % replicas, replica.index);
            case PACK -> replica.state.pack();
            case RESTART -> {
                replica.restart();
                delivery.forget(replica.index);
            }
            default -> {
                for (int i = b(step) % 4; i >= 0; i--) {
                    delivery.deliver(replica.index, a(step));
                }
            }
        }
    }

    private static void edit(World.Replica replica, World.Writer writer, int step) {
        int items = replica.state.list(World.LIST).size();
        String key = KEYS[a(step) % KEYS.length];
        switch (action(step)) {
            case INSERT -> writer.insertText(place(replica, a(step)), WORDS[b(step) % WORDS.length]);
            case DELETE -> delete(replica, writer, step);
            case INSERT_ITEM -> writer.insertItem(a(step) % (items + 1), WORDS[b(step) % WORDS.length]);
            case PUT -> writer.put(key, b(step));
            case REMOVE -> writer.remove(key);
            case SET -> writer.set(b(step));
            case COUNT -> writer.increment(b(step) - 1_000L);
            case ADD -> writer.addMember(key);
            case DISCARD -> writer.discardMember(key);
            case SUBMIT -> writer.submit(WORDS[b(step) % WORDS.length]);
            case MARK -> mark(replica, writer, step);
            case CLEAR -> writer.clear(FIELDS[a(step) % FIELDS.length]);
            case LIFECYCLE -> writer.delete(a(step) % 2 == 0);
            default -> item(replica, writer, step);
        }
    }

    private static void item(World.Replica replica, World.Writer writer, int step) {
        int items = replica.state.list(World.LIST).size();
        if (items > 0) {
            switch (action(step)) {
                case REMOVE_ITEM -> writer.removeItem(a(step) % items);
                case SET_ITEM -> writer.setItem(a(step) % items, WORDS[b(step) % WORDS.length]);
                default -> writer.moveItem(a(step) % items, b(step) % items);
            }
        }
    }

    private static void delete(World.Replica replica, World.Writer writer, int step) {
        int from = place(replica, a(step));
        int to = whole(replica, Math.min(replica.state.textLength(World.TEXT), from + 1 + b(step) % 6));
        if (to > from) {
            writer.deleteText(from, to - from);
        }
    }

    private static void mark(World.Replica replica, World.Writer writer, int step) {
        int from = place(replica, a(step));
        int to = whole(replica, Math.min(replica.state.textLength(World.TEXT), from + 1 + b(step) % 16));
        if (to > from) {
            int rest = b(step) >>> 4;
            String name = rest % 2 == 0 ? "bold" : "link";
            writer.mark(from, to, name, rest % 3 == 0 ? null : (long) rest % 3, EXPANSIONS[rest % EXPANSIONS.length]);
        }
    }

    /** A place in the text, near its start for every second number, so that people meet. */
    private static int place(World.Replica replica, int number) {
        int length = replica.state.textLength(World.TEXT);
        int at = number / 2 % (length + 1);
        return whole(replica, number % 2 == 0 ? at : Math.min(at, number / 2 % 3));
    }

    /** The same place, or the one before when it is between the halves of a character. */
    private static int whole(World.Replica replica, int at) {
        if (at == 0 || at == replica.state.textLength(World.TEXT)) {
            return at;
        }
        String before = replica.state.textRange(World.TEXT, at - 1, at);
        return Character.isHighSurrogate(before.charAt(0)) ? at - 1 : at;
    }

    /**
     * Does the steps and holds all replicas against each other and their models.
     *
     * @throws AssertionError when they differ, or when anything is thrown on the way
     */
    @SuppressWarnings("IllegalCatch")
    void verify() {
        try {
            Agreement.verify(run(), toString());
        } catch (RuntimeException | ChangeException e) {
            throw new AssertionError("failed: " + this, e);
        }
    }
}
