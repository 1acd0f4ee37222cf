package dev.hearth.halo;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rule of authority as an executable specification: said as plainly as it can be, evaluated anew each time, for at
 * most 63 credentials. A set of credentials is a {@code long}, whose bits are their places in the list.
 */
final class AuthoritySpec {
    private static final int NOTHING = -1;

    private final List<Credential> all;
    private final long[] pasts;
    private final Map<DeviceId, Long> byDevice = new HashMap<>();
    private final Map<Long, Verdict> verdicts = new HashMap<>();

    /** Takes credentials, each after its parents, the genesis first. */
    AuthoritySpec(List<Credential> all) {
        this.all = List.copyOf(all);
        this.pasts = new long[all.size()];
        Map<CredentialId, Integer> places = new HashMap<>();
        for (int n = 0; n < all.size(); n++) {
            for (CredentialId parent : all.get(n).parents()) {
                int place = Objects.requireNonNull(places.get(parent));
                pasts[n] |= pasts[place] | bit(place);
            }
            places.put(all.get(n).id(), n);
            byDevice.merge(all.get(n).author(), bit(n), (one, other) -> one | other);
        }
    }

    /** What a set yields: the credentials that count, the revocations among them, the members. */
    record Verdict(long set, long counts, long taken, Map<IdentityId, Authority.Member> members) {
        Authority.Member member(IdentityId identity) {
            return Objects.requireNonNull(members.get(identity));
        }
    }

    private record Given(int by, Role role, Optional<IdentityChain> chain) {}

    static long bit(int n) {
        return 1L << n;
    }

    static boolean in(long set, int n) {
        return (set & bit(n)) != 0;
    }

    private static IntStream each(long set) {
        return IntStream.iterate(Long.numberOfTrailingZeros(set), n -> n < Long.SIZE, n -> next(set, n));
    }

    private static int next(long set, int n) {
        return n == Long.SIZE - 1 ? Long.SIZE : Long.numberOfTrailingZeros(set & (-1L << (n + 1)));
    }

    long past(int n) {
        return pasts[n];
    }

    long everything() {
        return bit(all.size()) - 1;
    }

    Verdict evaluate(long set) {
        Verdict known = verdicts.get(set);
        if (known == null) {
            known = compute(set);
            verdicts.put(set, known);
        }
        return known;
    }

    /** Takes revocations one after the other, the most senior first, and drops each time what the last one voids. */
    private Verdict compute(long set) {
        long said = mask(each(set).filter(n -> founded(n) && (!forked(n, set) || settled(n, set))));
        long candidates = counting(said, 0);
        long owners = mask(each(candidates).filter(n -> all.get(n).statement() instanceof Statement.Transfer));
        said &= ~mask(each(said).filter(n -> concernsAnOwner(n, owners)));
        long taken = 0;
        while (true) {
            long counts = counting(said, taken);
            long open = mask(each(counts & ~taken).filter(this::revokes));
            if (open == 0) {
                return new Verdict(set, counts, taken, members(counts, taken));
            }
            taken |= bit(mostSenior(open, counts, taken));
        }
    }

    private static long mask(IntStream numbers) {
        return numbers.mapToLong(AuthoritySpec::bit).reduce(0, (one, other) -> one | other);
    }

    /** Whether the author had the right, by what it knew. */
    private boolean founded(int n) {
        return n == 0 ? speaksAsOwner() : speaker(n).isPresent();
    }

    private boolean speaksAsOwner() {
        return owner().device().equals(all.get(0).author());
    }

    private IdentityChain owner() {
        return ((Statement.Genesis) all.get(0).statement()).owner();
    }

    private Optional<IdentityId> speaker(int n) {
        if (n == 0) {
            return Optional.of(owner().identity());
        }
        Verdict then = evaluate(pasts[n]);
        return then.members().values().stream()
                .filter(member -> member.chain().device().equals(all.get(n).author()))
                .filter(member -> !isFrozen(all.get(n).author(), pasts[n]))
                .filter(member -> allowed(n, member, then))
                .max(Comparator.comparing(member -> member.role().code()))
                .map(member -> member.chain().identity());
    }

