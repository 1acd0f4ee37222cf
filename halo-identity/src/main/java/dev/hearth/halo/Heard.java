package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The credentials of an evaluation by who said them and whom they concern, and which devices said two things. */
final class Heard {
    private final CredentialGraph graph;
    private final Map<DeviceId, List<Integer>> said = new HashMap<>();
    private final Map<DeviceId, Integer> forks = new LinkedHashMap<>();
    private final Map<DeviceId, Set<IdentityId>> claimants = new HashMap<>();
    private final Map<IdentityId, Set<DeviceId>> devices = new HashMap<>();
    private final Map<IdentityId, List<Grant>> grants = new LinkedHashMap<>();
    private final Map<IdentityId, List<Taken>> revocations = new HashMap<>();
    private boolean shared;

    Heard(CredentialGraph graph) {
        this.graph = graph;
    }

    /** A revocation that was taken, and the credential that says it. */
    record Taken(int number, Revocation revocation) {}

    /** Adds a credential; those that it builds on were added before. */
    void add(int number, Standing standing) {
        DeviceId author = graph.get(number).author();
        List<Integer> chain = said.computeIfAbsent(author, device -> new ArrayList<>());
        int place = place(number, chain);
        if (place < chain.size()) {
            forks.merge(author, place, Math::min);
        }
        chain.add(number);
        for (Grant grant : standing.grants()) {
            grants.computeIfAbsent(grant.receiver(), each -> new ArrayList<>()).add(grant);
            if (grant.chain() != null) {
                claim(grant.chain().device(), grant.receiver());
            }
        }
    }

    /** Returns where in its author's chain a credential leaves it: behind the last one that it builds on. */
    private int place(int number, List<Integer> chain) {
        boolean goesOn = chain.isEmpty()
                || (!forks.containsKey(graph.get(number).author())
                        && graph.past(number).get(chain.get(chain.size() - 1)));
        if (goesOn) {
            return chain.size();
        }
        int place = 0;
        while (place < chain.size() && graph.past(number).get(chain.get(place))) {
            place++;
        }
        return place;
    }

    /** Returns whether several identities were admitted with one device. */
    boolean isAnyDeviceShared() {
        return shared;
    }

    private void claim(DeviceId device, IdentityId identity) {
        claimants.computeIfAbsent(device, each -> new LinkedHashSet<>()).add(identity);
        shared |= claimants(device).size() > 1;
        devices.computeIfAbsent(identity, each -> new LinkedHashSet<>()).add(device);
    }

    /** Adds a revocation to those that were taken. */
    void take(int number, Revocation revocation) {
        revocations
                .computeIfAbsent(revocation.target(), each -> new ArrayList<>())
                .add(new Taken(number, revocation));
    }

    /** Returns whether a credential is one of two that its device said at once, or comes after one. */
    boolean isForked(int number) {
        DeviceId author = graph.get(number).author();
        Integer fork = forks.get(author);
        return fork != null && saidBy(author).indexOf(number) >= fork;
    }

    boolean isFrozen(DeviceId device) {
        return forks.containsKey(device);
    }

    Set<DeviceId> frozen() {
        return forks.keySet();
    }

    List<Integer> saidBy(DeviceId device) {
        return said.getOrDefault(device, List.of());
    }

    /** Returns the identities that were ever admitted with this device. */
    Set<IdentityId> claimants(DeviceId device) {
        return claimants.getOrDefault(device, Set.of());
    }

    /** Returns the devices that the identity was ever admitted with. */
    Set<DeviceId> devices(IdentityId identity) {
        return devices.getOrDefault(identity, Set.of());
    }

    /** Returns the founded grants to an identity, counting or not. */
    List<Grant> grants(IdentityId receiver) {
        return grants.getOrDefault(receiver, List.of());
    }

    Set<IdentityId> identities() {
        return grants.keySet();
    }

    /** Returns the revocations taken of an identity. */
    List<Taken> revocations(IdentityId target) {
        return revocations.getOrDefault(target, List.of());
    }
}
