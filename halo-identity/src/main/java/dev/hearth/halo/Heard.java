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
    private final Map<IdentityId, List<Grant>> deviceGrants = new HashMap<>();
    private final Map<IdentityId, List<Taken>> revocations = new HashMap<>();
    private final Map<IdentityId, List<Taken>> deviceRevocations = new HashMap<>();
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
            (grant.membership() ? grants : deviceGrants)
                    .computeIfAbsent(grant.receiver(), each -> new ArrayList<>())
                    .add(grant);
            grant.chain().ifPresent(chain -> claim(chain.device(), grant.receiver()));
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
        (revocation.device().isEmpty() ? revocations : deviceRevocations)
                .computeIfAbsent(revocation.target(), each -> new ArrayList<>())
                .add(new Taken(number, revocation));
    }

    /** Returns whether a credential is one of two that its device said at once, or comes after one. */
    boolean isForked(int number) {
        return saidBy(graph.get(number).author()).isForked(number);
    }

    /** Settles what the devices concerned had said by the time that {@code revocation}, an owner's, was said. */
    void settle(Revocation revocation, int number) {
        Set<DeviceId> devices = revocation.device().map(Set::of).orElseGet(() -> devices(revocation.target()));
        devices.forEach(device -> saidBy(device).settle(graph.past(number)));
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

    /** Returns the devices that anybody was ever admitted with. */
    Set<DeviceId> claimed() {
        return new HashSet<>(claimants.keySet());
    }

    /** Returns the devices that the identity was ever admitted with. */
    Set<DeviceId> devices(IdentityId identity) {
        return devices.getOrDefault(identity, Set.of());
    }

    /** Returns the founded grants of membership and roles to an identity, counting or not. */
    List<Grant> grants(IdentityId receiver) {
        return grants.getOrDefault(receiver, List.of());
    }

    /** Returns the founded grants of further devices to an identity, counting or not. */
    List<Grant> deviceGrants(IdentityId receiver) {
        return deviceGrants.getOrDefault(receiver, List.of());
    }

    Set<IdentityId> identities() {
        return grants.keySet();
    }

    /** Returns the revocations taken of an identity's devices. */
    List<Taken> deviceRevocations(IdentityId target) {
        return deviceRevocations.getOrDefault(target, List.of());
    }

    /** Returns the revocations taken of an identity. */
    List<Taken> revocations(IdentityId target) {
        return revocations.getOrDefault(target, List.of());
    }
}
