package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.Authority;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The spaces of one identity on this device: which are open, and how one comes and goes. What ended is {@link Endings}'
 * matter. Until there is an identity it hosts spaces on this device alone, in a provisional one's name. Thread-safe;
 * one space comes or goes at a time.
 */
final class SpaceHost implements AutoCloseable {
    private static final String PERSONAL = "Personal";

    private final DataFolder folder;
    private final ClientOptions options;
    private final Registry registry;
    private final Seams seams;
    private final Runnable onUse;
    private final Endings endings;
    private final BackupDesk backups;
    private final GuestDesk guests;
    private final OwnDevices devices;
    private final OwnProfile profile;
    private final ContactBook contacts;
    private final Map<SpaceId, OpenSpace> spaces = new LinkedHashMap<>(); // guarded by itself

    /** Held while a space comes or goes. */
    private final Object transitions = new Object();

    private final Optional<AppSpaces> app;

    private volatile LocalIdentity identity;
    private volatile @Nullable Network network;
    private boolean closed; // guarded by transitions

    private SpaceHost(
            LocalIdentity identity,
            DataFolder folder,
            ClientOptions options,
            Registry registry,
            Seams seams,
            Runnable onUse) {
        this.identity = identity;
        this.folder = folder;
        this.options = options;
        this.registry = registry;
        this.seams = seams;
        this.onUse = onUse;
        this.endings = new Endings(this, folder, registry, seams);
        this.backups = new BackupDesk(folder, registry, seams);
        this.app = identity.chain().application().map(name -> new AppSpaces(this, registry, seams));
        this.guests = new GuestDesk(this, options, seams);
        this.devices = new OwnDevices(this, registry, seams);
        this.profile = new OwnProfile(this, seams);
        this.contacts = new ContactBook(this, seams);
    }

