package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a space, as the credentials tell. Each number has one key to write under; when several were made without
 * knowledge of each other, or one whose maker was removed, what was written under the others is read all the same.
 *
 * @param current by number, the key to write under
 * @param all by number, all keys that somebody made who had the right
 * @param ways what leads into the swarm, sealed to devices that get no key
 */
record SpaceEpochs(Map<Integer, Key> current, Map<Integer, List<Key>> all, Map<DeviceId, List<Bytes>> ways) {
    SpaceEpochs {
        current = Collections.unmodifiableMap(new TreeMap<>(current));
        all = Map.copyOf(all);
        ways = Map.copyOf(ways);
    }

    /**
     * A key that was made.
     *
     * @param id of the credential
     * @param statement what it says
     * @param granted what devices were given besides, under this number
     * @param holders the devices that were given this key
     */
    record Key(CredentialId id, Statement.Epoch statement, Map<DeviceId, List<Bytes>> granted, Set<DeviceId> holders) {}

    /** Returns the number of the newest key; -1 before the first. */
    int newest() {
        return current.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** Returns the key to write under of a number; null when there is none. */
    @Nullable Key current(int number) {
        return current.get(number);
    }

    /** Returns the numbers of which there are several keys, so that the next one leads to some of them only. */
    List<Integer> aside() {
        return all.entrySet().stream()
                .filter(keys -> keys.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Returns all keys of a number. */
    List<Key> all(int number) {
        return all.getOrDefault(number, List.of());
    }
}
