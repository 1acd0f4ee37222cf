package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one space, as far as they are known here. Grows by {@link #add} and by own statements.
 * Thread-safe.
 */
public final class SpaceCredentials {
    /** Credentials that may wait for their parents; more are refused until some of these are in. */
    private static final int MAX_WAITING = 1_024;

    /** Credentials of one device; more have no effect. */
    private static final int MAX_OF_DEVICE = 65_536;

    /** Credentials of which it is remembered that they were passed over, so that it need not be found out again. */
    private static final int PASSED_OVER = 4_096;

    private final SpaceId id;
    private final Suite suite;
    private final HistoryPolicy history;
    private final SecureRandom random;
    private final CredentialGraph graph = new CredentialGraph();
    private final AuthorityRule rule = new AuthorityRule(graph);
    private final Map<CredentialId, Credential> waiting = new LinkedHashMap<>();
    private final Set<CredentialId> passedOver = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CredentialId, Boolean> eldest) {
            return size() > PASSED_OVER;
        }
    });

    private @Nullable Authority current; // guarded by this; of the first {@code evaluated} credentials
    private int evaluated; // guarded by this

    private SpaceCredentials(Credential genesis, SecureRandom random) {
        this.id = genesis.space();
        this.suite = genesis.statement() instanceof Statement.Genesis it ? it.suite() : Suite.CLASSICAL;
        this.history = genesis.statement() instanceof Statement.Genesis it ? it.history() : HistoryPolicy.FULL;
        this.random = random;
        graph.add(genesis);
    }

    /** Founds a space that {@code owner} owns, and its first key. */
    public static SpaceCredentials create(LocalIdentity owner, Seams seams) {
        return create(owner, false, HistoryPolicy.FULL, seams);
    }

    /** As {@link #create(LocalIdentity, Seams)}, for a post-quantum space. */
    public static SpaceCredentials createPostQuantum(LocalIdentity owner, Seams seams) {
        return create(owner, true, HistoryPolicy.FULL, seams);
    }

    /**
     * Founds a space that {@code owner} owns, and its first key.
     *
     * @param postQuantum whether its keys are sealed by X-Wing to every member for ever, so that who records them now
     *     can't open them with a quantum computer later. Only identities with a key for it get in as more than relays;
     *     throws KEY_MISSING when {@code owner} has none
     * @param history which keys later members get
     */
    public static SpaceCredentials create(
            LocalIdentity owner, boolean postQuantum, HistoryPolicy history, Seams seams) {
        if (postQuantum && owner.chain().hybridKey().isEmpty()) {
            throw new HearthException(ErrorCode.KEY_MISSING);
        }
        byte[] nonce = new byte[Statement.Genesis.NONCE];
        seams.random().nextBytes(nonce);
        Suite suite = postQuantum ? Suite.HYBRID : Suite.CLASSICAL;
        Statement genesis = new Statement.Genesis(owner.chain(), Bytes.of(nonce), suite, history);
        SpaceCredentials created =
                new SpaceCredentials(Credential.sign(owner, Bytes.EMPTY, List.of(), genesis), seams.random());
        KeyHandout keys = new KeyHandout(created, owner);
        keys.rotate(Optional.empty());
        if (history == HistoryPolicy.SINCE_JOIN) {
            keys.rotate(Optional.empty()); // the first opens the way into the swarm, for all who ever come
        }
        return created;
    }

    /** Returns the space that {@code credentials}, each after those that it builds on, make up. */
    public static SpaceCredentials restore(List<Bytes> credentials, Seams seams) throws MalformedException {
        if (credentials.isEmpty()) {
            throw new MalformedException("A space without credentials");
        }
        Credential genesis = Credential.verify(credentials.get(0));
        if (!(genesis.statement() instanceof Statement.Genesis)) {
            throw new MalformedException("A space starts with its genesis");
        }
        SpaceCredentials restored = new SpaceCredentials(genesis, seams.random());
        for (Bytes each : credentials.subList(1, credentials.size())) {
            if (restored.add(each) instanceof Addition.Refused refused) {
                throw new MalformedException(refused.reason());
            }
        }
        if (restored.authority().members().isEmpty()) {
            throw new MalformedException("A genesis that its owner did not sign");
        }
        return restored;
    }

    /** Returns the space. */
    public SpaceId id() {
        return id;
    }

    /** Returns which keys later members get. */
    public HistoryPolicy history() {
        return history;
    }

    /** Returns whether the space's keys are sealed by X-Wing. */
    public boolean isPostQuantum() {
        return suite == Suite.HYBRID;
    }

    Suite suite() {
        return suite;
    }

    SecureRandom random() {
        return random;
    }

    /** Returns the devices of the members. */
    public SpaceDevices devices() {
        return new SpaceDevices(this);
    }

    /** Returns all credentials, each after those that it builds on; what came first stays first. */
    public synchronized List<Bytes> all() {
        return graph.all().stream().map(Credential::encoded).toList();
    }

    /** Returns the ids of all credentials. */
    public synchronized Set<CredentialId> ids() {
        Set<CredentialId> ids = new HashSet<>();
        graph.all().forEach(credential -> ids.add(credential.id()));
        return ids;
    }

    /** Returns how many credentials there are. */
    public synchronized int size() {
        return graph.size();
    }

    /** Returns the newest credentials: those that no other builds on, in ascending order. */
    public synchronized List<CredentialId> heads() {
        return graph.heads();
    }

    /** Returns the credentials that are not among {@code known}, each after those that it builds on. */
    public synchronized List<Bytes> missing(Set<CredentialId> known) {
        return graph.all().stream()
                .filter(credential -> !known.contains(credential.id()))
                .map(Credential::encoded)
                .toList();
    }

    /** Returns the credentials that say what {@code wanted} wants, and those that they build on. */
    synchronized List<Bytes> upTo(Predicate<Statement> wanted) {
        List<CredentialId> ids = graph.all().stream()
                .filter(credential -> wanted.test(credential.statement()))
                .map(Credential::id)
                .toList();
        return graph.past(ids).stream()
                .mapToObj(number -> graph.get(number).encoded())
                .toList();
    }

    /** Takes a credential from a peer or from the store. */
    public Addition add(Bytes encoded) {
        Credential credential;
        try {
            credential = Credential.verify(encoded);
        } catch (MalformedException e) {
            return new Addition.Refused(String.valueOf(e.getMessage()));
        }
        if (!credential.space().equals(id)) {
            return new Addition.Refused("The credential is about another space");
        }
        return add(credential);
    }

    private synchronized Addition add(Credential credential) {
        if (graph.contains(credential.id())) {
            return new Addition.Known();
        }
        if (passedOver.contains(credential.id())
                || credential.parents().stream().anyMatch(passedOver::contains)) {
            return passOver(credential, "said without the right to it, or builds on what was");
        }
        if (graph.count(credential.author()) >= MAX_OF_DEVICE) {
            return passOver(credential, "over the limit of credentials of one device");
        }
        Set<CredentialId> missing = missingParents(credential);
        if (!missing.isEmpty()) {
            if (waiting.size() >= MAX_WAITING && !waiting.containsKey(credential.id())) {
                return new Addition.Refused("Over the limit of credentials that wait");
            }
            waiting.put(credential.id(), credential);
            return new Addition.Waiting(missing);
        }
        List<CredentialId> added = new ArrayList<>();
        if (!addIfFounded(credential, added)) {
            return passOver(credential, "said without the right to it");
        }
        decideOnThoseThatWait(added);
        return new Addition.Added(added);
    }

    private Addition passOver(Credential credential, String reason) {
        waiting.remove(credential.id());
        passedOver.add(credential.id());
        decideOnThoseThatWait(new ArrayList<>()); // what builds on it need not wait any more
        return new Addition.PassedOver(reason);
    }

    private boolean addIfFounded(Credential credential, List<CredentialId> added) {
        graph.add(credential);
        if (!rule.isNewestFounded()) {
            graph.removeLast();
            return false;
        }
        added.add(credential.id());
        return true;
    }

    private Set<CredentialId> missingParents(Credential credential) {
        Set<CredentialId> missing = new HashSet<>(credential.parents());
        missing.removeIf(graph::contains);
        return missing;
    }

    private void decideOnThoseThatWait(List<CredentialId> added) {
        int before;
        do {
            before = waiting.size();
            for (Credential each : List.copyOf(waiting.values())) {
                boolean passed = each.parents().stream().anyMatch(passedOver::contains);
                if (!passed && !missingParents(each).isEmpty()) {
                    continue;
                }
                waiting.remove(each.id());
                if (passed || !addIfFounded(each, added)) {
                    passedOver.add(each.id());
                }
            }
        } while (waiting.size() < before);
    }

    /** Returns who may do what, by all credentials here. */
    public synchronized Authority authority() {
        if (current == null || evaluated != graph.size()) {
            current = rule.evaluate(graph.past(graph.heads()));
            evaluated = graph.size();
        }
        return current;
    }

    /** Returns who might do what when {@code heads} were the newest; empty when some are not here. */
    public synchronized Optional<Authority> authorityAt(Collection<CredentialId> heads) {
        return heads.stream().allMatch(graph::contains)
                ? Optional.of(rule.evaluate(graph.past(heads)))
                : Optional.empty();
    }

    /**
     * Admits {@code member} and gives it the key, if its role reads, else what leads into the swarm; throws
     * NOT_PERMITTED, and KEY_MISSING when it has no key of the space's suite and is to read. In a space without history
     * that is a new key, which everybody gets.
     */
    public synchronized void admit(LocalIdentity by, IdentityChain member, Role role) {
        admit(by, member, role, Optional.empty());
    }

    /** As the other, and says by which invitation; see {@link Authority#admittedBy}. */
    public synchronized void admit(LocalIdentity by, IdentityChain member, Role role, Optional<Bytes> invitation) {
        require(by, role);
        sayWithKey(by, role.canRead() ? List.of(member) : List.of(), new Statement.Admit(member, role, invitation));
        devices().showWay(by);
    }

    /** Says what takes the right to admit {@code role}; throws NOT_PERMITTED. */
    synchronized void say(LocalIdentity by, Role role, Statement statement) {
        require(by, role);
        say(by, statement);
    }

    /** Gives {@code member} another role, and the key if it reads from now on; throws as {@link #admit} does. */
    public synchronized void changeRole(LocalIdentity by, IdentityId member, Role role) {
        Authority now = authority();
        Role former = now.roleOf(member).orElse(Role.OWNER);
        require(by, former);
        require(by, role);
        if (role.canRead() && !former.canRead()) {
            sayWithKey(by, devices(now, member), new Statement.ChangeRole(member, role));
        } else {
            say(by, new Statement.ChangeRole(member, role));
            devices().showWay(by);
        }
    }

    /** Removes {@code member}, whose blocks count up to {@code cuts}, and changes the key; throws NOT_PERMITTED. */
    public synchronized void remove(LocalIdentity by, IdentityId member, Map<DeviceId, Cut> cuts) {
        require(by, authority().roleOf(member).orElse(Role.OWNER));
        Optional<Secret> former = history == HistoryPolicy.FULL
                ? Optional.of(new KeyHandout(this, by).keyOf(authority().epoch()))
                : Optional.empty();
        say(by, new Statement.Remove(member, cuts));
        new KeyHandout(this, by).rotate(former);
    }

    /**
     * Makes {@code member} the owner; {@code by}, who is the owner now, stays as an admin. Throws as {@link #admit}
     * does.
     */
    public synchronized void transfer(LocalIdentity by, IdentityId member) {
        Authority now = requireNotDeleted();
        Authority.Member next = now.members().get(member);
        if (next == null || next.role() == Role.OWNER || !now.roleOf(by).equals(Optional.of(Role.OWNER))) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        boolean reads = next.role().canRead();
        sayWithKey(by, reads ? List.of() : devices(now, member), new Statement.Transfer(next.chain()));
    }

    private static List<IdentityChain> devices(Authority now, IdentityId member) {
        return now.member(member).stream()
                .flatMap(it -> it.devices().values().stream())
                .filter(device -> device.cap().canRead())
                .map(Authority.MemberDevice::chain)
                .toList();
    }

    /** Says what makes {@code devices} read that did not. */
    private void sayWithKey(LocalIdentity by, List<IdentityChain> devices, Statement statement) {
        if (devices.isEmpty()) {
            say(by, statement);
        } else {
            new KeyHandout(this, by).sayWithKey(devices, statement);
        }
    }

    /**
     * Ends the own membership; the own blocks count up to {@code cuts}. The key stays until somebody else changes it:
     * who leaves could keep a new one too. Throws NOT_PERMITTED for the owner and for who is no member.
     */
    public synchronized void leave(LocalIdentity by, Map<DeviceId, Cut> cuts) {
        Optional<Role> own = requireNotDeleted().roleOf(by);
        if (own.isEmpty() || own.get() == Role.OWNER) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        sayByRight(by, new Statement.Remove(by.id(), cuts));
    }

    /**
     * Lets more count of what a removed member wrote: each of its devices up to the farther cut that {@code cuts} says.
     * Throws NOT_PERMITTED unless {@code by} may remove members and {@code member} was removed.
     */
    public synchronized void acceptLate(LocalIdentity by, IdentityId member, Map<DeviceId, Cut> cuts) {
        require(by, Role.READER);
        if (!rule.isCut(graph.past(graph.heads()), member)) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        say(by, new Statement.AcceptLate(member, cuts));
    }

    /**
     * Says what must be said before {@code by} writes anything: a new key when somebody has the newest one who may not
     * read, such as a member that left or that two removed without knowing of each other; and, by an admin, the key, or
     * the way into the swarm, for members that were not given it. Returns whether anything was said.
     */
    public synchronized boolean prepareToWrite(LocalIdentity by) {
        int before = graph.size();
        Authority now = authority();
        Role own = now.roleOf(by).orElse(Role.RELAY);
        if (!own.canWrite() || now.deletedBy().isPresent() || now.frozen().contains(by.device())) {
            return false;
        }
        devices().showWay(by);
        new KeyHandout(this, by).prepareToWrite(own);
        return graph.size() > before;
    }

    /**
     * Hands the keys from before its admission to a member, as far as {@code by} has them. Returns how many; 0 when it
     * lacks none. Throws NOT_PERMITTED unless {@code by} is an admin and {@code member} one who reads, and KEY_MISSING
     * when {@code by} was not given any of them either.
     */
    public synchronized int grantHistory(LocalIdentity by, IdentityId member) {
        require(by, Role.READER);
        Authority now = authority();
        Authority.Member to = now.members().get(member);
        if (to == null || !to.role().canRead()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        int granted = 0;
        for (IdentityChain device : devices(now, member)) {
            granted += new KeyHandout(this, by).grantHistory(device);
        }
        return granted;
    }

    /**
     * Returns the devices to which {@code by} is to give the state, because it admitted them to a space without its
     * history: they lack older keys, or are not to write yet. The owner does it for whoever can't any more.
     */
    public synchronized List<IdentityChain> newcomers(LocalIdentity by) {
        Authority now = authority();
        if (history == HistoryPolicy.FULL || !now.mayWrite(by.device())) {
            return List.of();
        }
        return Newcomers.of(by.device(), now, graph);
    }

    /**
     * Lets those of {@link #newcomers} write who wait for it: blocks that follow all of {@code version}, which is all
     * that {@code by} has, its own blocks included. Says nothing of a version of more feeds than a credential may name.
     */
    public synchronized void start(LocalIdentity by, Map<DeviceId, Long> version) {
        Authority now = authority();
        List<DeviceId> waiting = newcomers(by).stream()
                .map(IdentityChain::device)
                .filter(now::awaitsStart)
                .toList();
        if (version.size() <= Statement.MAX_ENTRIES.max()) {
            waiting.forEach(device -> say(by, new Statement.Start(device, version)));
        }
    }

    /** Ends the space for all; nothing is said or written after it. Throws NOT_PERMITTED unless {@code by} owns it. */
    public synchronized void delete(LocalIdentity by) {
        if (!requireNotDeleted().roleOf(by).equals(Optional.of(Role.OWNER))) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        say(by, new Statement.Delete());
    }

    /**
     * Makes {@code by} the owner of a space that its device founded before it had an identity: the provisional identity
     * that owns the space admits it, hands the space over, and is removed. The device stays the same, so what it wrote
     * goes on counting. Returns false, and says nothing, when the space is not such a one, or no longer.
     */
    public synchronized boolean adopt(LocalIdentity by) {
        Credential genesis = graph.get(0);
        if (!(genesis.statement() instanceof Statement.Genesis it)
                || !it.owner().isProvisional()
                || !genesis.author().equals(by.device())
                || !authority().roleOf(it.owner().identity()).equals(Optional.of(Role.OWNER))) {
            return false;
        }
        say(by, new Statement.Admit(by.chain(), Role.ADMIN));
        say(by, new Statement.Transfer(by.chain()));
        say(by, new Statement.Remove(it.owner().identity(), Map.of()));
        return true;
    }

    private Authority requireNotDeleted() {
        Authority now = authority();
        if (now.deletedBy().isPresent()) {
            throw new HearthException(ErrorCode.SPACE_DELETED);
        }
        return now;
    }

    private void require(LocalIdentity by, Role role) {
        Optional<Role> own = requireNotDeleted().roleOf(by);
        if (own.isEmpty() || !own.get().canAdmit(role)) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
    }

    void say(LocalIdentity by, Statement statement) {
        graph.add(Credential.sign(by, id.value(), graph.heads(), statement));
    }

    /** Says something, or throws NOT_PERMITTED where nobody would hear it. */
    void sayByRight(LocalIdentity by, Statement statement) {
        requireNotDeleted();
        if (!addIfFounded(Credential.sign(by, id.value(), graph.heads(), statement), new ArrayList<>())) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
    }
}
