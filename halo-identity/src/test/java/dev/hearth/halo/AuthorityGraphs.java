package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random graphs of credentials by members who work apart, remove each other, come back, and lie: they say two things at
 * once, say what they may not, claim others' devices, and go on from old views. Nothing is signed here.
 */
final class AuthorityGraphs {
    /** Chains: 0 founds the space; 7 is another device of 1's identity, 8 another identity that claims 2's device. */
    static final List<IdentityChain> CHAINS = chains();

    private static final int SECOND_DEVICE = 7;
    private static final int CLAIMED_DEVICE = 8;
    private static final int ACTORS = 7;

    /** Whom a removed member admits from its old view, one after the other. */
    static final int FIRST_PUPPET = 9;

    private final Random random;
    private final CredentialGraph graph = new CredentialGraph();
    private final AuthorityRule rule = new AuthorityRule(graph);
    private final List<BitSet> views = new ArrayList<>();
    private final boolean devices;

    AuthorityGraphs(long seed) {
        this(seed, false);
    }

    private AuthorityGraphs(long seed, boolean devices) {
        this.random = new Random(seed);
        this.devices = devices;
        for (int i = 0; i < DeviceChains.EVERY.size(); i++) {
            views.add(new BitSet());
        }
        Statement genesis = new Statement.Genesis(CHAINS.get(0), Bytes.of(new byte[Statement.Genesis.NONCE]));
        say(0, new BitSet(), genesis);
        say(0, views.get(0), new Statement.Epoch(0, Map.of(), Bytes.EMPTY, Bytes.of(new byte[Hash.SIZE])));
    }

    private static List<IdentityChain> chains() {
        List<IdentityChain> chains = new ArrayList<>();
        for (int i = 0; i < FIRST_PUPPET + 6; i++) {
            int identity = i == SECOND_DEVICE ? 1 : i;
            int device = i == CLAIMED_DEVICE ? 2 : i;
            AgreementKey box = AgreementKey.of(secret("box", device));
            chains.add(IdentityChain.create(
                    SigningKey.of(secret("root", identity)),
                    Bytes.of(new byte[16]),
                    SigningKey.of(secret("device", device)).verifyKey(),
                    box.publicKey(),
                    "P" + i));
        }
        return List.copyOf(chains);
    }

    static Secret secret(String purpose, int number) {
        return Secret.take(Sha256.of(Bytes.utf8(purpose + number)).value().toArray());
    }

    /** Returns a history of about {@code steps} steps. */
    static AuthorityGraphs random(long seed, int steps) {
        AuthorityGraphs made = new AuthorityGraphs(seed);
        made.admitTheFirstAdmins();
        for (int step = 0; step < steps; step++) {
            made.step();
        }
        return made;
    }

    /**
     * Returns a history of about {@code steps} steps in which members have several devices, which act alone as well.
     */
    static AuthorityGraphs withDevices(long seed, int steps) {
        AuthorityGraphs made = new AuthorityGraphs(seed, true);
        made.admitTheFirstAdmins();
        made.enrolTheFirstDevices();
        for (int step = 0; step < steps; step++) {
            made.stepOfADevice();
        }
        return made;
    }

    /** Whether two identities claim the device of a chain. */
    static boolean isShared(int chain) {
        return chain == 2 || chain == CLAIMED_DEVICE;
    }

    CredentialGraph graph() {
        return graph;
    }

    List<Credential> all() {
        return graph.all();
    }

    BitSet everything() {
        BitSet all = new BitSet();
        all.set(0, graph.size());
        return all;
    }

    /** A few admins, each admitted by one of those before; everybody knows of them. */
    private void admitTheFirstAdmins() {
        BitSet view = views.get(0);
        int admins = 2 + random.nextInt(4);
        for (int each = 1; each <= admins; each++) {
            int by = random.nextBoolean() ? 0 : random.nextInt(each);
            say(by, view, new Statement.Admit(CHAINS.get(each), Role.ADMIN));
        }
        views.forEach(other -> other.or(view));
    }

    /** Most of the identities that have them have a second device from the first on, and everybody knows. */
    private void enrolTheFirstDevices() {
        BitSet view = views.get(0);
        for (int identity = 0; identity < DeviceChains.IDENTITIES; identity++) {
            if (random.nextInt(3) > 0) {
                IdentityChain second = DeviceChains.EVERY.get(DeviceChains.first(identity));
                say(identity, view, new Statement.AdmitDevice(second, someCap()));
            }
        }
        views.forEach(other -> other.or(view));
    }

