package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** The seniority of revocations, by the admissions that count. */
final class Ranking {
    private final CredentialGraph graph;
    private final IntFunction<Standing> standings;
    private final Heard heard;
    private final BitSet counts;
    private final Support support;
    private final Map<Integer, Seniority.Path> paths = new HashMap<>();

    /** Ranks by what is heard and counts at that time. */
    Ranking(CredentialGraph graph, IntFunction<Standing> standings, Heard heard, BitSet counts, Support support) {
        this.graph = graph;
        this.standings = standings;
        this.heard = heard;
        this.counts = counts;
        this.support = support;
    }

    /** Forgets the paths, some admission on which no longer counts. */
    void forget() {
        paths.clear();
    }

    /** Adds the path of an admission that builds on all others; does nothing for another statement. */
    void extend(int number) {
        if (!paths.isEmpty()) {
            admission(number).ifPresent(grant -> addPath(number));
        }
    }

    Seniority of(int number) {
        Standing standing = standings.apply(number);
        boolean owner = standing.byOwner() && support.isTheSpeakers(number, standing);
        int rank = owner ? Seniority.OWNER : agreed(number, standing);
        Best best = bestOf(number);
        return new Seniority(
                rank,
                best.path(),
                best.device(),
                graph.seq(number),
                graph.get(number).id());
    }

    /** Who removed the same member before, in the knowledge of its last admission, agrees. */
    private int agreed(int number, Standing standing) {
        if (standing.revocation().filter(Revocation::isRemoval).isEmpty()) {
            return Seniority.SINGLE;
        }
        IdentityId target = standing.revocation().get().target();
        BitSet known = (BitSet) graph.past(number).clone();
        known.and(counts);
        Set<IdentityId> agreeing = new HashSet<>();
        if (support.isTheSpeakers(number, standing)) {
            standing.speaker().ifPresent(agreeing::add);
        }
        for (int each = known.nextSetBit(0); each >= 0; each = known.nextSetBit(each + 1)) {
            Standing other = standings.apply(each);
            boolean same = other.revocation()
                    .filter(it -> it.isRemoval() && it.target().equals(target))
                    .isPresent();
            if (same && !isAdmittedAgain(target, each, known) && support.isTheSpeakers(each, other)) {
                other.speaker().ifPresent(agreeing::add);
            }
        }
        agreeing.retainAll(standing.electors());
        return 2 * agreeing.size() > standing.electors().size() ? Seniority.MAJORITY : Seniority.SINGLE;
    }

    private boolean isAdmittedAgain(IdentityId target, int removal, BitSet known) {
        return heard.grants(target).stream()
                .anyMatch(grant -> grant.isAdmission()
                        && known.get(grant.number())
                        && graph.past(grant.number()).get(removal));
    }

    int depth(IdentityId member) {
        fill();
        return heard.grants(member).stream()
                .filter(grant -> grant.isAdmission() && counts.get(grant.number()))
                .mapToInt(grant -> path(grant.number()).depth())
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** The best path to the author of a credential, and the place of its device. */
    private record Best(Seniority.Path path, Seniority.Place device) implements Comparable<Best> {
        @Override
        public int compareTo(Best that) {
            int order = path.compareTo(that.path);
            return order != 0 ? order : device.compareTo(that.device);
        }
    }

    private Best bestOf(int number) {
        fill();
        DeviceId device = graph.get(number).author();
        Best best = null;
        for (IdentityId author : heard.claimants(device)) {
            if (support.holds(number, author)) {
                for (Grant grant : heard.grants(author)) {
                    if (grant.isAdmission()
                            && counts.get(grant.number())
                            && graph.past(number).get(grant.number())) {
                        Seniority.Path path = path(grant.number());
                        if (best == null || path.compareTo(best.path()) <= 0) {
                            Best other = new Best(path, place(author, device, graph.past(number)));
                            best = best == null || other.compareTo(best) < 0 ? other : best;
                        }
                    }
                }
            }
        }
        return Objects.requireNonNull(best);
    }

    /** Returns the place of a member's device by all that counts. */
    Seniority.Place place(IdentityId identity, DeviceId device) {
        return place(identity, device, counts);
    }

    /** Returns the best place that the grants of {@code known} give a device among those of its identity. */
    private Seniority.Place place(IdentityId identity, DeviceId device, BitSet known) {
        List<Grant> naming = heard.deviceGrants(identity).stream()
                .filter(grant -> grant.names(device) && counts.get(grant.number()) && known.get(grant.number()))
                .toList();
        boolean first = naming.isEmpty()
                || heard.grants(identity).stream()
                        .anyMatch(grant ->
                                grant.names(device) && counts.get(grant.number()) && known.get(grant.number()));
        Seniority.Place best = first ? Seniority.Place.FIRST : null;
        for (Grant each : naming) {
            Seniority.Place place = placeBy(identity, each);
            best = best == null || place.compareTo(best) < 0 ? place : best;
        }
        return Objects.requireNonNull(best);
    }

    private Seniority.Place placeBy(IdentityId identity, Grant grant) {
        IdentityChain chain = grant.chain().orElseThrow();
        DeviceId author = graph.get(grant.number()).author();
        return grant.byRoot()
                ? new Seniority.Place(1 + chain.rootChanges(), List.of())
                : place(identity, author, graph.past(grant.number())).then(graph.seq(grant.number()));
    }

    private Seniority.Path path(int admission) {
        return Objects.requireNonNull(paths.get(admission));
    }

    private void fill() {
        if (paths.isEmpty()) {
            paths.put(0, Seniority.Path.OF_OWNER);
            counts.stream()
                    .filter(number -> number != 0 && admission(number).isPresent())
                    .forEach(this::addPath);
        }
    }

    private void addPath(int number) {
        Best best = bestOf(number);
        paths.put(number, best.path().then(new Seniority.Step(best.device(), graph.seq(number))));
    }

    private Optional<Grant> admission(int number) {
        return standings.apply(number).grants().stream()
                .filter(Grant::isAdmission)
                .findFirst();
    }
}
