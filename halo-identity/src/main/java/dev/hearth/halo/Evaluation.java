package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One set of credentials, closed under parents, and which of them count; see {@link AuthorityRule}. A credential that
 * builds on the whole set can be added at the cost of that one.
 */
final class Evaluation {
    private final CredentialGraph graph;
    private final IntFunction<Standing> standings;
    private final Heard heard;
    private final BitSet counts = new BitSet();
    private final BitSet taken = new BitSet();
    private final Support support;
    private final Ranking ranking;
    private final Roll roll;

    /** Evaluates {@code set}, the standings of whose credentials {@code standings} tells. */
    Evaluation(CredentialGraph graph, IntFunction<Standing> standings, BitSet set) {
        this.graph = graph;
        this.standings = standings;
        this.heard = new Heard(graph);
        this.support = new Support(graph, heard, counts, taken);
        this.ranking = new Ranking(graph, standings, heard, counts, support);
        this.roll = new Roll(graph, standings, heard, counts);
        set.stream().forEach(number -> heard.add(number, standings.apply(number)));
        set.stream().forEach(this::settle);
        set.stream().filter(this::isSaid).forEach(counts::set);
        set.stream().filter(number -> !support.holds(number)).forEach(counts::clear);
        passOverWhatFormerRootsSaid();
        // who is the owner a device must not decide that the owner has revoked
        takeRevocations(Standing::isOwnersOfADevice);
        passOverWhatConcernsAnOwner();
        takeRevocations(each -> !each.isOwnersOfADevice());
        heard.identities().forEach(roll::update);
        counts.stream().forEach(roll::addForAll);
        set.stream()
                .filter(number -> !counts.get(number) && standings.apply(number).isFounded())
                .forEach(roll::addVoid);
    }

    private void settle(int number) {
        Standing standing = standings.apply(number);
        if (standing.byOwner() && !heard.isForked(number)) {
            standing.revocation()
                    .filter(it -> it.level() == Revocation.NOTHING)
                    .ifPresent(revocation -> heard.settle(revocation, number));
        }
    }

    private boolean isSaid(int number) {
        return standings.apply(number).isFounded() && !heard.isForked(number);
    }

    /** Adds a credential that builds on all that are here. */
    void follow(int number) {
        Standing standing = standings.apply(number);
        heard.add(number, standing);
        if (!isSaid(number)) {
            if (standing.isFounded()) {
                roll.addVoid(number);
            }
            return;
        }
        counts.set(number);
        standing.revocation().ifPresent(revocation -> {
            taken.set(number);
            heard.take(number, revocation);
        });
        ranking.extend(number);
        roll.add(number);
    }

    private void passOverWhatConcernsAnOwner() {
        for (int number : counts.stream().toArray()) {
            Optional<Revocation> revocation = standings.apply(number).revocation();
            boolean concernsMember =
                    revocation.filter(it -> it.device().isEmpty()).isPresent();
            if (concernsMember && becameOwnerUnknownTo(number, revocation.get())) {
                drop(number);
            }
        }
    }

    /**
     * Who has lost the words has a new root key; a device that comes by the former one without its knowledge doesn't.
     */
    private void passOverWhatFormerRootsSaid() {
        BitSet outdated = new BitSet();
        for (IdentityId identity : heard.identities()) {
            List<Grant> grants = heard.deviceGrants(identity).stream()
                    .filter(grant -> counts.get(grant.number()) && grant.byRoot())
                    .toList();
            grants.stream()
                    .filter(each -> grants.stream().anyMatch(later -> isOutdatedBy(each, later)))
                    .forEach(each -> outdated.set(each.number()));
        }
        outdated.stream().forEach(this::drop);
    }

    private boolean isOutdatedBy(Grant device, Grant later) {
        return rootChanges(later) > rootChanges(device)
                && !graph.past(later.number()).get(device.number())
                && !graph.past(device.number()).get(later.number());
    }

    private static int rootChanges(Grant grant) {
        return grant.chain().orElseThrow().rootChanges();
    }

    private boolean becameOwnerUnknownTo(int number, Revocation revocation) {
        return heard.grants(revocation.target()).stream()
                .anyMatch(grant -> grant.role() == Role.OWNER
                        && counts.get(grant.number())
                        && !graph.past(number).get(grant.number()));
    }