    private void stepOfADevice() {
        int actor = someActor();
        int chance = random.nextInt(100);
        BitSet view = views.get(actor);
        if (chance < 30) {
            view.or(views.get(someActor()));
        } else if (chance < 90) {
            act(actor, view);
        } else {
            BitSet old = oldView(view);
            act(actor, old);
            view.or(old);
        }
    }

    private int someActor() {
        return random.nextBoolean()
                ? random.nextInt(FIRST_PUPPET - 4)
                : CHAINS.size() + random.nextInt(DeviceChains.ALL.size());
    }

    /** Lets a device speak of those of its identity, or come by the root key's word; now and then without any right. */
    private void actAsADevice(int actor, BitSet view) {
        Authority authority = rule.evaluate(view);
        IdentityChain self = DeviceChains.EVERY.get(actor);
        boolean own = authority.ownerOf(self.device()).isPresent();
        if (!own) {
            if (random.nextInt(self.isByRoot() ? 2 : 12) == 0) {
                say(actor, view, new Statement.AdmitDevice(self, random.nextInt(9) == 0 ? someCap() : Role.OWNER));
            }
            return;
        }
        boolean ofItsOwn = random.nextInt(5) > 0;
        List<IdentityChain> others = DeviceChains.EVERY.stream()
                .filter(each -> !ofItsOwn || each.identity().equals(self.identity()))
                .toList();
        IdentityChain other = others.get(random.nextInt(others.size()));
        IdentityId identity = other.identity();
        boolean has =
                authority.member(identity).filter(it -> it.has(other.device())).isPresent();
        Optional<Cut> cut = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(cut(view));
        if (random.nextInt(10) == 0) {
            say(actor, view, new Statement.AcceptLate(identity, Map.of(other.device(), cut(view))));
        } else if (has ? random.nextInt(8) > 0 : random.nextInt(8) == 0) {
            say(actor, view, new Statement.RevokeDevice(identity, other.device(), cut));
        } else {
            say(actor, view, new Statement.AdmitDevice(other, someCap()));
        }
    }

    private Role someCap() {
        Role[] limits = {Role.RELAY, Role.READER, Role.WRITER, Role.ADMIN, Role.OWNER};
        return random.nextInt(4) > 0 ? Role.OWNER : limits[random.nextInt(limits.length)];
    }

    private Cut cut(BitSet view) {
        return new Cut(view.cardinality() + random.nextInt(3), new Hash(Bytes.of(new byte[Hash.SIZE])));
    }

    private void step() {
        int actor = random.nextInt(ACTORS);
        int chance = random.nextInt(100);
        if (chance < 30) {
            views.get(actor).or(views.get(random.nextInt(ACTORS)));
        } else if (chance < 95) {
            act(actor, views.get(actor));
        } else {
            BitSet old = oldView(views.get(actor));
            act(actor, old);
            views.get(actor).or(old);
        }
    }

    /** What was known when some credential was said: whoever says anything from there lies. */
    private BitSet oldView(BitSet view) {
        int some = view.isEmpty()
                ? -1
                : view.stream()
                        .skip(random.nextInt(view.cardinality()))
                        .findFirst()
                        .orElse(-1);
        BitSet old = new BitSet();
        if (some >= 0) {
            old.or(graph.past(some));
            old.set(some);
        }
        return old;
    }

    /** Lets {@code actor} say something at random that it may, and now and then something that it may not. */
    void act(int actor, BitSet view) {
        if (view.isEmpty()) {
            return;
        }
        if (devices && random.nextInt(3) > 0) {
            actAsADevice(actor, view);
            return;
        }
        Authority authority = rule.evaluate(view);
        IdentityChain self = DeviceChains.EVERY.get(actor);
        Role role = authority.roleOfDevice(self.device()).orElse(Role.RELAY);
        boolean admin = role.code() >= Role.ADMIN.code();
        if (admin || random.nextInt(12) == 0) {
            say(actor, view, statement(actor, view, authority, role));
        } else if (role.canWrite() && random.nextInt(3) == 0) {
            say(actor, view, epoch(authority));
        } else if (random.nextInt(8) == 0) {
            say(actor, view, remove(self.identity(), view));
        }
    }