    /** Opens the spaces of an identity; runs {@code onUse} when one of them is used. */
    static SpaceHost open(
            LocalIdentity identity,
            DataFolder folder,
            ClientOptions options,
            Registry registry,
            Seams seams,
            Runnable onUse) {
        SpaceHost host = new SpaceHost(identity, folder, options, registry, seams, onUse);
        try {
            host.start();
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void start() {
        synchronized (transitions) {
            if (!identity.chain().isProvisional()) {
                network = new Network(identity, options, registry, seams);
                if (app.isEmpty()) {
                    requirePersonal();
                }
            }
            app.ifPresent(AppSpaces::await);
            if (app.filter(AppSpaces::isEnded).isPresent()) {
                return;
            }
            for (SpaceEntry entry : registry.spaces()) {
                network().ifPresent(open -> open.meetAt(entry.signals()));
                if (entry.isEnded()) {
                    endings.goOn(entry);
                } else if (entry.state() == KnownSpace.State.OPEN && entry.personal()) {
                    openIfShared(entry);
                } else if (entry.state() == KnownSpace.State.OPEN) {
                    open(entry);
                }
            }
        }
    }

    /** Opens the personal space if it has other devices to meet, or to lose; else it is opened when asked for. */
    private void openIfShared(SpaceEntry personal) {
        SpaceCredentials credentials = endings.credentials(personal.id());
        boolean shared = network != null && credentials.authority().devices() > 1;
        if (shared || registry.areOthersLost()) {
            open(personal, credentials, folder.space(personal.id()));
        }
    }

    /** Acts in the name of {@code named}, which gets the spaces that were created without an identity. */
    void introduce(LocalIdentity named) {
        synchronized (transitions) {
            identity = named;
            Network open = new Network(named, options, registry, seams);
            network = open;
            requirePersonal();
            for (OpenSpace space : spaces()) {
                space.access().adopt(named);
                connect(space, open);
            }
        }
    }

    /** An identity of a former version has no personal space yet. */
    private void requirePersonal() {
        if (registry.personal().isEmpty()) {
            SpaceCredentials credentials = SpaceCredentials.create(identity, seams);
            registry.addSpace(SpaceEntry.open(credentials.id(), List.of(), true), credentials.all());
        }
    }

    /** Returns what limits the spaces of this client, if it is an application's. */
    Optional<AppSpaces> app() {
        return app;
    }

    SpaceCredentials credentials(SpaceId id) {
        return endings.credentials(id);
    }

    /** Opens a space that a wallet granted. */
    void take(SpaceCredentials credentials, List<URI> signals) {
        synchronized (transitions) {
            requireOpen();
            network().ifPresent(open -> open.meetAt(signals));
            add(credentials, signals);
        }
    }

    Runnable onUse() {
        return onUse;
    }

    Optional<Network> network() {
        return Optional.ofNullable(network);
    }

    LocalIdentity identity() {
        return identity;
    }

    /** Returns what orders the coming and going of spaces. */
    Object transitions() {
        return transitions;
    }

    List<OpenSpace> spaces() {
        synchronized (spaces) {
            return List.copyOf(spaces.values());
        }
    }

    /** Returns the open spaces without the personal one, in the order in which they came. */
    List<Space> list() {
        List<Space> list = new ArrayList<>();
        registry.spaces().stream()
                .filter(entry -> !entry.personal())
                .forEach(entry -> find(entry.id()).ifPresent(list::add));
        return list;
    }

    List<KnownSpace> all() {
        return registry.spaces().stream().map(this::known).toList();
    }

    private KnownSpace known(SpaceEntry entry) {
        return new KnownSpace(
                entry.id(),
                name(entry),
                entry.state(),
                entry.personal(),
                entry.ending().map(SpaceEntry.Ending::by),
                entry.ending().map(SpaceEntry.Ending::at));
    }

    private String name(SpaceEntry entry) {
        String kept = entry.personal() && entry.name().isEmpty() ? PERSONAL : entry.name();
        String known = kept.isEmpty() ? entry.id().brief() : kept;
        try {
            return find(entry.id()).map(OpenSpace::name).orElse(known);
        } catch (HearthException e) {
            if (e.code() == ErrorCode.CLOSED) {
                return known;
            }
            throw e;
        }
    }

    Optional<OpenSpace> find(SpaceId id) {
        synchronized (spaces) {
            return Optional.ofNullable(spaces.get(id));
        }
    }

    Space get(SpaceId id) {
        Optional<OpenSpace> open = find(id);
        if (open.isPresent()) {
            return open.get();
        }
        SpaceEntry entry = require(id);
        if (entry.personal()) {
            return open(id);
        }
        throw new HearthException(
                entry.isEnded() ? ErrorCode.SPACE_DELETED : ErrorCode.CLOSED, Map.of("space", id.toString()));
    }

    /** Returns what is known of a space, which is not one that was left: that one is only not told yet. */
    SpaceEntry require(SpaceId id) {
        return registry.find(id)
                .filter(entry -> entry.state() != KnownSpace.State.LEFT)
                .orElseThrow(() -> unknown(id));
    }

    static HearthException unknown(SpaceId id) {
        return new HearthException(ErrorCode.SPACE_UNKNOWN, Map.of("space", id.toString()));
    }

    private void requireOpen() {
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
    }

    OpenSpace create(String name, SpaceOptions chosen) {
        ObjectProperties.checkName(name);
        synchronized (transitions) {
            requireOpen();
            SpaceCredentials credentials =
                    SpaceCredentials.create(identity, chosen.postQuantum(), chosen.history(), seams);
            SpaceEntry entry = SpaceEntry.open(
                    credentials.id(), network().map(Network::allSignals).orElse(List.of()), false);
            registry.addSpace(entry, credentials.all());
            OpenSpace space = open(entry, credentials, folder.space(entry.id()));
            space.describe(name);
            return space;
        }
    }

    OpenSpace personal() {
        if (network == null) {
            throw new HearthException(ErrorCode.NO_IDENTITY);
        }
        return open(registry.personal().orElseThrow());
    }

    /** Returns the personal space while it is open; an application has none. */
    Optional<OpenSpace> openPersonal() {
        return registry.personal().flatMap(this::find);
    }

    Registry registry() {
        return registry;
    }

    OpenSpace open(SpaceId id) {
        synchronized (transitions) {
            requireOpen();
            Optional<OpenSpace> open = find(id);
            if (open.isPresent()) {
                return open.get();
            }
            SpaceEntry entry = require(id);
            if (entry.isEnded() && endings.isWiped(entry)) {
                throw new HearthException(ErrorCode.SPACE_DELETED, Map.of("space", id.toString()));
            }
            if (!entry.isEnded() && entry.state() != KnownSpace.State.OPEN) {
                entry = entry.opened();
                registry.update(entry);
            }
            return open(entry);
        }
    }

    private OpenSpace open(SpaceEntry entry) {
        // a personal space is nobody else's: if it is lost, nobody can tell what was in it
        Store store = entry.personal() ? folder.space(entry.id()) : folder.known(entry.id());
        return open(entry, endings.credentials(entry.id()), store);
    }

    /** Opens a space again that was shut for an ending that failed. */
    void reopen(SpaceEntry entry) {
        network().ifPresent(open -> open.desk().shelve(entry.id()));
        open(entry);
    }

    private OpenSpace open(SpaceEntry entry, SpaceCredentials credentials, Store store) {
        SpaceAccess access = new SpaceAccess(identity, credentials, registry, seams.blocking());
        if (network != null) {
            access.adopt(identity);
        }
        access.wrote(registry.wrote(entry.id()));
        OpenSpace space = null;
        try {
            EchoDatabase database = EchoDatabase.open(store, access, access, seams, DatabaseOptions.defaults());
            space = new OpenSpace(this, database, access, store, entry.personal());
            access.before(space::requireConfirmed);
            access.onWrite(onUse);
            start(space, entry);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
            if (space != null) {
                closing.then(space::shut);
            }
            closing.then(store::close).run();
            throw e;
        }
        synchronized (spaces) {
            spaces.put(space.id(), space);
        }
        return space;
    }

    private void start(OpenSpace space, SpaceEntry entry) {
        space.rememberOwnBlocks(seams);
        if (entry.isEnded()) {
            return; // a copy to read
        }
        if (entry.personal() && space.ownEnd() == 0 && space.access().mayBegin()) {
            space.describe(PERSONAL);
        }
        space.access().onChange(() -> endIfDeleted(space));
        app.ifPresent(limits -> space.access().onChange(() -> limits.watch(space)));
        network().ifPresent(open -> connect(space, open));
        endIfDeleted(space);
    }

    private void connect(OpenSpace space, Network open) {
        SpaceSwarm swarm = new SpaceSwarm(open.mesh(), space.access(), space.database(), seams);
        if (space.isPersonal()) {
            devices.watch(space, swarm);
        } else {
            swarm.onSession(session -> devices.tendLater(), session -> {});
        }
        space.connect(swarm, open.desk());
        open.desk().reopen(space);
        if (app.isEmpty()) {
            devices.tendLater();
            profile.watch(space);
            contacts.watch(space);
        }
    }

    /** The news goes on to those who are connected before the space is closed. */
    private void endIfDeleted(OpenSpace space) {
        if (space.access().authority().deletedBy().isPresent()) {
            seams.scheduler().after(SpaceSwarm.GRACE, () -> seams.blocking().execute(() -> endings.deleted(space)));
        }
    }

    void closeIfOpen(OpenSpace space) {
        if (find(space.id()).filter(found -> found == space).isPresent()) {
            close(space.id());
        }
    }

    void close(SpaceId id) {
        synchronized (transitions) {
            SpaceEntry entry = require(id);
            if (entry.state() == KnownSpace.State.OPEN && !entry.personal()) {
                registry.update(entry.closed(name(entry)));
            }
            find(id).ifPresent(space -> {
                network().ifPresent(open -> open.desk().shelve(id));
                unlist(space);
                space.shut();
            });
        }
    }

    /** Takes a space off those that are open. */
    void unlist(OpenSpace space) {
        synchronized (spaces) {
            spaces.remove(space.id());
        }
    }

    void leave(SpaceId id) {
        end(id, endings::leave);
    }

    void delete(SpaceId id) {
        end(id, endings::delete);
    }

    /** A space that is closed is opened for it, so that its members can be told, and closed again if it is refused. */
    private void end(SpaceId id, Consumer<OpenSpace> ending) {
        synchronized (transitions) {
            SpaceEntry entry = require(id);
            if (entry.personal()) {
                throw new HearthException(ErrorCode.SPACE_PERSONAL);
            }
            if (entry.isEnded()) {
                throw new HearthException(ErrorCode.SPACE_DELETED, Map.of("space", id.toString()));
            }
            OpenSpace space = open(id);
            try {
                space.requireConfirmed();
                ending.accept(space);
            } catch (RuntimeException e) {
                if (entry.state() == KnownSpace.State.CLOSED) {
                    close(id);
                }
                throw e;
            }
        }
    }

    void forget(SpaceId id) {
        synchronized (transitions) {
            requireOpen();
            endings.forget(registry.find(id).orElseThrow(() -> unknown(id)));
        }
    }

    /** Takes a space that this identity is a member of now, by an invitation. */
    Space joined(Bytes invitation, SpaceCredentials credentials, List<URI> signals) {
        SpaceId id = credentials.id();
        synchronized (transitions) {
            requireOpen();
            Optional<SpaceEntry> known = registry.find(id);
            if (known.filter(entry -> entry.state() == KnownSpace.State.DELETED).isPresent()) {
                throw new HearthException(ErrorCode.SPACE_DELETED, Map.of("space", id.toString()));
            }
            if (known.filter(entry -> !entry.isEnded()).isPresent()) {
                registry.putJoined(invitation, id);
                OpenSpace space = open(id);
                space.access().offer(credentials.all());
                return space;
            }
            known.ifPresent(endings::forget);
            OpenSpace space = add(credentials, signals);
            registry.putJoined(invitation, id);
            return space;
        }
    }

    private OpenSpace add(SpaceCredentials credentials, List<URI> signals) {
        SpaceId id = credentials.id();
        SpaceEntry entry = SpaceEntry.open(id, signals, false);
        registry.addSpace(entry, credentials.all());
        registry.markFresh(id);
        return open(entry, credentials, registry.wasHere(id) ? folder.again(id) : folder.space(id));
    }

    /** Takes a space that another device of this identity has, if there is none such here; throws NOT_PERMITTED. */
    void takeOwn(SpaceId id, SpaceCredentials credentials) {
        if (!credentials.id().equals(id)
                || credentials.authority().ownerOf(identity.device()).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        synchronized (transitions) {
            requireOpen();
            if (registry.find(id).isEmpty()) {
                add(credentials, network().map(Network::allSignals).orElse(List.of()));
            }
        }
    }

    /** Returns the devices of the identity; throws NO_IDENTITY. */
    OwnDevices devices() {
        if (network == null) {
            throw new HearthException(ErrorCode.NO_IDENTITY);
        }
        return devices;
    }

    /** Returns what the identity calls itself, if it is a person's. */
    Optional<OwnProfile> profile() {
        return network().filter(any -> app.isEmpty()).map(any -> profile);
    }

    /** Returns whom the identity knows; throws NO_IDENTITY. */
    ContactBook contacts() {
        personal();
        return contacts;
    }

    /** Returns the personal space's authority, whether it is open or not. */
    Authority personalAuthority() {
        SpaceId id = registry.personal().orElseThrow();
        return find(id).map(space -> space.access().authority())
                .orElseGet(() -> endings.credentials(id).authority());
    }

    /** Returns where guests come from. */
    GuestDesk guests() {
        return guests;
    }

    BackupDesk backups() {
        return backups;
    }

    /** Puts a space back from a backup, and opens it. */
    OpenSpace restore(Path file, Optional<char[]> passphrase) {
        synchronized (transitions) {
            requireOpen();
            BackupFile.Preamble backup = backups.restore(file, passphrase, identity, this::vacate);
            network().ifPresent(open -> open.meetAt(backup.signals()));
            if (registry.find(backup.space()).isEmpty()) {
                registry.addSpace(SpaceEntry.open(backup.space(), backup.signals(), false), backup.credentials());
            }
            OpenSpace space = open(backup.space());
            space.access().offer(backup.credentials());
            return space;
        }
    }

    /** Makes room for a space that was closed or left, or that awaits being restored. */
    private void vacate(SpaceId id) {
        Optional<SpaceEntry> entry = registry.find(id);
        if (entry.filter(known -> known.state() == KnownSpace.State.DELETED).isPresent()) {
            throw new HearthException(ErrorCode.SPACE_DELETED, Map.of("space", id.toString()));
        }
        if (find(id).filter(known -> !known.isVacant()).isPresent()) {
            throw new HearthException(ErrorCode.SPACE_OPEN, Map.of("space", id.toString()));
        }
        if (entry.filter(SpaceEntry::isEnded).isPresent()) {
            endings.forget(entry.get());
        } else if (find(id).isPresent()) {
            close(id);
        }
    }

    void pause() {
        network().ifPresent(open -> open.mesh().pause());
    }

    void resume() {
        network().ifPresent(open -> open.mesh().resume());
    }

    @Override
    public void close() {
        synchronized (transitions) {
            if (closed) {
                return;
            }
            closed = true;
            Closing closing = new Closing();
            app.ifPresent(limits -> closing.then(limits::close));
            closing.then(guests::close);
            closing.then(devices::close);
            closing.then(profile::close);
            closing.then(contacts::close);
            network().ifPresent(open -> closing.then(open.desk()::close));
            spaces().forEach(space -> closing.then(() -> unlist(space)).then(space::shut));
            closing.then(endings::close);
            network().ifPresent(open -> closing.then(open::close));
            closing.run();
        }
    }
}