    private boolean allowed(int n, Authority.Member by, Verdict then) {
        Statement statement = all.get(n).statement();
        boolean admin = by.role() == Role.OWNER || by.role() == Role.ADMIN;
        if (deletion(then.counts()).isPresent()) {
            return false;
        } else if (statement instanceof Statement.Delete) {
            return by.role() == Role.OWNER;
        } else if (statement instanceof Statement.Admit it) {
            return admin && !then.members().containsKey(it.member().identity());
        } else if (statement instanceof Statement.ChangeRole it) {
            return admin && isBelowOwner(it.member(), then);
        } else if (statement instanceof Statement.Remove it) {
            boolean leaves = it.member().equals(by.chain().identity()) && by.role() != Role.OWNER;
            return leaves || (admin && (wasRemoved(it.member(), then) || isBelowOwner(it.member(), then)));
        } else if (statement instanceof Statement.AcceptLate it) {
            return admin && wasRemoved(it.member(), then);
        } else if (statement instanceof Statement.Transfer it) {
            return by.role() == Role.OWNER
                    && isBelowOwner(it.member().identity(), then)
                    && then.member(it.member().identity()).chain().equals(it.member());
        } else if (statement instanceof Statement.Epoch it) {
            return by.role().canWrite() && it.number() == newestEpoch(then.counts()) + 1;
        }
        if (statement instanceof Statement.SwarmGrant it) {
            return admin || by.chain().device().equals(it.device());
        }
        Statement.KeyGrant grant = (Statement.KeyGrant) statement;
        boolean own = by.role().canRead() && by.chain().device().equals(grant.device());
        return (admin || own) && grant.epoch() <= newestEpoch(then.counts());
    }

    private boolean wasRemoved(IdentityId member, Verdict then) {
        return !then.members().containsKey(member)
                && each(then.taken())
                        .anyMatch(r -> level(r) == NOTHING && target(r).equals(member));
    }

    /** The deletion among what counts; of several the one with the smaller id. */
    private Optional<Integer> deletion(long counts) {
        return each(counts)
                .filter(n -> all.get(n).statement() instanceof Statement.Delete)
                .boxed()
                .min(Comparator.comparing(n -> all.get(n).id()));
    }

    private static boolean isBelowOwner(IdentityId member, Verdict then) {
        return then.members().containsKey(member) && then.member(member).role() != Role.OWNER;
    }

    private int newestEpoch(long counts) {
        return epochs(counts).keySet().stream().mapToInt(each -> each).max().orElse(-1);
    }

    private Map<Integer, List<Integer>> epochs(long counts) {
        Map<Integer, List<Integer>> epochs = new TreeMap<>();
        each(counts).forEach(n -> {
            if (all.get(n).statement() instanceof Statement.Epoch it) {
                epochs.computeIfAbsent(it.number(), number -> new ArrayList<>()).add(n);
            }
        });
        return epochs;
    }

    /** The credential that each epoch's key is from: one that went to no removed member, or else the smallest. */
    private Map<Integer, CredentialId> keys(Verdict verdict) {
        Map<Integer, CredentialId> keys = new TreeMap<>();
        epochs(verdict.counts())
                .forEach((number, candidates) -> keys.put(
                        number,
                        candidates.stream()
                                .min(Comparator.<Integer, Boolean>comparing(n -> leaks(n, verdict))
                                        .thenComparing(n -> all.get(n).id()))
                                .map(n -> all.get(n).id())
                                .orElseThrow()));
        return keys;
    }

    private boolean leaks(int epoch, Verdict verdict) {
        Set<DeviceId> members = new HashSet<>();
        verdict.members().values().forEach(member -> members.add(member.chain().device()));
        Set<DeviceId> removed = new HashSet<>();
        each(verdict.taken())
                .filter(r -> level(r) == NOTHING)
                .forEach(r -> each(verdict.set())
                        .filter(this::founded)
                        .mapToObj(n -> roles(n).get(target(r)))
                        .filter(given -> given != null && !verdict.members().containsKey(target(r)))
                        .forEach(given -> given.chain().ifPresent(chain -> removed.add(chain.device()))));
        removed.removeAll(members);
        return ((Statement.Epoch) all.get(epoch).statement())
                .wraps().keySet().stream().anyMatch(removed::contains);
    }

    /** A device whose credentials don't follow one another is heard up to where they part. */
    private boolean forked(int n, long set) {
        long own = by(all.get(n).author(), set);
        return each((pasts[n] | bit(n)) & own).anyMatch(one -> each(own).anyMatch(other -> concurrent(one, other)));
    }

