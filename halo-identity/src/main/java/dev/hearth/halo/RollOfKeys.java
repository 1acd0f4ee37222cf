package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the epochs. Of several keys of one number the epoch's is one that no removed member was given, if there
 * is such; else, and of several wraps for one device, that of the smaller id.
 */
final class RollOfKeys {
    private final Map<Integer, List<Authority.EpochKey>> made = new HashMap<>();
    private final Map<Integer, Map<DeviceId, Wrap>> granted = new HashMap<>();
    private int newest = -1;

    private record Wrap(CredentialId by, Bytes wrap) {
        static Wrap smaller(Wrap one, Wrap other) {
            return one.by().compareTo(other.by()) <= 0 ? one : other;
        }
    }

    int newest() {
        return newest;
    }

    /** Adds a credential that counts; nothing happens when it is not about a key. */
    void add(Credential credential) {
        if (credential.statement() instanceof Statement.Epoch it) {
            newest = Math.max(newest, it.number());
            made.computeIfAbsent(it.number(), each -> new ArrayList<>())
                    .add(new Authority.EpochKey(credential.id(), it, it.wraps()));
        } else if (credential.statement() instanceof Statement.KeyGrant it) {
            granted.computeIfAbsent(it.epoch(), each -> new HashMap<>())
                    .merge(it.device(), new Wrap(credential.id(), it.wrap()), Wrap::smaller);
        }
    }

    /** Returns the keys by number; {@code removed} are the devices of members that were removed. */
    Map<Integer, Authority.EpochKey> epochs(Set<DeviceId> removed) {
        Map<Integer, Authority.EpochKey> epochs = new HashMap<>();
        made.forEach((number, keys) -> {
            Authority.EpochKey key = choose(keys, removed);
            Map<DeviceId, Bytes> wraps = new HashMap<>(key.wraps());
            granted.getOrDefault(number, Map.of()).forEach((device, wrap) -> wraps.putIfAbsent(device, wrap.wrap()));
            epochs.put(number, new Authority.EpochKey(key.id(), key.statement(), wraps));
        });
        return epochs;
    }

    private static Authority.EpochKey choose(List<Authority.EpochKey> keys, Set<DeviceId> removed) {
        return keys.size() == 1
                ? keys.get(0)
                : Collections.min(
                        keys,
                        Comparator.<Authority.EpochKey, Boolean>comparing(
                                        key -> !Collections.disjoint(key.wraps().keySet(), removed))
                                .thenComparing(Authority.EpochKey::id));
    }
}
