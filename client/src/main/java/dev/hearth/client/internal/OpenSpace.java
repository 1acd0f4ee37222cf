package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceProperties;
import dev.hearth.client.SpaceStatus;
import dev.hearth.client.Withheld;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.FeedHead;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.Authority;
import dev.hearth.halo.Cut;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.Role;
import dev.hearth.halo.ShownName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A space while it is open: database, credentials and, once there is an identity, swarm under one handle. */
final class OpenSpace extends ForwardingDatabase implements Space {
    private static final Duration REMEMBER = Duration.ofSeconds(5);

    private final SpaceHost host;
    private final SpaceAccess access;
    private final Store store;
    private final ObjectProperties properties;
    private final boolean personal;
    private volatile @Nullable SpaceSwarm swarm;
    private volatile @Nullable InvitationDesk desk;
    private volatile boolean shut;
    private final AtomicBoolean remembering = new AtomicBoolean();

    OpenSpace(SpaceHost host, EchoDatabase database, SpaceAccess access, Store store, boolean personal) {
        super(database, host.onUse());
        this.host = host;
        this.access = access;
        this.store = store;
        this.personal = personal;
        this.properties = new ObjectProperties(this);
    }

    /** Lets the space meet others. */
    void connect(SpaceSwarm with, InvitationDesk invitations) {
        swarm = with;
        desk = invitations;
        with.join();
    }

    SpaceAccess access() {
        return access;
    }

    Optional<SpaceSwarm> swarm() {
        return Optional.ofNullable(swarm);
    }

    /** Returns the last block that is here of a device's feed, as a removal states it. */
    Cut cut(DeviceId device) {
        return database()
                .head(device)
                .map(head -> new Cut(head.seq(), head.block()))
                .orElse(Cut.NOTHING);
    }

    /** Returns the last blocks that are here of all devices of a member. */
    Map<DeviceId, Cut> cuts(Authority.Member member) {
        Map<DeviceId, Cut> cuts = new HashMap<>();
        member.devices().keySet().forEach(device -> cuts.put(device, cut(device)));
        return cuts;
    }

    /** Takes a device of this identity out, if it is in. */
    void revokeDevice(DeviceId device) {
        access.revokeDevice(device, cut(device));
    }

    private void requireOpen() {
        if (shut) {
            throw new HearthException(ErrorCode.CLOSED, Map.of("space", id().toString()));
        }
    }

    @Override
    void requireReadable() {
        if (!access.mayRead()) {
            throw new HearthException(ErrorCode.NOT_READABLE, Map.of("space", id().toString()));
        }
    }

    private Authority authority() {
        requireOpen();
        return access.authority();
    }

    private void requireGoingOn() {
        if (authority().deletedBy().isPresent()) {
            throw new HearthException(ErrorCode.SPACE_DELETED, Map.of("space", id().toString()));
        }
    }

    private Authority.Member require(IdentityId member) {
        requireGoingOn();
        return authority()
                .member(member)
                .orElseThrow(
                        () -> new HearthException(ErrorCode.MEMBER_UNKNOWN, Map.of("identity", member.toString())));
    }

    @Override
    public String name() {
        return access.mayRead() ? properties.name().orElseGet(() -> id().brief()) : id().brief();
    }

    @Override
    public void rename(String name) {
        properties.rename(name);
    }

    @Override
    public SpaceProperties properties() {
        requireOpen();
        return properties;
    }

    @Override
    public boolean isPostQuantum() {
        requireOpen();
        return access.isPostQuantum();
    }

    @Override
    public HistoryPolicy history() {
        requireOpen();
        return access.history();
    }

    @Override
    public int grantHistory(IdentityId member) {
        require(member);
        return access.grantHistory(member);
    }

    @Override
    public boolean isPersonal() {
        requireOpen();
        return personal;
    }

    @Override
    public List<Member> members() {
        Authority now = authority();
        return now.members().values().stream().map(member -> shown(now, member)).toList();
    }

    /** Returns a member of {@code authority} as applications see it. */
    static Member shown(Authority authority, Authority.Member member) {
        IdentityId id = member.chain().identity();
        return new Member(id, ShownName.of(authority.nameOf(id).orElseThrow().name()), member.role());
    }

    @Override
    public Optional<Role> role() {
        return authority().roleOfDevice(access.self());
    }

    @Override
    public Invitation invite(InvitationOptions options) {
        requireGoingOn();
        if (personal) {
            throw new HearthException(ErrorCode.SPACE_PERSONAL);
        }
        InvitationDesk open = desk;
        if (open == null) {
            throw new HearthException(ErrorCode.NO_IDENTITY);
        }
        requireMayAdmit(options.role());
        requireConfirmed();
        return open.invite(this, options);
    }

    @Override
    public List<Invitation> invitations() {
        requireOpen();
        InvitationDesk open = desk;
        return open == null || role().filter(own -> own.canAdmit(Role.READER)).isEmpty() ? List.of() : open.of(this);
    }

