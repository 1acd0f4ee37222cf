package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Three clients do with one space whatever comes up: write, close, open, leave, come back, hand over, remove, delete,
 * forget, restart. After each step all are held against a model of a few sets. A seed runs again with
 * {@code -Dhearth.life=SEED}, and {@code -Dhearth.lives=N} runs more of them.
 */
final class SpaceLifeScenarioTest extends ClientsInMemory {
    record Note(int number) {}

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("ann", "bob", "carl");
    private static final int STEPS = 25;

    private final Map<String, Client> running = new LinkedHashMap<>();
    private final Model model = new Model();
    private SpaceId space = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private final Map<String, Integer> done = new TreeMap<>();
    private int notes;

    /** What ought to be. */
    private static final class Model {
        private String owner = "ann";
        private final Set<String> members = new TreeSet<>(Set.of("ann"));
        private final Map<String, KnownSpace.State> states = new HashMap<>();
        private final Map<String, Set<Integer>> known = new HashMap<>();
        private final Map<String, Set<Integer>> wrote = new HashMap<>();
        private Optional<String> deletedBy = Optional.empty();

        boolean is(String name, KnownSpace.State state) {
            return states.get(name) == state;
        }

        boolean isOpenMember(String name) {
            return is(name, KnownSpace.State.OPEN) && members.contains(name);
        }

        Set<Integer> known(String name) {
            return known.computeIfAbsent(name, each -> new HashSet<>());
        }

        Set<Integer> wrote(String name) {
            return wrote.computeIfAbsent(name, each -> new HashSet<>());
        }

        boolean mayWrite(String name) {
            return isOpenMember(name) && known(name).containsAll(wrote(name));
        }

        void wipe(String name) {
            states.remove(name);
            known(name).clear();
        }

        /** What comes about by itself: open members share what they know, and hear of what ended. */
        void settle() {
            if (deletedBy.isPresent()) {
                states.replaceAll((name, state) ->
                        state == KnownSpace.State.OPEN && members.contains(name) ? KnownSpace.State.DELETED : state);
                String owner = deletedBy.get();
                if (members.stream().allMatch(name -> name.equals(owner) || !is(name, KnownSpace.State.CLOSED))) {
                    states.remove(owner);
                }
            }
            Set<Integer> shared = new HashSet<>();
            members.stream().filter(this::isOpenMember).forEach(name -> shared.addAll(known(name)));
            members.stream()
                    .filter(this::isOpenMember)
                    .forEach(name -> known(name).addAll(shared));
            boolean anybodyThere =
                    members.stream().anyMatch(name -> isOpenMember(name) || is(name, KnownSpace.State.DELETED));
            if (anybodyThere) {
                states.values().removeIf(state -> state == KnownSpace.State.LEFT);
            }
        }
    }

