package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.HashMap;
import java.util.Map;

/**
 * What the members of a space call themselves. Each device can rename its identity only so often, so that one that was
 * stolen uses up nobody else's share, and raise the revision only so far, so that its number never runs out.
 */
final class RollOfNames {
    /** Profiles that one device says of its identity; more have no effect. */
    static final int MAX_OF_DEVICE = 256;

    /** How far one profile may be ahead of those before it: a member that comes late has been renamed elsewhere. */
    static final long MAX_STEP = 1L << 16;

    private final CredentialGraph graph;
    private final Map<IdentityId, IdentityName> newest = new HashMap<>();
    private final Map<DeviceId, Integer> said = new HashMap<>();

    RollOfNames(CredentialGraph graph) {
        this.graph = graph;
    }

    /** Adds what a credential that counts says. */
    void add(int number) {
        Credential credential = graph.get(number);
        if (credential.statement() instanceof Statement.Profile it) {
            newest.merge(it.member(), it.name(), (one, other) -> one.compareTo(other) >= 0 ? one : other);
            said.merge(credential.author(), 1, Integer::sum);
        }
    }

    /** Returns whether a device may say so after what is here. */
    boolean allow(DeviceId author, Statement.Profile profile) {
        IdentityName former = newest.get(profile.member());
        long reached = former == null ? 0 : former.revision();
        return said.getOrDefault(author, 0) < MAX_OF_DEVICE && profile.name().revision() - MAX_STEP <= reached;
    }

    Map<IdentityId, IdentityName> newest() {
        return newest;
    }
}
