package dev.hearth.halo;

import dev.hearth.base.IdentityId;
import java.util.BitSet;
import java.util.List;

/**
 * Whether a credential still has what it relies on: an admission of its author's device and a role that suffices, both
 * counting and known to it, and no revocation taken that it did not know or that its author was not restored after.
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
        return number == 0
                || taken.get(number)
                || heard.claimants(graph.get(number).author()).stream().anyMatch(each -> holds(number, each));
    }

    /** Returns whether a credential has it as a statement of {@code author}. */
    boolean holds(int number, IdentityId author) {
        Credential credential = graph.get(number);
        int least = credential.statement().leastRole(author);
        List<Heard.Taken> against = heard.revocations(author).stream()
                .filter(it -> it.number() != number && !graph.past(it.number()).get(number))
                .toList();
        List<Grant> grants = heard.grants(author).stream()
                .filter(grant -> counts.get(grant.number())
                        && graph.past(number).get(grant.number())
                        && isAfterRemovals(grant.number(), against))
                .toList();
        return grants.stream().anyMatch(grant -> grant.isAdmissionOf(credential.author()))
                && suffices(grants, least)
                && against.stream().allMatch(it -> isRestored(it, against, grants, least));
    }

    private boolean isRestored(Heard.Taken lowered, List<Heard.Taken> against, List<Grant> grants, int least) {
        return lowered.revocation().level() >= least
                || lowered.revocation().isRemoval()
                || !isAfterRemovals(lowered.number(), against)
                || suffices(
                        grants.stream()
                                .filter(grant -> graph.past(grant.number()).get(lowered.number()))
                                .toList(),
                        least);
    }

    private static boolean suffices(List<Grant> grants, int least) {
        return grants.stream().anyMatch(grant -> grant.role().code() >= least);
    }

    /** A lowered role is forgotten with the membership that it was a role of. */
    private boolean isAfterRemovals(int number, List<Heard.Taken> revocations) {
        return revocations.stream()
                .allMatch(it -> !it.revocation().isRemoval()
                        || it.number() == number
                        || graph.past(number).get(it.number()));
    }
}