    /** As what counts gets less, so does seniority: whoever's has is put back to its new place. */
    private void takeRevocations(Predicate<Standing> which) {
        PriorityQueue<Candidate> candidates = new PriorityQueue<>();
        counts.stream()
                .filter(number -> standings.apply(number).revocation().isPresent())
                .filter(number -> which.test(standings.apply(number)))
                .forEach(number -> candidates.add(new Candidate(ranking.of(number), number)));
        while (!candidates.isEmpty()) {
            Candidate next = candidates.remove();
            if (counts.get(next.number())) {
                Seniority now = ranking.of(next.number());
                if (now.compareTo(next.seniority()) > 0) {
                    candidates.add(new Candidate(now, next.number()));
                } else {
                    take(next.number());
                }
            }
        }
    }

    private record Candidate(Seniority seniority, int number) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate that) {
            return seniority.compareTo(that.seniority);
        }
    }

    private void take(int number) {
        Revocation revocation = standings.apply(number).revocation().orElseThrow();
        taken.set(number);
        heard.take(number, revocation);
        if (heard.isAnyDeviceShared()) {
            ranking.forget();
        }
        dropWhatHasNoSupport(revocation.target());
    }

    private void drop(int number) {
        counts.clear(number);
        List<Grant> grants = standings.apply(number).grants();
        if (!grants.isEmpty()) {
            ranking.forget();
        }
        grants.forEach(grant -> dropWhatHasNoSupport(grant.receiver()));
    }

    private void dropWhatHasNoSupport(IdentityId author) {
        for (DeviceId device : heard.devices(author)) {
            for (int number : heard.saidBy(device).numbers()) {
                if (counts.get(number) && !support.holds(number)) {
                    drop(number);
                }
            }
        }
    }

    /** Returns the identities that a device may speak for, in an order that no arrival decides. */
    Set<IdentityId> speakers(DeviceId device) {
        Set<IdentityId> speakers = new TreeSet<>();
        for (IdentityId each : heard.claimants(device)) {
            if (member(each).filter(it -> it.has(device)).isPresent()) {
                speakers.add(each);
            }
        }
        return heard.isFrozen(device) ? Set.of() : speakers;
    }

    Optional<Authority.Member> member(IdentityId identity) {
        return roll.member(identity);
    }

    /** Returns whether the identity was removed and is no member. */
    boolean isRemoved(IdentityId identity) {
        return member(identity).isEmpty() && !heard.revocations(identity).isEmpty();
    }

    /** Returns whether not all counts, perhaps, of what an identity wrote: it or a device of it was removed. */
    boolean isCut(IdentityId identity) {
        return isRemoved(identity)
                || heard.deviceRevocations(identity).stream()
                        .anyMatch(it ->
                                isRevoked(identity, it.revocation().device().orElseThrow()));
    }

    /** Returns whether a device of an identity was revoked and is none of its again. */
    boolean isRevoked(IdentityId identity, DeviceId device) {
        return member(identity).filter(it -> it.has(device)).isEmpty()
                && heard.deviceRevocations(identity).stream()
                        .anyMatch(it -> it.revocation().device().equals(Optional.of(device)));
    }

    /** Returns whether a device acts for a member. */
    boolean isSomebodys(DeviceId device) {
        return heard.claimants(device).stream()
                .anyMatch(each -> member(each).filter(it -> it.has(device)).isPresent());
    }

    /** Returns whether a device was ever said to be one of a member's. */
    boolean isClaimed(DeviceId device) {
        return !heard.claimants(device).isEmpty();
    }

    /** Returns how often, as far as the chains of its devices tell, an identity has changed its root key. */
    int rootChanges(IdentityId identity) {
        return Stream.concat(heard.grants(identity).stream(), heard.deviceGrants(identity).stream())
                .filter(grant -> grant.chain().isPresent() && counts.get(grant.number()))
                .mapToInt(Evaluation::rootChanges)
                .max()
                .orElse(0);
    }

    /** Returns how many devices lead from the one that an identity was admitted with to another. */
    int devicesTo(IdentityId identity, DeviceId device) {
        return ranking.place(identity, device).enrolments().size();
    }

    /** Returns how many admissions lead from the owner to a member. */
    int depth(IdentityId member) {
        return ranking.depth(member);
    }

    /** Returns whether the space has ended. */
    boolean isDeleted() {
        return roll.isDeleted();
    }

    int epoch() {
        return roll.epoch();
    }

    /** Returns the owner and the admins that an owner made, without {@code target}. */
    Set<IdentityId> adminsOfTheOwner(IdentityId target) {
        return roll.adminsOfTheOwner(target);
    }

    /** Returns whether a member's device may write, as far as its role allows. */
    boolean isStarted(IdentityId member, DeviceId device) {
        return roll.isStarted(member, device);
    }

    RollOfNames names() {
        return roll.names();
    }

    boolean isSinceJoin() {
        return roll.isSinceJoin();
    }

    Authority authority() {
        return roll.authority();
    }
}
