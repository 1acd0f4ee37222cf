package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The credentials of an evaluation by who said them and whom they concern, and which devices said two things. */
final class Heard {
    private final CredentialGraph graph;
    private final Map<DeviceId, DeviceChain> said = new HashMap<>();
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
        said.computeIfAbsent(graph.get(number).author(), device -> new DeviceChain(graph))
                .add(number);
        for (Grant grant : standing.grants()) {
            grants.computeIfAbsent(grant.receiver(), each -> new ArrayList<>()).add(grant);
            if (grant.chain() != null) {
                claim(grant.chain().device(), grant.receiver());
            }
        }
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
        return saidBy(graph.get(number).author()).isForked(number);
    }

    /** Settles what the devices of {@code target} had said by the time that {@code removal}, an owner's, was said. */
    void settle(IdentityId target, int removal) {
        for (DeviceId device : devices(target)) {
            saidBy(device).settle(graph.past(removal));
        }
    }

    boolean isFrozen(DeviceId device) {
        return saidBy(device).isFrozen();
    }

    Set<DeviceId> frozen() {
        Set<DeviceId> frozen = new HashSet<>();
        said.forEach((device, chain) -> {
            if (chain.isFrozen()) {
                frozen.add(device);
            }
        });
        return frozen;
    }

    DeviceChain saidBy(DeviceId device) {
        return said.getOrDefault(device, new DeviceChain(graph));
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
