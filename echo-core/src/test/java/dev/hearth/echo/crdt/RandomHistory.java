package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A history of one object made by several replicas at random, with what each replica had seen at each change. */
final class RandomHistory {
    final Actors actors = new Actors();
    final List<Made> made = new ArrayList<>();
    private final Random random;
    private final List<ObjectState> states = new ArrayList<>();
    private final long[][] seen;
    private final long[] lamports;

    /** A change, the version at which it stands (itself included), and its author's state then. */
    @SuppressWarnings("ArrayRecordComponent")
    record Made(LoggedChange change, long[] version, byte[] canonical) {
        Horizon horizon() {
            return change -> change.seq() <= version[change.actor()];
        }
    }

    RandomHistory(long seed, int replicas, int steps) throws ChangeException {
        random = new Random(seed);
        seen = new long[replicas][replicas];
        lamports = new long[replicas];
        for (int i = 0; i < replicas; i++) {
            actors.intern(World.key(replicas - i));
            states.add(new ObjectState(actors));
        }
        for (int i = 0; i < steps; i++) {
            int at = random.nextInt(replicas);
            if (random.nextInt(3) == 0) {
                receive(at);
            } else {
                change(at);
            }
        }
    }

    /** Takes in what another replica has, in the order in which it was made. */
    private void receive(int at) throws ChangeException {
        int from = random.nextInt(states.size());
        for (Made each : made) {
            LoggedChange change = each.change();
            if (change.seq() <= seen[from][change.actor()] && change.seq() > seen[at][change.actor()]) {
                states.get(at).apply(change.bytes(), change.actor(), change.lamport());
                seen[at][change.actor()] = change.seq();
                lamports[at] = Math.max(lamports[at], change.lamport());
            }
        }
    }

    private void change(int at) throws ChangeException {
        ObjectState state = states.get(at);
        Edit edit = state.edit(at, ++lamports[at]);
        if (random.nextInt(8) == 0) {
            edit.beginText("f" + random.nextInt(2), "first");
        } else {
            for (int i = random.nextInt(4); i >= 0; i--) {
                edit(edit, state);
            }
        }
        byte[] bytes = edit.finish();
        if (bytes.length > 0) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            hash[0] &= (byte) (random.nextInt(3) == 0 ? 0 : 0xFF); // boundaries are rare where nobody helps
            LoggedChange change = new LoggedChange(at, ++seen[at][at], lamports[at], Stratum.level(hash), bytes);
            made.add(new Made(change, seen[at].clone(), state.canonical()));
        }
    }

    private void edit(Edit edit, ObjectState state) throws ChangeException {
        String field = "f" + random.nextInt(2);
        int length = state.textLength(field);
        int size = state.list(field).size();
        Scalar value = new Scalar.Int(random.nextInt(5));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> edit.insertText(field, random.nextInt(length + 1), random.nextBoolean() ? "ab" : "é");
            case 3 -> {
                if (length > 0) {
                    edit.deleteText(field, random.nextInt(length), 1);
                }
            }
            case 4 -> {
                if (length > 0) {
                    int from = random.nextInt(length);
                    edit.mark(field, from, from + 1 + random.nextInt(length - from), "bold", value, Expand.AFTER);
                }
            }
            case 5, 6 -> edit.insert(field, random.nextInt(size + 1), List.of(value));
            case 7 -> {
                if (size > 0) {
                    edit.removeItems(field, random.nextInt(size), 1);
                }
            }
            case 8 -> {
                if (size > 0) {
                    edit.moveItem(field, random.nextInt(size), random.nextInt(size));
                }
            }
            case 9 -> {
                if (size > 0) {
                    edit.setItem(field, random.nextInt(size), value);
                }
            }
            case 10 -> edit.put(field, "k" + random.nextInt(3), value);
            case 11 -> edit.remove(field, "k" + random.nextInt(3));
            case 12 -> edit.set(field, value);
            case 13 -> edit.increment(field, random.nextInt(9) - 4);
            case 14 -> {
                if (random.nextBoolean()) {
                    edit.add(field, value);
                } else {
                    edit.discard(field, value);
                }
            }
            default -> {
                if (random.nextBoolean()) {
                    edit.submit(field, new byte[] {(byte) random.nextInt(3)});
                } else if (state.deleted()) {
                    if (random.nextInt(9) == 0) {
                        edit.purge();
                    } else {
                        edit.restore();
                    }
                } else {
                    edit.delete();
                }
            }
        }
    }
}
