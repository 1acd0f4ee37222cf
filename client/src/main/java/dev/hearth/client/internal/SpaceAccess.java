package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.Withheld;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.port.Admission;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.Newcomers;
import dev.hearth.echo.port.Sealed;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.halo.Addition;
import dev.hearth.halo.Authority;
import dev.hearth.halo.Cut;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.IdentityName;
import dev.hearth.halo.InvitationKey;
import dev.hearth.halo.InvitationTerms;
import dev.hearth.halo.KeyBundle;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SealedContent;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.halo.SpaceInvitations;
import dev.hearth.halo.SpaceKeys;
import dev.hearth.halo.SpaceProfiles;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers ECHO's questions about one space from HALO's credentials, and keeps those in the registry. Thread-safe. */
final class SpaceAccess implements SpaceGuard, CredentialExchange {
    private static final String HEAD_DOMAIN = "hearth feed head";

    private volatile LocalIdentity identity;
    private final SpaceCredentials credentials;
    private final SpaceKeys keys;
    private final SpaceNewcomers newcomers;
    private final Registry registry;
    private final Executor later;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /**
     * Held until a credential is in the registry, and by whoever tells others which there are: a device that told of
     * one and forgot it would say another in its place, and be heard no more.
     */
    private final Object keeping = new Object();

    private volatile long wrote;
    private volatile int prepared = -1; // how many credentials there were when all was said that writing takes
    private volatile Runnable beforeSaying = () -> {};
    private volatile Runnable onWrite = () -> {};

    SpaceAccess(LocalIdentity identity, SpaceCredentials credentials, Registry registry, Executor later) {
        this.later = later;
        this.identity = identity;
        this.credentials = credentials;
        this.keys = new SpaceKeys(credentials, identity);
        this.registry = registry;
        this.newcomers = new SpaceNewcomers(credentials, () -> this.identity, this::start);
    }

    /** Runs {@code check} before a credential is issued; what it throws keeps it from being. */
    void before(Runnable check) {
        beforeSaying = check;
    }

    /** Runs {@code listener} with each block that is written here. */
    void onWrite(Runnable listener) {
        onWrite = listener;
    }

    SpaceKeys keys() {
        return keys;
    }

    Authority authority() {
        return credentials.authority();
    }

    boolean isPostQuantum() {
        return credentials.isPostQuantum();
    }

    HistoryPolicy history() {
        return credentials.history();
    }

    @Override
    public Newcomers newcomers() {
        return newcomers;
    }

    private void start(Map<DeviceId, Long> version) {
        synchronized (keeping) {
            credentials.start(identity, version);
            keep();
        }
        later.execute(() -> listeners.forEach(Runnable::run)); // the database's lock is held
    }

    /** Hands the keys from before its admission to a member; returns how many. */
    int grantHistory(IdentityId member) {
        AtomicInteger granted = new AtomicInteger();
        say(() -> granted.set(credentials.grantHistory(identity, member)));
        return granted.get();
    }

    /** Returns the secrets of the space that this device has, for a sealed backup. */
    KeyBundle bundle() {
        return KeyBundle.of(credentials, identity);
    }

    List<Bytes> all() {
        return credentials.all();
    }

    /** Returns what tells a removed device that it was. */
    List<Bytes> farewell(DeviceId device) {
        synchronized (keeping) {
            return credentials.devices().farewell(device);
        }
    }

    /**
     * Returns whether a peer may have a session: its device is one of a member, or comes to a member by the word of its
     * newest root key, which the session is to bring.
     */
    boolean mayMeet(Peer peer) {
        return isMember(peer.device()) || comesByRoot(peer);
    }

    private boolean comesByRoot(Peer peer) {
        IdentityChain chain;
        try {
            chain = IdentityChain.verify(peer.chain());
        } catch (MalformedException e) {
            return false;
        }
        Authority now = authority();
        return chain.isByRoot()
                && chain.device().equals(peer.device())
                && now.formerOwnerOf(peer.device()).isEmpty()
                && now.member(chain.identity())
                        .filter(member -> member.devices().values().stream()
                                .allMatch(each -> each.chain().rootChanges() <= chain.rootChanges()))
                        .isPresent();
    }

    /** Returns whether a device is one of a member. */
    boolean isMember(DeviceId device) {
        return authority().ownerOf(device).isPresent();
    }