    /** What the owner knew when it removed the member whose device it is stays as the owner knew it. */
    private boolean settled(int n, long set) {
        return each(set)
                .filter(r -> founded(r) && byOwner(r) && revokes(r) && level(r) == NOTHING && !forked(r, set))
                .filter(r -> in(pasts[r], n) && !forked(n, pasts[r]))
                .anyMatch(r -> each(set)
                        .filter(this::founded)
                        .mapToObj(a -> roles(a).get(target(r)))
                        .anyMatch(given -> given != null
                                && given.chain()
                                        .filter(chain ->
                                                chain.device().equals(all.get(n).author()))
                                        .isPresent()));
    }

    private boolean isFrozen(DeviceId device, long set) {
        return each(by(device, set)).anyMatch(n -> forked(n, set));
    }

    private long by(DeviceId device, long set) {
        return byDevice.getOrDefault(device, 0L) & set;
    }

    private boolean concurrent(int one, int other) {
        return one != other && !in(pasts[one], other) && !in(pasts[other], one);
    }

    Set<DeviceId> frozen(long set) {
        Set<DeviceId> frozen = new TreeSet<>(byDevice.keySet());
        frozen.removeIf(device -> !isFrozen(device, set));
        return frozen;
    }

    private boolean revokes(int n) {
        if (all.get(n).statement() instanceof Statement.ChangeRole it) {
            Role former = evaluate(pasts[n]).member(it.member()).role();
            return it.role().code() < former.code();
        }
        return all.get(n).statement() instanceof Statement.Remove;
    }

    private int level(int revocation) {
        return all.get(revocation).statement() instanceof Statement.ChangeRole it
                ? it.role().code()
                : NOTHING;
    }

    private IdentityId target(int revocation) {
        Statement statement = all.get(revocation).statement();
        return statement instanceof Statement.ChangeRole it ? it.member() : ((Statement.Remove) statement).member();
    }

    private boolean concernsAnOwner(int n, long transfers) {
        return revokes(n)
                && each(transfers & ~pasts[n])
                        .anyMatch(t -> ((Statement.Transfer) all.get(t).statement())
                                .member()
                                .identity()
                                .equals(target(n)));
    }

    /** What counts when some revocations are taken: each relies on what counts of its past. */
    private long counting(long said, long taken) {
        long[] counts = {0};
        each(said).forEach(n -> {
            boolean relies =
                    n == 0 || in(taken, n) || !speakers(n, counts[0], taken).isEmpty();
            counts[0] |= relies ? bit(n) : 0;
        });
        return counts[0];
    }

    /** Whether something that counts still has what it relies on; a revocation that was taken needs it no more. */
    boolean isSupported(int n, Verdict verdict) {
        return n == 0 || !speakers(n, verdict.counts(), verdict.taken()).isEmpty();
    }

    private Set<IdentityId> speakers(int n, long counts, long taken) {
        Set<IdentityId> speakers = new HashSet<>();
        each(counts & pasts[n])
                .forEach(a -> roles(a).forEach((identity, given) -> {
                    boolean device = given.chain().isPresent()
                            && given.chain().get().device().equals(all.get(n).author());
                    if (device && relies(n, identity, counts, taken)) {
                        speakers.add(identity);
                    }
                }));
        return speakers;
    }

    private static Authority.Member member(IdentityChain chain, Role role) {
        return new Authority.Member(chain, role, Map.of(chain.device(), new Authority.MemberDevice(chain, Role.OWNER)));
    }

    /** Who gets which role by a credential. */
    private Map<IdentityId, Given> roles(int n) {
        Statement statement = all.get(n).statement();
        if (statement instanceof Statement.Genesis it) {
            return Map.of(it.owner().identity(), new Given(n, Role.OWNER, Optional.of(it.owner())));
        } else if (statement instanceof Statement.Admit it) {
            return Map.of(it.member().identity(), new Given(n, it.role(), Optional.of(it.member())));
        } else if (statement instanceof Statement.ChangeRole it) {
            return Map.of(it.member(), new Given(n, it.role(), Optional.empty()));
        } else if (statement instanceof Statement.Transfer it) {
            return Map.of(
                    it.member().identity(), new Given(n, Role.OWNER, Optional.of(it.member())),
                    speaker(n).orElseThrow(), new Given(n, Role.ADMIN, Optional.empty()));
        }
        return Map.of();
    }