    private Statement statement(int actor, BitSet view, Authority authority, Role role) {
        IdentityChain other = someChain();
        boolean member = authority.roleOf(other.identity()).isPresent();
        return switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4 -> member ? changeOrRemove(other, view) : new Statement.Admit(other, someRole());
            case 5, 6, 7 -> member ? remove(other.identity(), view) : new Statement.Admit(other, Role.ADMIN);
            case 8 -> new Statement.ChangeRole(other.identity(), someRole());
            case 9 ->
                random.nextBoolean() ? remove(DeviceChains.EVERY.get(actor).identity(), view) : epoch(authority);
            case 10 ->
                role == Role.OWNER && random.nextInt(3) == 0
                        ? new Statement.Transfer(other)
                        : grant(view, Math.max(0, authority.epoch()), other.device());
            case 11 ->
                random.nextInt(role == Role.OWNER ? 20 : 100) == 0
                        ? new Statement.Delete()
                        : remove(other.identity(), view);
            default -> again(removedIn(view).orElse(other.identity()), view);
        };
    }

    /** Of the members whom there is to speak of the first few have further devices, by which they may be admitted. */
    private IdentityChain someChain() {
        return devices && random.nextInt(4) == 0
                ? DeviceChains.ALL.get(random.nextInt(DeviceChains.ALL.size()))
                : CHAINS.get(random.nextInt(devices ? FIRST_PUPPET - 3 : FIRST_PUPPET));
    }

    private static Statement grant(BitSet view, int epoch, DeviceId device) {
        Bytes wrap = Bytes.of(new byte[] {1});
        return view.cardinality() % 3 == 0
                ? new Statement.SwarmGrant(device, wrap)
                : new Statement.KeyGrant(epoch, device, wrap);
    }

    private Statement again(IdentityId removed, BitSet view) {
        Statement.Remove again = remove(removed, view);
        return random.nextInt(3) > 0 ? again : new Statement.AcceptLate(removed, again.cuts());
    }

    /** Somebody whom another has removed: admins agree on it so. */
    private Optional<IdentityId> removedIn(BitSet view) {
        List<IdentityId> removed = new ArrayList<>();
        view.stream().forEach(number -> {
            if (graph.get(number).statement() instanceof Statement.Remove it) {
                removed.add(it.member());
            }
        });
        return removed.isEmpty() ? Optional.empty() : Optional.of(removed.get(random.nextInt(removed.size())));
    }

    private Statement changeOrRemove(IdentityChain other, BitSet view) {
        return random.nextBoolean()
                ? new Statement.ChangeRole(other.identity(), someRole())
                : remove(other.identity(), view);
    }

    private Role someRole() {
        Role[] roles = {Role.ADMIN, Role.ADMIN, Role.ADMIN, Role.WRITER, Role.READER};
        return roles[random.nextInt(roles.length)];
    }

    private static Statement epoch(Authority authority) {
        Map<DeviceId, Bytes> wraps = new TreeMap<>();
        authority
                .members()
                .values()
                .forEach(member -> member.devices().keySet().forEach(device -> wraps.put(device, Bytes.EMPTY)));
        return new Statement.Epoch(authority.epoch() + 1, wraps, Bytes.EMPTY, Bytes.of(new byte[Hash.SIZE]));
    }

    private Statement.Remove remove(IdentityId member, BitSet view) {
        Map<DeviceId, Cut> cuts = new TreeMap<>();
        for (IdentityChain chain : devices ? DeviceChains.EVERY : CHAINS) {
            if (chain.identity().equals(member) || random.nextInt(20) == 0) {
                cuts.put(
                        chain.device(),
                        new Cut(view.cardinality() + random.nextInt(3), new Hash(Bytes.of(new byte[32]))));
            }
        }
        return new Statement.Remove(member, cuts);
    }

    /** Adds what {@code actor}, knowing {@code view} alone, says; the view grows by it. Returns its number. */
    int say(int actor, BitSet view, Statement statement) {
        List<CredentialId> parents = new ArrayList<>();
        view.stream()
                .filter(number ->
                        view.stream().noneMatch(later -> graph.past(later).get(number)))
                .forEach(number -> parents.add(graph.get(number).id()));
        Collections.sort(parents);
        byte[] id = new byte[CredentialId.SIZE];
        random.nextBytes(id);
        SpaceId space =
                new SpaceId(graph.size() == 0 ? Bytes.of(id) : graph.get(0).id().value());
        int number = graph.size();
        graph.add(new Credential(
                new CredentialId(Bytes.of(id)),
                space,
                parents,
                DeviceChains.EVERY.get(actor).device(),
                statement,
                Bytes.EMPTY));
        view.set(number);
        views.get(actor).set(number);
        return number;
    }

    /** Returns the credentials in some order in which each comes after its parents. */
    List<Credential> shuffled(Random order) {
        List<Credential> left = new ArrayList<>(all());
        List<Credential> shuffled = new ArrayList<>();
        BitSet in = new BitSet();
        List<Integer> open = new ArrayList<>();
        for (int number = 0; number < left.size(); number++) {
            open.add(number);
        }
        while (!open.isEmpty()) {
            List<Integer> ready = open.stream()
                    .filter(number -> contains(in, graph.past(number)))
                    .toList();
            int next = ready.get(order.nextInt(ready.size()));
            open.remove((Integer) next);
            in.set(next);
            shuffled.add(left.get(next));
        }
        return shuffled;
    }

    private static boolean contains(BitSet set, BitSet part) {
        BitSet rest = (BitSet) part.clone();
        rest.andNot(set);
        return rest.isEmpty();
    }

    static String describe(Authority authority) {
        Map<DeviceId, Cut> cuts = new TreeMap<>();
        for (IdentityChain chain : DeviceChains.EVERY) {
            authority.cutOf(chain.device()).ifPresent(cut -> cuts.put(chain.device(), cut));
        }
        Map<Integer, CredentialId> epochs = new TreeMap<>();
        authority.epochs().current().forEach((number, key) -> epochs.put(number, key.id()));
        return describe(authority.members(), cuts, epochs, authority.frozen(), authority.deletedBy());
    }

    static String describe(
            Map<IdentityId, Authority.Member> members,
            Map<DeviceId, Cut> cuts,
            Map<Integer, CredentialId> epochs,
            Iterable<DeviceId> frozen,
            Optional<IdentityId> deletedBy) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(members).forEach((identity, member) -> {
            out.append(nameOf(member.chain())).append('=').append(member.role());
            member.devices()
                    .values()
                    .forEach(device -> out.append(
                            device.equals(new Authority.MemberDevice(member.chain(), Role.OWNER))
                                    ? " own"
                                    : " " + nameOf(device.chain()) + ":" + device.cap()));
            out.append(' ');
        });
        out.append("cuts");
        new TreeMap<>(cuts)
                .forEach((device, cut) ->
                        out.append(' ').append(device.brief()).append(':').append(cut.seq()));
        out.append(" epochs");
        epochs.forEach(
                (number, id) -> out.append(' ').append(number).append(':').append(id.brief()));
        out.append(" frozen");
        List<String> devices = new ArrayList<>();
        frozen.forEach(device -> devices.add(device.brief()));
        Collections.sort(devices);
        deletedBy.ifPresent(by -> devices.add("deleted by " + nameOf(by)));
        return out.append(devices).toString();
    }

    /** One line for each credential, for a failure. */
    String print() {
        StringBuilder out = new StringBuilder();
        for (int number = 0; number < graph.size(); number++) {
            Credential credential = graph.get(number);
            out.append(number)
                    .append(" by ")
                    .append(nameOf(credential.author()))
                    .append(' ')
                    .append(say(credential.statement()))
                    .append(" knows ")
                    .append(graph.past(number))
                    .append('\n');
        }
        return out.toString();
    }

    private static String nameOf(IdentityChain chain) {
        int further = DeviceChains.ALL.indexOf(chain);
        return further < 0 ? chain.name() : chain.name() + "." + DeviceChains.nameOf(further);
    }

    private static String nameOf(DeviceId device) {
        return DeviceChains.EVERY.stream()
                .filter(chain -> chain.device().equals(device))
                .map(AuthorityGraphs::nameOf)
                .findFirst()
                .orElseThrow();
    }

    private static String nameOf(IdentityId identity) {
        return CHAINS.stream()
                .filter(chain -> chain.identity().equals(identity))
                .map(IdentityChain::name)
                .findFirst()
                .orElseThrow();
    }

    private static String say(Statement statement) {
        if (statement instanceof Statement.Admit it) {
            return "admit " + nameOf(it.member()) + " " + it.role();
        } else if (statement instanceof Statement.ChangeRole it) {
            return "change " + nameOf(it.member()) + " " + it.role();
        } else if (statement instanceof Statement.Remove it) {
            return "remove " + nameOf(it.member());
        } else if (statement instanceof Statement.AcceptLate it) {
            return "accept " + nameOf(it.member());
        } else if (statement instanceof Statement.Transfer it) {
            return "transfer " + nameOf(it.member());
        } else if (statement instanceof Statement.Epoch it) {
            return "epoch " + it.number();
        } else if (statement instanceof Statement.KeyGrant it) {
            return "grant " + it.epoch();
        } else if (statement instanceof Statement.SwarmGrant) {
            return "way";
        } else if (statement instanceof Statement.Delete) {
            return "delete";
        } else if (statement instanceof Statement.AdmitDevice it) {
            return "device " + nameOf(it.device()) + " " + it.cap();
        } else if (statement instanceof Statement.RevokeDevice it) {
            return "revoke " + nameOf(it.device()) + " of " + nameOf(it.member());
        }
        return "genesis";
    }
}
