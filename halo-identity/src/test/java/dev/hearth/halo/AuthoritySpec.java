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
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rule of authority as an executable specification: said as plainly as it can be, evaluated anew each time, for at
 * most 63 credentials. A set of credentials is a {@code long}, whose bits are their places in the list.
 */
final class AuthoritySpec {
    private static final int NOTHING = -1;

    /** Greater than the code of any role. */
    private static final int NOBODYS = Role.OWNER.code() + 1;

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

    /** A device that a member is said to have, by its admission or besides. */
    private record Owned(int by, IdentityChain chain, Role cap) {
        boolean is(DeviceId device) {
            return chain.device().equals(device);
        }
    }

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
        long ofNewestRoots = said & ~mask(each(said).filter(n -> isOfAFormerRoot(n, candidates)));
        long byOwnersDevices = take(ofNewestRoots, 0, n -> revokes(n) && !concernsMember(n) && byOwner(n));
        long owners = mask(each(counting(ofNewestRoots, byOwnersDevices))
                .filter(n -> all.get(n).statement() instanceof Statement.Transfer));
        long left = ofNewestRoots & ~mask(each(ofNewestRoots).filter(n -> concernsAnOwner(n, owners)));
        long taken = take(left, byOwnersDevices, this::revokes);
        long counts = counting(left, taken);
        return new Verdict(set, counts, taken, members(counts, taken));
    }

    private long take(long said, long before, IntPredicate which) {
        long taken = before;
        while (true) {
            long counts = counting(said, taken);
            long open = mask(each(counts & ~taken).filter(which));
            if (open == 0) {
                return taken;
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
        DeviceId device = all.get(n).author();
        return then.members().values().stream()
                .filter(member -> member.has(device))
                .filter(member -> !isFrozen(device, pasts[n]))
                .filter(member -> allowed(n, member, then))
                .max(Comparator.comparing(member -> member.roleOf(device).code()))
                .map(member -> member.chain().identity())
                .or(() -> comesByRoot(n)
                        .filter(it -> deletion(then.counts()).isEmpty() && mayComeByRoot(it, then))
                        .map(it -> it.device().identity()));
    }

    /** A device gets itself in by the root key's word. */
    private Optional<Statement.AdmitDevice> comesByRoot(int n) {
        return all.get(n).statement() instanceof Statement.AdmitDevice it
                        && it.device().device().equals(all.get(n).author())
                ? Optional.of(it)
                : Optional.empty();
    }

    /** The root key's word gets in a device without a limit that nobody was said to have, by the newest root key. */
    private boolean mayComeByRoot(Statement.AdmitDevice it, Verdict then) {
        IdentityId identity = it.device().identity();
        int newest = each(then.counts())
                .flatMap(n -> owned(n).stream()
                        .filter(owned -> owned.chain().identity().equals(identity))
                        .mapToInt(owned -> owned.chain().rootChanges()))
                .max()
                .orElse(0);
        return it.device().isByRoot()
                && it.cap() == Role.OWNER
                && then.members().containsKey(identity)
                && it.device().rootChanges() >= newest
                && claimants(it.device().device(), then.set()).isEmpty()
                && mayBecomeDevice(it, then);
    }

    /** Neither a device that there is nor one that was revoked is added; a member has 64 at most. */
    private boolean mayBecomeDevice(Statement.AdmitDevice it, Verdict then) {
        DeviceId device = it.device().device();
        return it.cap() != Role.ADMIN
                && then.members().values().stream().noneMatch(member -> member.has(device))
                && each(then.taken())
                        .noneMatch(r -> revokesDevice(r, it.device().identity(), device))
                && then.member(it.device().identity()).devices().size() < 64;
    }

    private boolean revokesDevice(int n, IdentityId identity, DeviceId device) {
        return all.get(n).statement() instanceof Statement.RevokeDevice it
                && it.member().equals(identity)
                && it.device().equals(device);
    }

    /** The identities that were said by right to have a device, whether that counts or not. */
    Set<IdentityId> claimants(DeviceId device, long set) {
        Set<IdentityId> claimants = new TreeSet<>();
        each(set)
                .filter(this::founded)
                .forEach(n -> owned(n).stream()
                        .filter(owned -> owned.is(device))
                        .forEach(owned -> claimants.add(owned.chain().identity())));
        return claimants;
    }

    /** The devices that are somebody's by a credential. */
    private List<Owned> owned(int n) {
        if (all.get(n).statement() instanceof Statement.AdmitDevice it) {
            return List.of(new Owned(n, it.device(), it.cap()));
        }
        return roles(n).values().stream()
                .flatMap(given -> given.chain().stream())
                .map(chain -> new Owned(n, chain, Role.OWNER))
                .toList();
    }

    /** Whether a device is one by the root key's word: its own or an admin's, and no other device's of its identity. */
    private boolean isByRoot(int n) {
        return all.get(n).statement() instanceof Statement.AdmitDevice it
                && it.device().isByRoot()
                && !evaluate(pasts[n])
                        .member(it.device().identity())
                        .has(all.get(n).author());
    }

    /**
     * Whether a device came by a root key after which there was another, neither said in the knowledge of the other.
     */
    private boolean isOfAFormerRoot(int n, long candidates) {
        return in(candidates, n)
                && isByRoot(n)
                && each(candidates)
                        .filter(other -> isByRoot(other) && concurrent(n, other))
                        .anyMatch(other -> {
                            IdentityChain own = owned(n).get(0).chain();
                            IdentityChain later = owned(other).get(0).chain();
                            return later.identity().equals(own.identity()) && later.rootChanges() > own.rootChanges();
                        });
    }

    private boolean allowed(int n, Authority.Member by, Verdict then) {
        Statement statement = all.get(n).statement();
        DeviceId device = all.get(n).author();
        Role role = by.roleOf(device);
        boolean unlimited = by.capOf(device) == Role.OWNER;
        boolean admin = role == Role.OWNER || role == Role.ADMIN;
        if (deletion(then.counts()).isPresent()) {
            return false;
        } else if (statement instanceof Statement.Delete) {
            return role == Role.OWNER;
        } else if (statement instanceof Statement.Admit it) {
            return admin && !then.members().containsKey(it.member().identity());
        } else if (statement instanceof Statement.ChangeRole it) {
            return admin && isBelowOwner(it.member(), then);
        } else if (statement instanceof Statement.Remove it) {
            boolean leaves = it.member().equals(by.chain().identity()) && role != Role.OWNER && unlimited;
            return leaves || (admin && (wasRemoved(it.member(), then) || isBelowOwner(it.member(), then)));
        } else if (statement instanceof Statement.AcceptLate it) {
            boolean own = unlimited && it.member().equals(by.chain().identity());
            return (admin || own)
                    && (wasRemoved(it.member(), then)
                            || each(then.taken())
                                    .anyMatch(r -> all.get(r).statement() instanceof Statement.RevokeDevice revoked
                                            && revoked.member().equals(it.member())
                                            && !isDevice(it.member(), revoked.device(), then)));
        } else if (statement instanceof Statement.Transfer it) {
            return role == Role.OWNER
                    && isBelowOwner(it.member().identity(), then)
                    && then.member(it.member().identity()).chain().equals(it.member());
        } else if (statement instanceof Statement.Epoch it) {
            return role.canWrite() && it.number() == newestEpoch(then.counts()) + 1;
        }
        if (statement instanceof Statement.AdmitDevice it) {
            return it.device().identity().equals(by.chain().identity())
                    ? unlimited
                            && place(by.chain().identity(), device, then.counts())
                                            .get(1)
                                    < IdentityChain.MAX_DEVICES.max()
                            && mayBecomeDevice(it, then)
                    : admin && mayComeByRoot(it, then);
        } else if (statement instanceof Statement.RevokeDevice it) {
            return it.member().equals(by.chain().identity())
                    && by.has(it.device())
                    && (unlimited || it.device().equals(device));
        }
        if (statement instanceof Statement.SwarmGrant it) {
            return admin || by.has(it.device());
        }
        Statement.KeyGrant grant = (Statement.KeyGrant) statement;
        boolean own = role.canRead() && by.has(grant.device());
        return (admin || own) && grant.epoch() <= newestEpoch(then.counts());
    }

    private static boolean isDevice(IdentityId member, DeviceId device, Verdict then) {
        return then.members().containsKey(member) && then.member(member).has(device);
    }

    private boolean wasRemoved(IdentityId member, Verdict then) {
        return !then.members().containsKey(member)
                && each(then.taken()).anyMatch(r -> removes(r) && target(r).equals(member));
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

    /** The credential that each epoch's key is from: one that went to nobody who is out, or else the smallest. */
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

    /** Whether a device was given a key that was said by right to be somebody's, and is out. */
    private boolean leaks(int epoch, Verdict verdict) {
        return ((Statement.Epoch) all.get(epoch).statement())
                .wraps().keySet().stream()
                        .anyMatch(device -> !claimants(device, verdict.set()).isEmpty()
                                && verdict.members().values().stream().noneMatch(member -> member.has(device)));
    }

    /** A device whose credentials don't follow one another is heard up to where they part. */
    private boolean forked(int n, long set) {
        long own = by(all.get(n).author(), set);
        return each((pasts[n] | bit(n)) & own).anyMatch(one -> each(own).anyMatch(other -> concurrent(one, other)));
    }

    /** What the owner knew when it removed the device, or the member whose it is, stays as the owner knew it. */
    private boolean settled(int n, long set) {
        DeviceId device = all.get(n).author();
        return each(set)
                .filter(r -> founded(r) && byOwner(r) && revokes(r) && level(r) == NOTHING && !forked(r, set))
                .filter(r -> in(pasts[r], n) && !forked(n, pasts[r]))
                .anyMatch(r -> all.get(r).statement() instanceof Statement.RevokeDevice it
                        ? it.device().equals(device)
                        : claimants(device, set).contains(target(r)));
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
        return removes(n) || all.get(n).statement() instanceof Statement.RevokeDevice;
    }

    private boolean removes(int n) {
        return all.get(n).statement() instanceof Statement.Remove;
    }

    private int level(int revocation) {
        return all.get(revocation).statement() instanceof Statement.ChangeRole it
                ? it.role().code()
                : NOTHING;
    }

    private IdentityId target(int revocation) {
        Statement statement = all.get(revocation).statement();
        if (statement instanceof Statement.RevokeDevice it) {
            return it.member();
        }
        return statement instanceof Statement.ChangeRole it ? it.member() : ((Statement.Remove) statement).member();
    }

    private boolean concernsAnOwner(int n, long transfers) {
        return revokes(n)
                && concernsMember(n)
                && each(transfers & ~pasts[n])
                        .anyMatch(t -> ((Statement.Transfer) all.get(t).statement())
                                .member()
                                .identity()
                                .equals(target(n)));
    }

    private boolean concernsMember(int revocation) {
        return !(all.get(revocation).statement() instanceof Statement.RevokeDevice);
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
                .forEach(a -> owned(a).stream()
                        .filter(owned -> owned.is(all.get(n).author()))
                        .map(owned -> owned.chain().identity())
                        .filter(identity -> relies(n, identity, counts, taken))
                        .forEach(speakers::add));
        comesByRoot(n)
                .map(it -> it.device().identity())
                .filter(identity -> relies(n, identity, counts, taken))
                .ifPresent(speakers::add);
        return speakers;
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
        DeviceId device = all.get(n).author();
        long unknown = mask(
                each(taken).filter(v -> v != n && !in(pasts[v], n) && target(v).equals(author)));
        List<Given> roles = rolesOf(author, counts & pasts[n]).stream()
                .filter(role -> followsRemovals(role.by(), unknown))
                .toList();
        boolean byItself = comesByRoot(n)
                .filter(it -> it.device().identity().equals(author))
                .isPresent();
        boolean admitted = each(counts & pasts[n])
                .filter(a -> followsRemovals(a, unknown))
                .filter(a -> each(unknown).noneMatch(v -> revokesDevice(v, author, device) && !in(pasts[a], v)))
                .anyMatch(a -> owned(a).stream()
                        .anyMatch(owned -> owned.chain().identity().equals(author)
                                && owned.is(device)
                                && owned.cap().code() >= leastCap(n)));
        boolean lowered = each(unknown)
                .filter(v -> level(v) != NOTHING && level(v) < least && followsRemovals(v, unknown))
                .anyMatch(v -> roles.stream()
                        .noneMatch(
                                role -> in(pasts[role.by()], v) && role.role().code() >= least));
        return (byItself || admitted)
                && !lowered
                && roles.stream().anyMatch(role -> role.role().code() >= least);
    }

    private boolean followsRemovals(int n, long revocations) {
        return each(revocations).allMatch(v -> !removes(v) || in(pasts[n], v));
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
        if (statement instanceof Statement.RevokeDevice it) {
            return it.member().equals(author) ? Role.RELAY.code() : NOBODYS;
        } else if (statement instanceof Statement.AdmitDevice it) {
            int others = it.device().isByRoot() && it.cap() == Role.OWNER ? Role.ADMIN.code() : NOBODYS;
            return it.device().identity().equals(author) ? Role.RELAY.code() : others;
        }
        boolean own = statement instanceof Statement.SwarmGrant
                || (statement instanceof Statement.AcceptLate late
                        && late.member().equals(author))
                || (statement instanceof Statement.Remove it && it.member().equals(author));
        return own ? Role.RELAY.code() : Role.ADMIN.code();
    }

    /** With a limit a device reads, writes, and leaves; it speaks of no member and no other device. */
    private int leastCap(int n) {
        Statement statement = all.get(n).statement();
        if (statement instanceof Statement.Epoch) {
            return Role.WRITER.code();
        } else if (statement instanceof Statement.KeyGrant) {
            return Role.READER.code();
        }
        boolean leaves = statement instanceof Statement.RevokeDevice it
                && it.device().equals(all.get(n).author());
        return leaves || statement instanceof Statement.SwarmGrant ? Role.RELAY.code() : Role.OWNER.code();
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
                    .map(role -> role.chain().orElseThrow())
                    .ifPresent(chain -> members.put(
                            identity,
                            new Authority.Member(
                                    chain,
                                    role(roles),
                                    devices(
                                            chain,
                                            mask(each(counts).filter(n -> followsRemovals(n, against))),
                                            against))));
        }
        return members;
    }

    /**
     * The device of the admission and those added, the revoked ones left out; the lowest cap holds, the smaller chain.
     */
    private Map<DeviceId, Authority.MemberDevice> devices(IdentityChain admitted, long counts, long against) {
        Map<DeviceId, Authority.MemberDevice> devices = new TreeMap<>();
        each(counts)
                .forEach(n -> owned(n).stream()
                        .filter(owned -> owned.chain().identity().equals(admitted.identity()))
                        .filter(owned -> all.get(n).statement() instanceof Statement.AdmitDevice
                                || owned.chain().equals(admitted))
                        .filter(owned -> each(against)
                                .allMatch(v -> in(pasts[n], v)
                                        || !revokesDevice(
                                                v,
                                                admitted.identity(),
                                                owned.chain().device())))
                        .forEach(owned -> devices.merge(
                                owned.chain().device(),
                                new Authority.MemberDevice(owned.chain(), owned.cap()),
                                BinaryOperator.minBy(Comparator.comparing((Authority.MemberDevice device) ->
                                                device.cap().code())
                                        .thenComparing(device -> device.chain().encoded())))));
        return devices;
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

    /** The order: owners, majorities, others; then depth and places of the admissions; then the places of this. */
    private int mostSenior(long open, long counts, long taken) {
        return each(open)
                .boxed()
                .min(Comparator.<Integer>comparingInt(n -> rank(n, counts, taken))
                        .thenComparing(n -> best(n, counts, taken), BEST)
                        .thenComparing(n -> seq(n))
                        .thenComparing(n -> all.get(n).id()))
                .orElseThrow();
    }

    int rank(int n, long counts, long taken) {
        if (byOwner(n) && isTheSpeakers(n, counts, taken)) {
            return 0;
        }
        return removes(n) && agreed(n, counts, taken) ? 1 : 2;
    }

    /** Whether the member that had the right to say it upholds it, and not another alone that has the device too. */
    private boolean isTheSpeakers(int n, long counts, long taken) {
        return in(taken, n) || relies(n, speaker(n).orElseThrow(), counts, taken);
    }

    private boolean byOwner(int n) {
        return n == 0
                || evaluate(pasts[n])
                                .member(speaker(n).orElseThrow())
                                .roleOf(all.get(n).author())
                        == Role.OWNER;
    }

    /** Whether a majority of the admins that an owner made, the removed one left out, has removed it by now. */
    private boolean agreed(int n, long counts, long taken) {
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
                .filter(v -> removes(v) && target(v).equals(target(n)) && isTheSpeakers(v, counts, taken))
                .filter(v -> rolesOf(target(n), counts & pasts[n]).stream()
                        .noneMatch(role -> role.chain().isPresent() && in(pasts[role.by()], v)))
                .forEach(v -> agreeing.add(speaker(v).orElseThrow()));
        agreeing.retainAll(electors);
        return 2 * agreeing.size() > electors.size();
    }

    int seq(int n) {
        return Long.bitCount(by(all.get(n).author(), pasts[n]));
    }

    /** The admissions from the owner to an author, and the place of its device among those of its identity. */
    private record Best(List<List<Integer>> path, List<Integer> device) {}

    private static final Comparator<Best> BEST =
            Comparator.comparing(Best::path, AuthoritySpec::compare).thenComparing(Best::device, AuthoritySpec::first);

    /** The best such path. Each step is the place of the admitting device, and of the admission among what it said. */
    List<List<Integer>> path(int n, long counts, long taken) {
        return best(n, counts, taken).path();
    }

    private Best best(int n, long counts, long taken) {
        if (n == 0) {
            return new Best(List.of(), FIRST);
        }
        Set<IdentityId> speakers = speakers(n, counts, taken);
        return each(counts & pasts[n])
                .boxed()
                .flatMap(a -> roles(a).entrySet().stream()
                        .filter(it -> it.getValue().chain().isPresent() && speakers.contains(it.getKey()))
                        .map(it -> new Best(
                                to(a, counts, taken),
                                place(it.getKey(), all.get(n).author(), counts & pasts[n]))))
                .min(BEST)
                .orElseThrow();
    }

    /** The path to whom a credential admits. */
    List<List<Integer>> to(int admission, long counts, long taken) {
        if (admission == 0) {
            return List.of();
        }
        Best by = best(admission, counts, taken);
        return longer(by.path(), longer(by.device(), seq(admission)));
    }

    private static final List<Integer> FIRST = List.of(0, 0);

    /**
     * The place of a device among those of its identity, the less the more senior: what root key's word it came by, how
     * many enrolments lead to it, and where each of those stands among what its author said.
     */
    List<Integer> place(IdentityId identity, DeviceId device, long known) {
        List<List<Integer>> places = each(known)
                .boxed()
                .filter(n -> owned(n).stream()
                        .anyMatch(it -> it.is(device) && it.chain().identity().equals(identity)))
                .map(n -> placeBy(n, identity, known))
                .toList();
        return places.stream().min(AuthoritySpec::first).orElse(FIRST);
    }

    private List<Integer> placeBy(int n, IdentityId identity, long known) {
        if (!(all.get(n).statement() instanceof Statement.AdmitDevice it)) {
            return FIRST;
        } else if (isByRoot(n)) {
            return List.of(-1 - it.device().rootChanges(), 0);
        }
        List<Integer> by = place(identity, all.get(n).author(), known & pasts[n]);
        List<Integer> place = new ArrayList<>(longer(by, seq(n)));
        place.set(1, by.get(1) + 1);
        return place;
    }

    private static <T> List<T> longer(List<T> path, T last) {
        return Stream.concat(path.stream(), Stream.of(last)).toList();
    }

    static int compare(List<List<Integer>> one, List<List<Integer>> other) {
        int order = Integer.compare(one.size(), other.size());
        for (int i = 0; order == 0 && i < one.size(); i++) {
            order = first(one.get(i), other.get(i));
        }
        return order;
    }

    static int first(List<Integer> one, List<Integer> other) {
        int order = 0;
        for (int i = 0; order == 0 && i < Math.min(one.size(), other.size()); i++) {
            order = Integer.compare(one.get(i), other.get(i));
        }
        return order;
    }

    /** The verdict in the form that {@link AuthorityGraphs#describe} gives of the authority. */
    String describe(long set) {
        Verdict verdict = evaluate(set);
        Map<DeviceId, Cut> cuts = new TreeMap<>();
        each(verdict.taken())
                .forEach(r ->
                        cuts(r, verdict).forEach((device, cut) -> cuts.merge(device, cut, AuthoritySpec::farther)));
        each(verdict.counts()).forEach(a -> {
            if (all.get(a).statement() instanceof Statement.AcceptLate it) {
                claimed(it.member(), it.cuts(), verdict)
                        .forEach((device, cut) ->
                                cuts.computeIfPresent(device, (known, former) -> farther(former, cut)));
            }
        });
        verdict.members()
                .values()
                .forEach(member -> cuts.keySet().removeAll(member.devices().keySet()));
        return AuthorityGraphs.describe(
                verdict.members(),
                cuts,
                keys(verdict),
                frozen(set),
                deletion(verdict.counts()).flatMap(this::speaker));
    }

    private static Cut farther(Cut one, Cut other) {
        return one.seq() >= other.seq() ? one : other;
    }

    /** The cuts that a removal states of a member that is out, or the revocation of a device of that one. */
    private Map<DeviceId, Cut> cuts(int revocation, Verdict verdict) {
        Statement statement = all.get(revocation).statement();
        if (statement instanceof Statement.RevokeDevice it) {
            return it.cut().map(cut -> Map.of(it.device(), cut)).orElse(Map.of());
        }
        return statement instanceof Statement.Remove it && !verdict.members().containsKey(it.member())
                ? claimed(it.member(), it.cuts(), verdict)
                : Map.of();
    }

    /** Of cuts those of devices that a member was said by right to have. */
    private Map<DeviceId, Cut> claimed(IdentityId member, Map<DeviceId, Cut> said, Verdict verdict) {
        Map<DeviceId, Cut> cuts = new TreeMap<>(said);
        cuts.keySet().removeIf(device -> !claimants(device, verdict.set()).contains(member));
        return cuts;
    }
}
