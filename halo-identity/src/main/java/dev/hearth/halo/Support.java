package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether a credential still has what it relies on: an admission of its author's device and a role that suffices, both
 * counting and known to it, and no revocation taken whose author did not know it, unless its author was restored in
 * between.
 */
final class Support {
    private final CredentialGraph graph;
    private final Heard heard;
    private final BitSet counts;
    private final BitSet taken;

    /** Asks by what is heard, counts and is taken at that time. */
    Support(CredentialGraph graph, Heard heard, BitSet counts, BitSet taken) {
        this.graph = graph;
        this.heard = heard;
        this.counts = counts;
        this.taken = taken;
    }

    /** Returns whether a credential has it; what was taken needs none. */
    boolean holds(int number) {
        if (number == 0 || taken.get(number)) {
            return true;
        }
        for (IdentityId each : heard.claimants(graph.get(number).author())) {
            if (holds(number, each)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a credential has it as a statement of the member that had the right to it. A device that this one
     * has revoked may be another's too, and goes on as that one's, but with no vote and no seniority of the former.
     */
    boolean isTheSpeakers(int number, Standing standing) {
        return standing.speaker()
                .filter(it -> taken.get(number) || holds(number, it))
                .isPresent();
    }

    /** Returns whether a credential that was not taken has it as a statement of {@code author}. */
    boolean holds(int number, IdentityId author) {
        Credential credential = graph.get(number);
        int least = credential.statement().leastRole(author);
        List<Heard.Taken> against = unknownTo(number, heard.revocations(author));
        List<Grant> grants = new ArrayList<>();
        int leastCap = credential.statement().leastCap(credential.author());
        boolean admitted = comesByRoot(credential, author);
        for (Grant grant : heard.grants(author)) {
            if (counts.get(grant.number())
                    && graph.past(number).get(grant.number())
                    && isAfterRemovals(grant.number(), against)) {
                grants.add(grant);
                admitted |= isFor(credential.author(), grant, number);
            }
        }
        for (Grant grant : heard.deviceGrants(author)) {
            admitted |= counts.get(grant.number())
                    && graph.past(number).get(grant.number())
                    && grant.cap().code() >= leastCap
                    && isAfterRemovals(grant.number(), against)
                    && isFor(credential.author(), grant, number);
        }
        if (!admitted || !suffices(grants, least)) {
            return false;
        }
        for (Heard.Taken each : against) {
            if (!isRestored(each, against, grants, least)) {
                return false;
            }
        }
        return true;
    }

    /** A device that comes by the root key's word alone has nothing else to rely on but the membership. */
    private static boolean comesByRoot(Credential credential, IdentityId author) {
        return credential.statement() instanceof Statement.AdmitDevice it
                && it.device().device().equals(credential.author())
                && it.device().identity().equals(author);
    }

    /**
     * Whether a grant names the device, and none of its revocations is unknown to both the grant and the credential.
     */
    private boolean isFor(DeviceId device, Grant grant, int number) {
        if (!grant.names(device)) {
            return false;
        }
        for (Heard.Taken each : heard.deviceRevocations(grant.receiver())) {
            boolean concerns = each.revocation().device().equals(Optional.of(device));
            if (concerns
                    && !graph.past(each.number()).get(number)
                    && !graph.past(grant.number()).get(each.number())) {
                return false;
            }
        }
        return true;
    }

    private List<Heard.Taken> unknownTo(int number, List<Heard.Taken> revocations) {
        List<Heard.Taken> unknown = new ArrayList<>();
        for (Heard.Taken each : revocations) {
            if (!graph.past(each.number()).get(number)) {
                unknown.add(each);
            }
        }
        return unknown;
    }

    /** A lowered role is forgotten with the membership that it was a role of. */
    private boolean isRestored(Heard.Taken lowered, List<Heard.Taken> against, List<Grant> grants, int least) {
        if (lowered.revocation().isRemoval()
                || lowered.revocation().level() >= least
                || !isAfterRemovals(lowered.number(), against)) {
            return true;
        }
        for (Grant grant : grants) {
            if (grant.role().code() >= least && graph.past(grant.number()).get(lowered.number())) {
                return true;
            }
        }
        return false;
    }

    private static boolean suffices(List<Grant> grants, int least) {
        for (Grant grant : grants) {
            if (grant.role().code() >= least) {
                return true;
            }
        }
        return false;
    }

    private boolean isAfterRemovals(int number, List<Heard.Taken> revocations) {
        for (Heard.Taken each : revocations) {
            if (each.revocation().isRemoval() && !graph.past(number).get(each.number())) {
                return false;
            }
        }
        return true;
    }
}
