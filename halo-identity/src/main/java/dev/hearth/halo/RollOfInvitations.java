package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * The invitations of a space that credentials tell of, and who came in by which. They decide about no right: an
 * admission counts by the right of who says it, whatever invitation it names. So two hosts who each let in the last
 * guest at the same time have both admitted a member, and everybody sees that the invitation was used too often.
 */
final class RollOfInvitations {
    private final CredentialGraph graph;
    private final IntFunction<Standing> standings;
    private final Map<Bytes, Integer> invitations = new HashMap<>();
    private final Set<Bytes> cancelled = new HashSet<>();
    private final Map<Bytes, Set<IdentityId>> admitted = new HashMap<>();

    RollOfInvitations(CredentialGraph graph, IntFunction<Standing> standings) {
        this.graph = graph;
        this.standings = standings;
    }

    /** What there is at a time. */
    record State(Map<Bytes, DelegatedInvitation> delegated, Map<Bytes, Set<IdentityId>> admitted) {}

    /** Adds what a credential that counts says. */
    void add(int number) {
        Statement statement = graph.get(number).statement();
        if (statement instanceof Statement.Invite it) {
            invitations.merge(InvitationKey.id(it.publicKey()), number, this::first);
        } else if (statement instanceof Statement.CancelInvite it) {
            cancelled.add(it.invitation());
        } else if (statement instanceof Statement.Admit it) {
            it.invitation()
                    .ifPresent(id -> admitted.computeIfAbsent(id, any -> new TreeSet<>())
                            .add(it.member().identity()));
        }
    }

    /** Only who has the link's secret, or who may invite anyway, can say a key twice; the smaller id holds. */
    private int first(int one, int other) {
        return graph.get(one).id().compareTo(graph.get(other).id()) <= 0 ? one : other;
    }

    State state(Map<IdentityId, Authority.Member> members) {
        Map<Bytes, DelegatedInvitation> delegated = new TreeMap<>();
        invitations.forEach((id, number) -> {
            Statement.Invite it = (Statement.Invite) graph.get(number).statement();
            IdentityId inviter = standings.apply(number).speaker().orElseThrow();
            Authority.Member now = members.get(inviter);
            boolean over = cancelled.contains(id)
                    || now == null
                    || !now.role().canAdmit(it.terms().role());
            delegated.put(id, new DelegatedInvitation(id, it.publicKey(), it.terms(), inviter, over));
        });
        Map<Bytes, Set<IdentityId>> guests = new HashMap<>();
        admitted.forEach((id, each) -> guests.put(id, Collections.unmodifiableSet(new TreeSet<>(each))));
        return new State(Collections.unmodifiableMap(delegated), Collections.unmodifiableMap(guests));
    }
}