    private List<Given> rolesOf(IdentityId identity, long counts) {
        List<Given> roles = new ArrayList<>();
        each(counts).forEach(n -> Optional.ofNullable(roles(n).get(identity)).ifPresent(roles::add));
        return roles;
    }

    private boolean relies(int n, IdentityId author, long counts, long taken) {
        int least = least(n, author);
        long unknown = mask(
                each(taken).filter(v -> v != n && !in(pasts[v], n) && target(v).equals(author)));
        List<Given> roles = rolesOf(author, counts & pasts[n]).stream()
                .filter(role -> followsRemovals(role.by(), unknown))
                .toList();
        boolean admitted = roles.stream()
                .flatMap(role -> role.chain().stream())
                .anyMatch(chain -> chain.device().equals(all.get(n).author()));
        boolean lowered = each(unknown)
                .filter(v -> level(v) != NOTHING && level(v) < least && followsRemovals(v, unknown))
                .anyMatch(v -> roles.stream()
                        .noneMatch(
                                role -> in(pasts[role.by()], v) && role.role().code() >= least));
        return admitted
                && !lowered
                && roles.stream().anyMatch(role -> role.role().code() >= least);
    }

    private boolean followsRemovals(int n, long revocations) {
        return each(revocations).allMatch(v -> level(v) != NOTHING || in(pasts[n], v));
    }

    private int least(int n, IdentityId author) {
        Statement statement = all.get(n).statement();
        if (statement instanceof Statement.Transfer || statement instanceof Statement.Delete) {
            return Role.OWNER.code();
        } else if (statement instanceof Statement.Epoch) {
            return Role.WRITER.code();
        } else if (statement instanceof Statement.KeyGrant) {
            return Role.READER.code();
        }
        return statement instanceof Statement.Remove it && it.member().equals(author) ? 0 : Role.ADMIN.code();
    }

    private Map<IdentityId, Authority.Member> members(long counts, long taken) {
        Map<IdentityId, Authority.Member> members = new TreeMap<>();
        Set<IdentityId> named = new TreeSet<>();
        each(counts).forEach(n -> named.addAll(roles(n).keySet()));
        for (IdentityId identity : named) {
            long against = mask(each(taken).filter(v -> target(v).equals(identity)));
            List<Given> roles = rolesOf(identity, counts).stream()
                    .filter(role -> followsRemovals(role.by(), against))
                    .toList();
            last(roles.stream().filter(role -> role.chain().isPresent()))
                    .min(Comparator.<Given>comparingInt(role -> role.role().code())
                            .thenComparing(role -> role.chain().orElseThrow().encoded()))
                    .ifPresent(role -> members.put(identity, member(role.chain().orElseThrow(), role(roles))));
        }
        return members;
    }

    private static Role lowest(List<Given> roles) {
        return roles.stream()
                .map(Given::role)
                .min(Comparator.comparing(Role::code))
                .orElseThrow();
    }

    private Role role(List<Given> roles) {
        List<Given> last = last(roles.stream()).toList();
        return last.stream().anyMatch(each -> each.role() == Role.OWNER) ? Role.OWNER : lowest(last);
    }

    private Stream<Given> last(Stream<Given> roles) {
        List<Given> list = roles.toList();
        return list.stream().filter(one -> list.stream().noneMatch(other -> in(pasts[other.by()], one.by())));
    }

    /** The order: owners, majorities, others; then depth and places of the admissions; then the place of this. */
    private int mostSenior(long open, long counts, long taken) {
        return each(open)
                .boxed()
                .min(Comparator.<Integer>comparingInt(n -> rank(n, counts))
                        .thenComparing(n -> path(n, counts, taken), AuthoritySpec::compare)
                        .thenComparing(n -> seq(n))
                        .thenComparing(n -> all.get(n).id()))
                .orElseThrow();
    }

    int rank(int n, long counts) {
        if (byOwner(n)) {
            return 0;
        }
        return level(n) == NOTHING && agreed(n, counts) ? 1 : 2;
    }

    private boolean byOwner(int n) {
        return n == 0 || evaluate(pasts[n]).member(speaker(n).orElseThrow()).role() == Role.OWNER;
    }

