package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members, cuts, keys and end of the space that the credentials that count make up. */
final class Roll {
    private static final Comparator<Authority.MemberDevice> BY_CAP = Comparator.comparing(
                    (Authority.MemberDevice device) -> device.cap().code())
            .thenComparing(device -> device.chain().encoded());

    private final CredentialGraph graph;
    private final IntFunction<Standing> standings;
    private final Heard heard;
    private final BitSet counts;
    private final Map<IdentityId, Authority.Member> members = new HashMap<>();
    private final RollOfKeys keys;
    private final List<Integer> deletions = new ArrayList<>();
    private final List<Statement.AcceptLate> accepted = new ArrayList<>();
    private final Starts starts;
    private final RollOfInvitations invitations;
    private final RollOfNames names;

    /** Makes an empty roll of what is heard and counts at that time. */
    Roll(CredentialGraph graph, IntFunction<Standing> standings, Heard heard, BitSet counts) {
        this.graph = graph;
        this.standings = standings;
        this.heard = heard;
        this.counts = counts;
        this.keys = new RollOfKeys(graph);
        this.starts = new Starts(graph, heard, counts);
        this.invitations = new RollOfInvitations(graph, standings);
        this.names = new RollOfNames(graph);
    }

    Optional<Authority.Member> member(IdentityId identity) {
        return Optional.ofNullable(members.get(identity));
    }

    int epoch() {
        return keys.newest();
    }

    /** Adds what a credential that counts says, which builds on all others. */
    void add(int number) {
        Standing standing = standings.apply(number);
        standing.grants().forEach(grant -> update(grant.receiver()));
        standing.revocation().ifPresent(revocation -> update(revocation.target()));
        addForAll(number);
    }

    /** Adds what a credential that counts says about no one member. */
    void addForAll(int number) {
        Statement statement = graph.get(number).statement();
        keys.add(number);
        starts.add(number);
        invitations.add(number);
        names.add(number);
        if (statement instanceof Statement.Delete) {
            deletions.add(number);
        } else if (statement instanceof Statement.AcceptLate it) {
            accepted.add(it);
        }
    }

    /** Adds a credential that was said by right and does not count: what was written under its key is to be read. */
    void addVoid(int number) {
        keys.addVoid(number);
    }

    RollOfNames names() {
        return names;
    }

    boolean isSinceJoin() {
        return starts.isSinceJoin();
    }

    boolean isStarted(IdentityId member, DeviceId device) {
        return starts.isStarted(member, device);
    }

    boolean isDeleted() {
        return !deletions.isEmpty();
    }

    /** Owners who hand the space on may delete it without knowing of each other; the smaller id tells who did. */
    private Optional<IdentityId> deletedBy() {
        return deletions.stream()
                .min(Comparator.comparing(number -> graph.get(number).id()))
                .flatMap(number -> standings.apply(number).speaker());
    }

    /** Makes up anew whether, and as what, an identity is a member. */
    void update(IdentityId identity) {
        List<Heard.Taken> removals = removals(identity);
        List<Grant> grants = heard.grants(identity).stream()
                .filter(grant -> counts.get(grant.number()) && isAfter(removals, grant))
                .toList();
        IdentityChain chain = chain(grants);
        if (chain == null) {
            members.remove(identity);
        } else {
            members.put(identity, new Authority.Member(chain, role(grants), devices(identity, chain, removals)));
        }
    }

    /** Of several grants of one device the one with the lowest cap holds, of equal ones that with the smaller chain. */
    private Map<DeviceId, Authority.MemberDevice> devices(
            IdentityId identity, IdentityChain chain, List<Heard.Taken> removals) {
        Map<DeviceId, Authority.MemberDevice> devices = new HashMap<>();
        Stream.concat(
                        heard.grants(identity).stream()
                                .filter(grant ->
                                        grant.chain().filter(chain::equals).isPresent()),
                        heard.deviceGrants(identity).stream())
                .filter(grant -> counts.get(grant.number()) && isAfter(removals, grant) && !isRevoked(grant))
                .map(grant -> new Authority.MemberDevice(grant.chain().orElseThrow(), grant.cap()))
                .forEach(device -> devices.merge(device.chain().device(), device, BinaryOperator.minBy(BY_CAP)));
        return devices;
    }

    private boolean isRevoked(Grant grant) {
        return heard.deviceRevocations(grant.receiver()).stream()
                .anyMatch(each -> grant.names(each.revocation().device().orElseThrow())
                        && !graph.past(grant.number()).get(each.number()));
    }

    private List<Heard.Taken> removals(IdentityId identity) {
        return heard.revocations(identity).stream()
                .filter(each -> each.revocation().isRemoval())
                .toList();
    }

    private boolean isAfter(List<Heard.Taken> removals, Grant grant) {
        for (Heard.Taken each : removals) {
            if (!graph.past(grant.number()).get(each.number())) {
                return false;
            }
        }
        return true;
    }