    /**
     * Returns what the database withholds, with who wrote it, without what has come to count and is not applied yet.
     */
    List<Withheld> withheld(DatabaseStatus database) {
        Authority now = authority();
        List<Withheld> withheld = new ArrayList<>();
        for (DatabaseStatus.Withheld each : database.withheld()) {
            long counts = now.cutOf(each.feed()).map(Cut::seq).orElse(each.last());
            if (counts < each.last()) {
                IdentityChain chain = now.formerOwnerOf(each.feed()).orElseThrow();
                long first = Math.max(each.first(), counts + 1);
                withheld.add(new Withheld(chain.identity(), chain.name(), each.feed(), first, each.last()));
            }
        }
        return withheld;
    }

    /** Lets more count of what a removed member wrote. */
    void acceptLate(IdentityId member, Map<DeviceId, Cut> cuts) {
        say(() -> credentials.acceptLate(identity, member, cuts));
    }

    /** Gives the space another key if somebody has it who must not read what is written next. */
    @Override
    public void beforeWriting() {
        if (prepared == credentials.size()) {
            return;
        }
        boolean said;
        synchronized (keeping) {
            said = credentials.prepareToWrite(identity);
            if (said) {
                keep();
            }
            prepared = credentials.size();
        }
        if (said) {
            later.execute(() -> listeners.forEach(Runnable::run)); // the database's lock may be held
        }
    }

    /** Notes how many blocks this device has written in the space, as is known beside its store. */
    void wrote(long ownBlocks) {
        wrote = ownBlocks;
    }

    @Override
    public long written() {
        return wrote;
    }

    /** Acts in the name of {@code named} from now on, and gives it the space if it is one that waited for it. */
    void adopt(LocalIdentity named) {
        synchronized (keeping) {
            identity = named;
            if (!credentials.adopt(named)) {
                return;
            }
            keep();
        }
        listeners.forEach(Runnable::run);
    }

    /** Gives a member another role. */
    void changeRole(IdentityId member, Role role) {
        say(() -> credentials.changeRole(identity, member, role));
    }

    /** Removes a member, whose blocks count up to {@code cuts}. */
    void remove(IdentityId member, Map<DeviceId, Cut> cuts) {
        say(() -> credentials.remove(identity, member, cuts));
    }

    /** Lets another device of the own identity in, if it is not. */
    void admitDevice(IdentityChain device, Role cap) {
        if (!hasDevice(device.identity(), device.device())) {
            say(() -> credentials.devices().admit(identity, device, cap));
        }
    }

    /** Takes a device of the own identity out, if it is in; what it wrote counts up to {@code cut}. */
    void revokeDevice(DeviceId device, Cut cut) {
        if (hasDevice(identity.id(), device)) {
            say(() -> credentials.devices().revoke(identity, device, Optional.of(cut)));
        }
    }

    private boolean has(IdentityId member, DeviceId device) {
        return authority().member(member).filter(it -> it.has(device)).isPresent();
    }

    /** Says what the own identity calls itself, unless the space knows that name or a newer one. */
    void sayName(IdentityName name) {
        boolean isNew = authority()
                .nameOf(identity.id())
                .filter(there -> there.compareTo(name) < 0)
                .isPresent();
        if (isNew) {
            say(() -> new SpaceProfiles(credentials).say(identity, name));
        }
    }

    /** Makes a member the owner. */
    void transfer(IdentityId member) {
        say(() -> credentials.transfer(identity, member));
    }

    /** Ends the own membership. */
    void leave(Map<DeviceId, Cut> cuts) {
        say(() -> credentials.leave(identity, cuts));
    }

    /** Ends the space. */
    void delete() {
        say(() -> credentials.delete(identity));
    }