    @Test
    void whateverHappensToASpaceIsWhatTheModelSays() {
        Long given = Long.getLong("hearth.life");
        long end = given == null ? Long.getLong("hearth.lives", 4) : given + 1;
        for (long seed = given == null ? 0 : given; seed < end; seed++) {
            List<String> steps = new ArrayList<>();
            try {
                run(new Random(seed), steps);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("run again: -Dhearth.life=" + seed + " " + steps, e);
            }
        }
        System.out.println("lives of a space: " + done);
        if (given == null) {
            assertThat(done).containsKeys("write", "join", "leave", "hand over", "remove", "delete", "forget");
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }

    private void run(Random random, List<String> steps) {
        running.values().forEach(Client::close);
        NAMES.forEach(name -> running.put(name, open(name)));
        restart();
        join("bob");
        join("carl");
        settle();
        for (int step = 0; step < STEPS; step++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String other = NAMES.get(random.nextInt(NAMES.size()));
            steps.add(step(random.nextInt(12), name, other));
            settle();
        }
    }

    private void settle() {
        model.settle();
        NAMES.forEach(this::await);
    }

    /** Another space, which is the one that the model is about from now on. */
    private void restart() {
        model.owner = "ann";
        model.deletedBy = Optional.empty();
        model.members.clear();
        model.members.add("ann");
        model.states.clear();
        model.known.clear();
        model.wrote.clear();
        model.states.put("ann", KnownSpace.State.OPEN);
        Space home = client("ann").spaces().create("Home");
        home.put(new Note(0));
        model.known("ann").add(0);
        model.wrote("ann").add(0);
        space = home.id();
    }

    private Client client(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    private String step(int kind, String name, String other) {
        Spaces spaces = client(name).spaces();
        switch (kind) {
            case 0, 1 -> write(name);
            case 2 -> {
                if (model.is(name, KnownSpace.State.OPEN)) {
                    spaces.close(space);
                    model.states.put(name, KnownSpace.State.CLOSED);
                }
            }
            case 3, 4 -> {
                if (model.is(name, KnownSpace.State.CLOSED)) {
                    spaces.open(space);
                    model.states.put(name, KnownSpace.State.OPEN);
                }
            }
            case 5 -> leave(name);
            case 6 -> handOver(other);
            case 7 -> remove(other);
            case 8, 9 -> join(name);
            case 10 -> {
                if (other.equals("carl")) {
                    delete(name);
                } else {
                    forget(name);
                }
            }
            default -> {
                client(name).close();
                running.put(name, open(name));
            }
        }
        return kind + " " + name + " " + other;
    }

    private void write(String name) {
        if (model.mayWrite(name)) {
            int number = ++notes;
            Await.until("the right to write", BOUND, () -> put(name, number));
            model.known(name).add(number);
            model.wrote(name).add(number);
            count("write");
        } else if (model.is(name, KnownSpace.State.OPEN)) {
            assertRefused(
                    ErrorCode.NOT_PERMITTED,
                    () -> client(name).spaces().get(space).put(new Note(0)));
        }
    }

    private boolean put(String name, int number) {
        try {
            client(name).spaces().get(space).put(new Note(number));
            return true;
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
            return false;
        }
    }

    private void leave(String name) {
        Spaces spaces = client(name).spaces();
        if (!model.isOpenMember(name)) {
            return;
        }
        if (model.owner.equals(name)) {
            assertRefused(ErrorCode.OWNER_STAYS, () -> spaces.leave(space));
            return;
        }
        spaces.leave(space);
        model.members.remove(name);
        model.wipe(name);
        model.states.put(name, KnownSpace.State.LEFT);
        count("leave");
    }

    private boolean ownerActsOn(String other) {
        return model.isOpenMember(model.owner)
                && model.members.contains(other)
                && !other.equals(model.owner)
                && model.known(model.owner).containsAll(model.known(other));
    }

    private void handOver(String other) {
        if (ownerActsOn(other) && model.isOpenMember(other)) {
            client(model.owner).spaces().get(space).transferOwnership(id(other));
            model.owner = other;
            count("hand over");
        }
    }

    private void remove(String other) {
        if (ownerActsOn(other) && model.isOpenMember(other)) {
            client(model.owner).spaces().get(space).remove(id(other));
            model.members.remove(other);
            count("remove");
        }
    }

    private void join(String name) {
        if (model.isOpenMember(model.owner) && !model.members.contains(name) && model.states.get(name) == null) {
            join(client(name), client(model.owner).spaces().get(space).invite(Role.WRITER));
            model.members.add(name);
            count("join");
            model.states.put(name, KnownSpace.State.OPEN);
        }
    }

    private void delete(String name) {
        Spaces spaces = client(name).spaces();
        if (!model.isOpenMember(name)) {
            return;
        }
        if (!model.owner.equals(name)) {
            assertRefused(ErrorCode.NOT_PERMITTED, () -> spaces.delete(space));
            return;
        }
        spaces.delete(space);
        model.deletedBy = Optional.of(name);
        count("delete");
        model.wipe(name);
        model.states.put(name, KnownSpace.State.DELETED);
    }

    private void forget(String name) {
        Spaces spaces = client(name).spaces();
        boolean ended =
                model.is(name, KnownSpace.State.DELETED) && !Optional.of(name).equals(model.deletedBy);
        if (ended || (model.is(name, KnownSpace.State.OPEN) && !model.members.contains(name))) {
            spaces.forget(space);
            model.wipe(name);
            count("forget");
        } else if (model.isOpenMember(name)) {
            assertRefused(ErrorCode.NOT_PERMITTED, () -> spaces.forget(space));
        }
    }

    private IdentityId id(String name) {
        return client(name).halo().identity().orElseThrow().id();
    }

    private void await(String name) {
        Await.until(name + " as " + model.states + " of " + model.members + " know " + model.known, BOUND, () -> {
            Optional<KnownSpace.State> state = client(name).spaces().all().stream()
                    .filter(known -> known.id().equals(space))
                    .map(KnownSpace::state)
                    .findFirst();
            return state.equals(Optional.ofNullable(model.states.get(name)))
                    && (!model.is(name, KnownSpace.State.OPEN) || isAsModelled(name));
        });
    }

    private boolean isAsModelled(String name) {
        Space open = client(name).spaces().get(space);
        assertThat(open.status().frozen()).isEmpty();
        Set<Integer> here = new HashSet<>();
        open.query(Note.class).list().forEach(found -> here.add(found.value().number()));
        Optional<Role> role = open.role();
        boolean owns = role.equals(Optional.of(Role.OWNER));
        return here.equals(model.known(name))
                && role.isPresent() == model.members.contains(name)
                && owns == (model.owner.equals(name) && model.members.contains(name));
    }
}
