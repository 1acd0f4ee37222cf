package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A data folder while its keychain is open: its registry and, once there is an identity, everything that acts in its
 * name. Closing it leaves no secret in memory. Thread-safe, but for what creates a host, which its user orders.
 */
final class OpenFolder implements AutoCloseable {
    private final DataFolder folder;
    private final Registry registry;
    private final ClientOptions options;
    private final Seams seams;
    private final Runnable onUse;
    private volatile @Nullable SpaceHost host;

    private OpenFolder(DataFolder folder, ClientOptions options, Seams seams, Runnable onUse) {
        this.folder = folder;
        this.registry = new Registry(folder.registry());
        this.options = options;
        this.seams = seams;
        this.onUse = onUse;
    }

    /** Opens or creates a folder; runs {@code onUse} when one of its spaces is used. */
    static OpenFolder open(Path data, ClientOptions options, Seams seams, Runnable onUse) {
        DataFolder folder = DataFolder.open(data, options, seams);
        try {
            OpenFolder opened = new OpenFolder(folder, options.withoutKey(), seams, onUse);
            opened.settleArrival();
            opened.identity().or(() -> folder.keychain().provisional()).ifPresent(opened::start);
            return opened;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private void start(LocalIdentity identity) {
        host = SpaceHost.open(identity, folder, options, registry, seams, onUse);
    }

    /** Whose a data folder is. */
    enum Owner {
        /** A person's, whose identity or spaces are in it. */
        PERSON,
        /** An application's, which a wallet has granted something. */
        APPLICATION,
        /** Nobody's yet. */
        NOBODY
    }

    Owner owner() {
        Optional<LocalIdentity> own = identity();
        if (own.isPresent()) {
            return own.get().chain().application().isPresent() ? Owner.APPLICATION : Owner.PERSON;
        }
        if (!registry.spaces().isEmpty()) {
            return Owner.PERSON;
        }
        return registry.app().isPresent() ? Owner.APPLICATION : Owner.NOBODY;
    }

    /** Returns the device of an application; throws IDENTITY_EXISTS where the folder is a person's. */
    LocalIdentity deviceOfApp() {
        if (owner() == Owner.PERSON) {
            throw new HearthException(ErrorCode.IDENTITY_EXISTS);
        }
        return identity()
                .or(() -> folder.keychain().provisional())
                .orElseGet(() -> folder.changeKeychain(Keychain::createProvisional));
    }

    /** Makes the device one of the identity whose wallet says so. */
    LocalIdentity enterAsApp(Bytes enrolment) throws MalformedException {
        LocalIdentity identity = folder.keychain().joinIdentity(enrolment);
        folder.keepKeychain();
        SpaceHost former = host;
        if (former != null) {
            former.close();
        }
        start(identity);
        return identity;
    }

    Registry registry() {
        return registry;
    }

    DataFolder folder() {
        return folder;
    }

    Optional<SpaceHost> host() {
        return Optional.ofNullable(host);
    }

    Optional<LocalIdentity> identity() {
        return folder.keychain().identity();
    }

    /** Returns the host, in the name of a provisional identity where there is none yet. */
    SpaceHost hostForNew() {
        if (host == null) {
            start(folder.changeKeychain(keychain -> keychain.createProvisional()));
        }
        return host().orElseThrow();
    }

    LocalIdentity createIdentity(String name) {
        Optional<SpaceHost> before = host();
        LocalIdentity identity = folder.changeKeychain(keychain -> keychain.createIdentity(name));
        if (before.isPresent()) {
            before.get().introduce(identity);
        } else {
            start(identity);
        }
        return identity;
    }

    /**
     * Makes this installation a device of an identity that it was invited to, with the signal servers where it was: its
     * personal space comes with it.
     */
    LocalIdentity become(LocalIdentity enrolled, SpaceCredentials personal, List<URI> signals) {
        SpaceEntry entry = SpaceEntry.open(personal.id(), signals, true);
        registry.expect(new Arrival(enrolled.id(), false, List.of(entry)), Map.of(personal.id(), personal.all()));
        return arrive(enrolled);
    }

    /**
     * Makes this installation's device one of the identity that {@code recovered} makes of the keychain, with the
     * spaces of {@code spaces}.
     */
    LocalIdentity recover(Function<Keychain, LocalIdentity> recovered, RestoreDesk spaces, boolean othersLost) {
        LocalIdentity identity = folder.changeKeychain(recovered);
        spaces.settle(identity, othersLost);
        return arrive(identity);
    }

    /** What comes with the identity is noted; from the change of the keychain on it is there, whatever happens. */
    private LocalIdentity arrive(LocalIdentity coming) {
        Optional<SpaceHost> before = host();
        LocalIdentity identity = folder.changeKeychain(keychain -> keychain.become(coming));
        settleArrival();
        if (before.isPresent()) {
            before.get().introduce(identity);
        } else {
            start(identity);
        }
        host().orElseThrow().personal();
        return identity;
    }

    private void settleArrival() {
        registry.arrive(identity().map(LocalIdentity::id)).forEach(space -> SpaceFolders.wipe(folder.path(space)));
    }

    /** Takes further spaces of a backup of this identity. */
    LocalIdentity takeFrom(RestoreDesk spaces, LocalIdentity identity) {
        spaces.settle(identity, false);
        settleArrival();
        return identity;
    }

    /** Returns a desk for spaces that come from a backup. */
    RestoreDesk restoring() {
        return new RestoreDesk(folder, registry, seams);
    }

    /** Returns what this installation acts as before it has an identity; throws IDENTITY_EXISTS. */
    LocalIdentity provisional() {
        return folder.changeKeychain(Keychain::createProvisional);
    }

    /**
     * Returns a network for a device that has no identity yet, to meet the device that invites it; throws SIGNAL_PLAIN
     * when no server of the link may be used.
     */
    Network visit(LocalIdentity provisional, List<URI> signals) {
        Network visit = new Network(provisional, options, registry, seams);
        try {
            LinkServers.requireAllowed(visit, signals);
        } catch (HearthException e) {
            visit.close();
            throw e;
        }
        visit.meetAt(signals);
        return visit;
    }

    @Override
    public void close() {
        Closing closing = new Closing();
        host().ifPresent(open -> closing.then(open::close));
        closing.then(folder::close).run();
    }
}