    private void say(Runnable statement) {
        beforeSaying.run();
        synchronized (keeping) {
            statement.run();
            keep();
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Admits {@code member} by an invitation, or leaves it as it is when it is a member already. A member that has lost
     * its devices, and comes with another one by the word of its root key, keeps the role that it has; throws
     * NOT_PERMITTED for other devices of a member, which lets them in itself.
     */
    void admit(IdentityChain member, Role role, Bytes invitation) {
        Authority now = authority();
        if (now.roleOf(member.identity()).isEmpty()) {
            say(() -> credentials.admit(identity, member, role, Optional.of(invitation)));
        } else if (!has(member.identity(), member.device())) {
            if (!member.isByRoot()) {
                throw new HearthException(ErrorCode.NOT_PERMITTED);
            }
            say(() -> credentials.devices().welcomeBack(identity, member));
        }
    }

    /** Returns whether a device is one of a member. */
    boolean hasDevice(IdentityId member, DeviceId device) {
        return authority().member(member).filter(it -> it.has(device)).isPresent();
    }

    int credentialCount() {
        return credentials.size();
    }

    /** Lets every member who may admit that role let in who has the key. */
    void delegate(InvitationKey key, InvitationTerms terms) {
        say(() -> new SpaceInvitations(credentials).delegate(identity, key, terms));
    }

    /** Takes an invitation by link back. */
    void cancelInvitation(Bytes invitation) {
        say(() -> new SpaceInvitations(credentials).cancel(identity, invitation));
    }

    private void keep() {
        registry.putCredentials(credentials.id(), credentials.all());
    }

    @Override
    public SpaceId space() {
        return credentials.id();
    }

    @Override
    public DeviceId self() {
        return identity.device();
    }

    @Override
    public boolean mayRead(DeviceId device) {
        return !authority().isRelay(device);
    }

    @Override
    public boolean mayWrite() {
        return authority().mayWrite(identity.device());
    }

    /** A founder is alone when it begins. */
    @Override
    public boolean mayBegin() {
        return authority().devices() == 1;
    }

    @Override
    public List<CredentialId> authorityHeads() {
        return credentials.heads();
    }

    @Override
    public Sealed seal(Bytes aad, byte[] plaintext) {
        onWrite.run();
        SealedContent sealed = keys.seal(aad, plaintext);
        return new Sealed(sealed.epoch(), sealed.ciphertext());
    }

    @Override
    public Optional<byte[]> open(DeviceId author, int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        return keys.open(author, epoch, aad, ciphertext);
    }

    @Override
    public Sealed sealShared(Bytes aad, byte[] plaintext) {
        SealedContent sealed = keys.sealShared(aad, plaintext);
        return new Sealed(sealed.epoch(), sealed.ciphertext());
    }

    @Override
    public Optional<byte[]> openShared(int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        return keys.openShared(epoch, aad, ciphertext);
    }

    @Override
    public Bytes sign(Bytes head) {
        return identity.sign(HEAD_DOMAIN, head);
    }

    @Override
    public boolean verify(DeviceId author, Bytes head, Bytes signature) {
        try {
            return VerifyKey.of(author.value()).verify(HEAD_DOMAIN, head, signature);
        } catch (MalformedException e) {
            return false;
        }
    }

    @Override
    public Map<DeviceId, Long> writers() {
        Authority now = authority();
        Map<DeviceId, Long> writers = new HashMap<>();
        now.cuts().forEach((device, cut) -> writers.put(device, cut.seq()));
        now.members().values().stream()
                .flatMap(member -> member.devices().keySet().stream())
                .filter(now::mayWrite)
                .forEach(device -> writers.put(device, Long.MAX_VALUE));
        return writers;
    }

    @Override
    public Admission admission(DeviceId author, long seq, Hash block, List<CredentialId> named) {
        Optional<Authority> then = credentials.authorityAt(named);
        if (then.isEmpty()) {
            return Admission.waiting("credentials that the block names are not here yet");
        }
        if (!then.get().mayWrite(author)) {
            return Admission.refused("the author had no right to write");
        }
        Optional<Cut> cut = authority().cutOf(author);
        return cut.isPresent() && seq > cut.get().seq()
                ? Admission.withheld("the block is beyond the cut of a removal")
                : Admission.ACCEPTED;
    }

    @Override
    public boolean knowsCut(DeviceId removed, List<CredentialId> named) {
        return credentials
                .authorityAt(named)
                .flatMap(authority -> authority.cutOf(removed))
                .isPresent();
    }

    @Override
    public List<CredentialId> ids() {
        synchronized (keeping) {
            return List.copyOf(credentials.ids());
        }
    }

    @Override
    public List<Bytes> missing(Set<CredentialId> known) {
        synchronized (keeping) {
            return credentials.missing(known);
        }
    }

    @Override
    public boolean offer(List<Bytes> offered) {
        boolean added = false;
        boolean refused = false;
        synchronized (keeping) {
            for (Iterator<Bytes> each = offered.iterator(); each.hasNext() && !refused; ) {
                Addition addition = credentials.add(each.next());
                added |= addition instanceof Addition.Added;
                refused = addition instanceof Addition.Refused;
            }
            if (added) {
                keep();
            }
        }
        if (added) {
            listeners.forEach(Runnable::run); // a role and the keys that go with it are heard of together
        }
        return !refused;
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
