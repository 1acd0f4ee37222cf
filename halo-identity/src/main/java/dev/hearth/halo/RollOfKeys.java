package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys of the epochs, and what leads those into the swarm who get none. Of several keys of one number that count
 * the epoch's is one that no device was given that is out, if there is such; else that of the smaller id.
 */
final class RollOfKeys {
    private final CredentialGraph graph;
    private final Map<Integer, Numbered> numbered = new HashMap<>();
    private final Map<DeviceId, List<Bytes>> ways = new HashMap<>();
    private int newest = -1;

    RollOfKeys(CredentialGraph graph) {
        this.graph = graph;
    }

    /** What was said of the keys of one number. */
    private static final class Numbered {
        private final List<Integer> counting = new ArrayList<>();
        private final List<Integer> made = new ArrayList<>();
        private final List<Integer> grants = new ArrayList<>();
        private List<SpaceEpochs.Key> keys = List.of();
        private boolean changed;
    }

    int newest() {
        return newest;
    }

    /** Adds a credential that counts; nothing happens when it is not about a key. */
    void add(int number) {
        if (graph.get(number).statement() instanceof Statement.Epoch it) {
            newest = Math.max(newest, it.number());
            numbered(it.number()).counting.add(number);
        }
        addVoid(number);
    }

    /** Adds a credential that was said by right and does not count. */
    void addVoid(int number) {
        Statement statement = graph.get(number).statement();
        if (statement instanceof Statement.Epoch it) {
            numbered(it.number()).made.add(number);
        } else if (statement instanceof Statement.KeyGrant it) {
            numbered(it.epoch()).grants.add(number);
        } else if (statement instanceof Statement.SwarmGrant it) {
            ways.computeIfAbsent(it.device(), device -> new ArrayList<>()).add(it.wrap());
        }
    }

    private Numbered numbered(int epoch) {
        Numbered known = numbered.computeIfAbsent(epoch, each -> new Numbered());
        known.changed = true;
        return known;
    }

    /**
     * Returns the keys by number.
     *
     * @param devicesOut the devices that were said by right to be in, and are not; asked for where it matters
     */
    SpaceEpochs all(Supplier<Set<DeviceId>> devicesOut) {
        boolean several = numbered.values().stream().anyMatch(known -> known.counting.size() > 1);
        Set<DeviceId> out = several ? devicesOut.get() : Set.of();
        Map<Integer, SpaceEpochs.Key> current = new HashMap<>();
        Map<Integer, List<SpaceEpochs.Key>> all = new HashMap<>();
        numbered.forEach((number, known) -> {
            if (known.changed) {
                known.changed = false;
                known.keys = keys(known);
            }
            all.put(number, known.keys);
            if (!known.counting.isEmpty()) {
                current.put(number, choose(known, out));
            }
        });
        return new SpaceEpochs(current, all, ways);
    }

    private List<SpaceEpochs.Key> keys(Numbered known) {
        Map<DeviceId, List<Bytes>> granted = new HashMap<>();
        for (int grant : known.grants) {
            Statement.KeyGrant given = (Statement.KeyGrant) graph.get(grant).statement();
            granted.computeIfAbsent(given.device(), device -> new ArrayList<>()).add(given.wrap());
        }
        return known.made.stream()
                .map(number -> {
                    Credential credential = graph.get(number);
                    Statement.Epoch statement = (Statement.Epoch) credential.statement();
                    return new SpaceEpochs.Key(credential.id(), statement, granted, holders(number, known));
                })
                .toList();
    }

    /** Who grants a key gives one that it knows of. */
    private Set<DeviceId> holders(int epoch, Numbered known) {
        Statement.Epoch statement = (Statement.Epoch) graph.get(epoch).statement();
        Set<DeviceId> holders = new HashSet<>(statement.wraps().keySet());
        for (int grant : known.grants) {
            if (graph.past(grant).get(epoch)) {
                holders.add(((Statement.KeyGrant) graph.get(grant).statement()).device());
            }
        }
        return holders;
    }

    private SpaceEpochs.Key choose(Numbered known, Set<DeviceId> out) {
        int chosen = known.counting.size() == 1
                ? known.counting.get(0)
                : Collections.min(
                        known.counting,
                        Comparator.<Integer, Boolean>comparing(number -> !Collections.disjoint(wraps(number), out))
                                .thenComparing(number -> graph.get(number).id()));
        return known.keys.get(known.made.indexOf(chosen));
    }

    private Set<DeviceId> wraps(int number) {
        return ((Statement.Epoch) graph.get(number).statement()).wraps().keySet();
    }
}