    /** Of admissions that did not know each other the one to the lower role tells the device. */
    private @Nullable IdentityChain chain(List<Grant> grants) {
        List<Grant> admissions = last(grants.stream().filter(Grant::isAdmission).toList());
        Grant least = null;
        for (Grant each : admissions) {
            least = least == null || compare(each, least) < 0 ? each : least;
        }
        return least == null ? null : least.chain().orElseThrow();
    }

    private static int compare(Grant one, Grant other) {
        int order = Integer.compare(one.role().code(), other.role().code());
        return order != 0
                ? order
                : one.chain()
                        .orElseThrow()
                        .encoded()
                        .compareTo(other.chain().orElseThrow().encoded());
    }

    private Role role(List<Grant> grants) {
        List<Role> roles = last(grants).stream().map(Grant::role).toList();
        return roles.contains(Role.OWNER)
                ? Role.OWNER
                : roles.stream().min(Comparator.comparing(Role::code)).orElseThrow();
    }

    /** Returns the grants of which no other one knew; mostly the newest is the only one. */
    private List<Grant> last(List<Grant> grants) {
        if (grants.size() < 2) {
            return grants;
        }
        Grant newest = grants.get(grants.size() - 1);
        BitSet known = graph.past(newest.number());
        return grants.subList(0, grants.size() - 1).stream().allMatch(grant -> known.get(grant.number()))
                ? List.of(newest)
                : grants.stream()
                        .filter(grant -> grants.stream()
                                .noneMatch(other -> graph.past(other.number()).get(grant.number())))
                        .toList();
    }

    /** Returns the owner and the admins that an owner made, without {@code target}. */
    Set<IdentityId> adminsOfTheOwner(IdentityId target) {
        Set<IdentityId> admins = new HashSet<>();
        members.forEach((identity, member) -> {
            boolean admin = member.role().code() >= Role.ADMIN.code();
            if (admin && !identity.equals(target) && isMadeByAnOwner(identity)) {
                admins.add(identity);
            }
        });
        return admins;
    }

    private boolean isMadeByAnOwner(IdentityId admin) {
        return heard.grants(admin).stream()
                .anyMatch(grant -> grant.role().code() >= Role.ADMIN.code()
                        && counts.get(grant.number())
                        && isAfter(removals(admin), grant)
                        && standings.apply(grant.number()).byOwner());
    }

    Authority authority() {
        Map<DeviceId, Cut> cuts = new HashMap<>();
        for (IdentityId identity : heard.identities()) {
            if (!members.containsKey(identity)) {
                heard.revocations(identity).forEach(it -> addCuts(it.number(), cuts));
            }
            heard.deviceRevocations(identity).forEach(it -> addCuts(it.number(), cuts));
        }
        accepted.forEach(it -> widen(it, cuts));
        members.values()
                .forEach(member -> cuts.keySet().removeAll(member.devices().keySet()));
        Map<DeviceId, IdentityChain> former = new HashMap<>();
        cuts.keySet().forEach(device -> former.put(device, formerOwner(device)));
        return new Authority(
                members,
                cuts,
                former,
                keys.all(this::devicesOut),
                heard.frozen(),
                starts.of(members),
                deletedBy(),
                invitations.state(members),
                names.newest());
    }

    private Set<DeviceId> devicesOut() {
        Set<DeviceId> out = heard.claimed();
        members.values().forEach(member -> out.removeAll(member.devices().keySet()));
        return out;
    }

    /** Of several identities that were admitted with a device the one with the highest role had it, as of members. */
    private IdentityChain formerOwner(DeviceId device) {
        return heard.claimants(device).stream()
                .flatMap(identity ->
                        Stream.concat(heard.grants(identity).stream(), heard.deviceGrants(identity).stream()))
                .filter(grant -> grant.names(device))
                .max(Comparator.comparingInt((Grant grant) -> grant.role().code())
                        .thenComparing(grant -> grant.chain().orElseThrow().encoded()))
                .flatMap(Grant::chain)
                .orElseThrow();
    }

    /** Of the cuts that several removals state the farthest holds; a removal states none of others' devices. */
    private void addCuts(int number, Map<DeviceId, Cut> cuts) {
        if (graph.get(number).statement() instanceof Statement.Remove it) {
            it.cuts().forEach((device, cut) -> {
                if (heard.claimants(device).contains(it.member())) {
                    cuts.merge(device, cut, Roll::farther);
                }
            });
        } else if (graph.get(number).statement() instanceof Statement.RevokeDevice it) {
            it.cut().ifPresent(cut -> cuts.merge(it.device(), cut, Roll::farther));
        }
    }

    private void widen(Statement.AcceptLate late, Map<DeviceId, Cut> cuts) {
        late.cuts().forEach((device, cut) -> {
            if (heard.claimants(device).contains(late.member())) {
                cuts.computeIfPresent(device, (known, former) -> farther(former, cut));
            }
        });
    }

    private static Cut farther(Cut one, Cut other) {
        int order = Long.compare(one.seq(), other.seq());
        order = order != 0 ? order : one.block().value().compareTo(other.block().value());
        return order >= 0 ? one : other;
    }
}