    private void requireMayAdmit(Role role) {
        if (role().filter(own -> own.canAdmit(role)).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
    }

    @Override
    public void changeRole(IdentityId member, Role role) {
        if (role == Role.OWNER) {
            throw new IllegalArgumentException("role: a member becomes the owner by a transfer");
        }
        require(member);
        access.changeRole(member, role);
    }

    @Override
    public void remove(IdentityId member) {
        Authority.Member removed = require(member);
        if (removed.has(access.self())) {
            throw new IllegalArgumentException("member: this client's identity leaves, and is not removed");
        }
        access.remove(member, cuts(removed));
    }

    @Override
    public List<Withheld> withheld() {
        requireOpen();
        return access.withheld(status());
    }

    @Override
    public void acceptLate(Withheld blocks) {
        requireGoingOn();
        requireMayAdmit(Role.READER);
        DeviceId device = blocks.device();
        Withheld here = withheld().stream()
                .filter(each -> each.device().equals(device) && each.first() <= blocks.last())
                .findFirst()
                .orElseThrow(() -> nothingWithheld(device));
        Hash last = database().blockAt(device, blocks.last()).orElseThrow(() -> nothingWithheld(device));
        access.acceptLate(here.member(), Map.of(device, new Cut(blocks.last(), last)));
    }

    private static HearthException nothingWithheld(DeviceId device) {
        return new HearthException(ErrorCode.NOTHING_WITHHELD, Map.of("device", device.toString()));
    }

    @Override
    public Subscription onWithheld(Executor executor, Consumer<List<Withheld>> listener) {
        requireOpen();
        return database().onWithheld(executor, () -> {
            if (!shut) {
                listener.accept(withheld());
            }
        });
    }

    @Override
    public void transferOwnership(IdentityId member) {
        require(member);
        access.transfer(member);
    }

    @Override
    public void backup(Path file) {
        host.backups().write(database(), access, file, Optional.empty());
    }

    @Override
    public void backup(Path file, char[] passphrase) {
        host.backups().write(database(), access, file, Optional.of(passphrase.clone()));
    }

    @Override
    public void confirmOnlyCopy() {
        database().confirmOnlyCopy();
        host.registry().resetWrote(id(), ownEnd());
    }

    /** Refuses what this device may have said otherwise before the space was restored. */
    void requireConfirmed() {
        if (!shut && status().unconfirmed()) {
            throw new HearthException(ErrorCode.SPACE_UNCONFIRMED);
        }
    }

    /** Returns whether a backup may take its place: nothing is written to it. */
    boolean isVacant() {
        return status().unconfirmed();
    }

    @Override
    public SpaceStatus spaceStatus() {
        DatabaseStatus database = status();
        return new SpaceStatus(
                id(),
                database,
                access.withheld(database),
                swarm().map(SpaceSwarm::peers).orElse(List.of()));
    }

    /** Makes the object that holds name and properties; once, by who creates the space. */
    void describe(String name) {
        properties.create(name);
    }

    /**
     * Remembers beside the space how much this device has written in it, from time to time, so that it shows if
     * somebody puts a former store in the place of this one.
     */
    void rememberOwnBlocks(Seams seams) {
        onCommit(Runnable::run, commit -> {
            if (commit.local() && remembering.compareAndSet(false, true)) {
                seams.scheduler().after(REMEMBER, () -> seams.blocking().execute(this::remember));
            }
        });
    }

    private void remember() {
        remembering.set(false);
        long end = shut ? 0 : storedEnd();
        if (end == 0) {
            return;
        }
        try {
            database().flush(); // what is remembered is never more than what is stored
            host.registry().putWrote(id(), end);
        } catch (HearthException e) {
            // it has failed, or is closed by now: whoever uses it is told, and nothing is to be remembered
        }
    }

    /** Returns whether a connected member has all that is here. */
    boolean isPassedOn() {
        return swarm().map(SpaceSwarm::peers).orElse(List.of()).stream()
                .anyMatch(peer -> peer.replica().greeted() && peer.replica().missingThere() == 0);
    }

    /** Returns whether all that a connected member has is here. */
    boolean isInStep() {
        return swarm().map(SpaceSwarm::peers).orElse(List.of()).stream()
                .anyMatch(peer -> peer.replica().greeted() && peer.replica().missingHere() == 0);
    }

    /** Returns the number of the last block that this device wrote. */
    long ownEnd() {
        return database().head(access.self()).map(FeedHead::seq).orElse(0L);
    }

    @Override
    public void close() {
        host.closeIfOpen(this);
    }

    /** Ends the database; the swarm goes on, so that its peers can be told why. */
    void endDatabase() {
        shut = true;
        database().close();
    }

    /** Ends swarm, database and store, in this order. Safe to call twice. */
    void shut() {
        shut = true;
        Closing closing = new Closing();
        swarm().ifPresent(open -> closing.then(open::close));
        long end = storedEnd();
        closing.then(() -> {
                    database().close();
                    host.registry().putWrote(id(), end);
                })
                .then(store::close)
                .then(access.keys()::close)
                .run();
    }

    /** Returns how many own blocks are stored once the database was flushed; 0 when it has failed, or is closed. */
    private long storedEnd() {
        try {
            return status().failure().isPresent() ? 0 : ownEnd();
        } catch (HearthException e) {
            return 0;
        }
    }
}