    /** Whether a majority of the admins that an owner made, the removed one left out, has removed it by now. */
    private boolean agreed(int n, long counts) {
        Verdict then = evaluate(pasts[n]);
        Set<IdentityId> electors = new HashSet<>();
        then.members().forEach((identity, member) -> {
            long against = mask(each(then.taken()).filter(v -> target(v).equals(identity)));
            boolean made = rolesOf(identity, then.counts()).stream()
                    .anyMatch(role -> role.role().code() >= Role.ADMIN.code()
                            && followsRemovals(role.by(), against)
                            && byOwner(role.by()));
            if (made && member.role().code() >= Role.ADMIN.code() && !identity.equals(target(n))) {
                electors.add(identity);
            }
        });
        Set<IdentityId> agreeing = new HashSet<>();
        each((counts & pasts[n]) | bit(n))
                .filter(v -> revokes(v) && level(v) == NOTHING && target(v).equals(target(n)))
                .filter(v -> rolesOf(target(n), counts & pasts[n]).stream()
                        .noneMatch(role -> role.chain().isPresent() && in(pasts[role.by()], v)))
                .forEach(v -> agreeing.add(speaker(v).orElseThrow()));
        agreeing.retainAll(electors);
        return 2 * agreeing.size() > electors.size();
    }

    int seq(int n) {
        return Long.bitCount(by(all.get(n).author(), pasts[n]));
    }

    /** The places, among what their authors said, of the admissions from the owner to an author: the best such path. */
    List<Integer> path(int n, long counts, long taken) {
        if (n == 0) {
            return List.of();
        }
        Set<IdentityId> speakers = speakers(n, counts, taken);
        return each(counts & pasts[n])
                .filter(a -> roles(a).entrySet().stream()
                        .anyMatch(it -> it.getValue().chain().isPresent() && speakers.contains(it.getKey())))
                .mapToObj(a -> a == 0 ? List.<Integer>of() : longer(path(a, counts, taken), seq(a)))
                .min(AuthoritySpec::compare)
                .orElseThrow();
    }

    private static List<Integer> longer(List<Integer> path, int seq) {
        return Stream.concat(path.stream(), Stream.of(seq)).toList();
    }

    static int compare(List<Integer> one, List<Integer> other) {
        int order = Integer.compare(one.size(), other.size());
        for (int i = 0; order == 0 && i < one.size(); i++) {
            order = Integer.compare(one.get(i), other.get(i));
        }
        return order;
    }

    /** The verdict in the form that {@link AuthorityGraphs#describe} gives of the authority. */
    String describe(long set) {
        Verdict verdict = evaluate(set);
        Map<DeviceId, Cut> cuts = new TreeMap<>();
        each(verdict.taken())
                .forEach(r -> cuts(r, verdict)
                        .forEach((device, cut) ->
                                cuts.merge(device, cut, (one, other) -> one.seq() >= other.seq() ? one : other)));
        each(verdict.counts())
                .forEach(a -> late(a, verdict)
                        .forEach((device, cut) -> cuts.computeIfPresent(
                                device, (known, former) -> former.seq() >= cut.seq() ? former : cut)));
        return AuthorityGraphs.describe(
                verdict.members(),
                cuts,
                keys(verdict),
                frozen(set),
                deletion(verdict.counts()).flatMap(this::speaker));
    }

    private Map<DeviceId, Cut> cuts(int removal, Verdict verdict) {
        return all.get(removal).statement() instanceof Statement.Remove it
                ? cuts(it.member(), it.cuts(), verdict)
                : Map.of();
    }

    private Map<DeviceId, Cut> late(int n, Verdict verdict) {
        return all.get(n).statement() instanceof Statement.AcceptLate it
                ? cuts(it.member(), it.cuts(), verdict)
                : Map.of();
    }

    /** The cuts that are said of a member's own devices, if it is out. */
    private Map<DeviceId, Cut> cuts(IdentityId member, Map<DeviceId, Cut> said, Verdict verdict) {
        if (verdict.members().containsKey(member)) {
            return Map.of();
        }
        Map<DeviceId, Cut> cuts = new TreeMap<>(said);
        cuts.keySet()
                .removeIf(device -> verdict.members().values().stream()
                                .anyMatch(other -> other.chain().device().equals(device))
                        || each(verdict.set()).filter(n -> founded(n)).noneMatch(n -> {
                            Given role = roles(n).get(member);
                            return role != null
                                    && role.chain()
                                            .filter(chain -> chain.device().equals(device))
                                            .isPresent();
                        }));
        return cuts;
    }
}
