package dev.hearth.halo;

import dev.hearth.base.IdentityId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rule that turns credentials into authority.
 *
 * <ol>
 *   <li>A device says one thing after the other. Of two credentials of a device that did not know each other neither
 *       counts, nor what it says after them, and the device is frozen. What the owner knew when it removed the device
 *       or its member stays.
 *   <li>A credential is <i>founded</i> when its author, in the state of the credential's own past, was a member whose
 *       role allows the statement ({@link Founding}). This never changes.
 *   <li>Of devices that came by the root key's word those are left out beside which, neither knowing of the other, one
 *       came by a later root key.
 *   <li>A removal takes away all rights, a change to a lower role those beyond it, the revocation of a device what that
 *       one may. Such <i>revocations</i> are taken one after the other: the owner's first, those of its own devices
 *       before the others, then those that a majority of the admins the owner made agree on, then the others by the
 *       seniority of their authors: by how many admissions lie between the owner and the author, then by the places of
 *       those admissions among what their authors said, then by the place of the device among the author's
 *       ({@link Seniority.Place}). A revocation that is taken voids what its target said without the revocation's
 *       author knowing it, beyond what is left of the target's rights, and with a voided admission all that relied on
 *       it alone. What was taken is not voided by what is taken later.
 *   <li>A revocation of somebody who is the owner, by an author who did not know so, counts for nothing; who is the
 *       owner no device says that the owner has revoked.
 *   <li>What is left makes up the state. A member's role is what was said last; of roles that were said without
 *       knowledge of each other the lowest counts, except that an owner stays.
 *   <li>The owner may delete the space. What is said in the knowledge of that is not founded; what others said before
 *       they knew stays as it is, and matters to nobody.
 * </ol>
 *
 * <p>So a decision depends on founded revocations of greater seniority alone, and a removed member, whatever it and
 * those whom it admits say from an old view, changes nothing. No clock and no hash decides, and numbers of statements
 * or of members only where the owner made the members. This is the rule "seniority-greedy strong removal with cuts";
 * the executable form of it is in the tests.
 *
 * <p>An evaluation costs the number of credentials; where the last credential builds on all others, as in a space in
 * which nothing happens at the same time, it costs that one alone. Not thread-safe.
 */
final class AuthorityRule {
    /** Evaluations that are kept to go on from: one for each branch that grows. */
    private static final int EVALUATIONS = 16;

    /** Results that are kept; blocks name the same few credentials again and again. */
    private static final int RESULTS = 256;

    private final CredentialGraph graph;
    private final List<@Nullable Standing> standings = new ArrayList<>();
    private final Map<BitSet, Evaluation> evaluations = latest(EVALUATIONS);
    private final Map<BitSet, Authority> results = latest(RESULTS);

    AuthorityRule(CredentialGraph graph) {
        this.graph = graph;
    }

    private static <V> Map<BitSet, V> latest(int limit) {
        return new LinkedHashMap<>(limit, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<BitSet, V> eldest) {
                return size() > limit;
            }
        };
    }

    /** Returns the authority that the credentials of those numbers, closed under parents, yield. */
    Authority evaluate(BitSet set) {
        Authority known = results.get(set);
        if (known == null) {
            known = evaluation(set).authority();
            results.put((BitSet) set.clone(), known);
        }
        return known;
    }

    /** Returns whether, by the credentials of those numbers, an identity or one of its devices was removed. */
    boolean isCut(BitSet set, IdentityId identity) {
        return evaluation(set).isCut(identity);
    }

    private Evaluation evaluation(BitSet set) {
        Deque<Integer> steps = new ArrayDeque<>();
        BitSet at = set;
        Evaluation found = evaluations.remove(at);
        while (found == null) {
            int last = at.length() - 1;
            if (last > 0 && graph.past(last).cardinality() + 1 == at.cardinality()) {
                steps.push(last);
                at = graph.past(last);
                found = evaluations.remove(at);
            } else {
                at.stream().forEach(this::standing);
                found = new Evaluation(graph, this::standing, at);
            }
        }
        for (int step : steps) {
            if (known(step) == null) {
                standings.set(step, new Founding(graph, found).of(step));
            }
            found.follow(step);
        }
        evaluations.put((BitSet) set.clone(), found);
        return found;
    }

    /** Returns what a credential's own past says of it. */
    Standing standing(int number) {
        Standing known = known(number);
        if (known == null) {
            known = number == 0
                    ? Founding.ofGenesis(graph.get(0))
                    : new Founding(graph, evaluation(graph.past(number))).of(number);
            standings.set(number, known);
        }
        return known;
    }

    /** Returns whether the newest credential was said by right; one that was not is to be taken out of the graph. */
    boolean isNewestFounded() {
        int newest = graph.size() - 1;
        boolean founded = standing(newest).isFounded();
        if (!founded) {
            standings.subList(newest, standings.size()).clear();
        }
        return founded;
    }

    private @Nullable Standing known(int number) {
        while (standings.size() < graph.size()) {
            standings.add(null);
        }
        return standings.get(number);
    }
}
