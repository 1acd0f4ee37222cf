package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the spaces of an identity's backup into a data folder: all of the file is read, and its spaces are filled
 * aside, before anything takes effect. Not thread-safe.
 */
final class RestoreDesk implements AutoCloseable {
    private final DataFolder folder;
    private final Registry registry;
    private final Seams seams;
    private final List<Found> found = new ArrayList<>();
    private final List<SpaceId> taken = new ArrayList<>();
    private final List<SpaceId> refused = new ArrayList<>();

    /** A space of the file, with its credentials. */
    private record Found(IdentityBackup.Part part, SpaceCredentials credentials) {
        SpaceId space() {
            return part.preamble().space();
        }
    }

    RestoreDesk(DataFolder folder, Registry registry, Seams seams) {
        this.folder = folder;
        this.registry = registry;
        this.seams = seams;
    }

    /** Reads a file and fills its spaces aside; returns the newest chain of the identity that wrote it. */
    IdentityChain read(Path file, BackupFile.Opener opener) {
        try (InputStream in = Files.newInputStream(file)) {
            return IdentityBackup.read(in, opener, this::fill);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    private void fill(IdentityBackup.Part part, IdentityBackup.Pairs pairs) throws IOException, MalformedException {
        List<Bytes> credentials = part.preamble().credentials();
        Found space = new Found(part, SpaceCredentials.restore(credentials, seams));
        if (!space.credentials().id().equals(space.space())) {
            throw new MalformedException("Credentials of another space");
        }
        found.add(space);
        try (Store store = folder.store(SpaceFolders.aside(folder.path(space.space())))) {
            DatabaseRestore restore = DatabaseRestore.into(store, space.space());
            pairs.into(restore);
            restore.finish();
        }
    }

    /**
     * Puts the spaces in their places, for {@code identity}, which comes to each by its root key's word;
     * {@link Registry#arrive} makes them known.
     */
    void settle(LocalIdentity identity, boolean othersLost) {
        List<SpaceEntry> coming = new ArrayList<>();
        Map<SpaceId, List<Bytes>> credentials = new HashMap<>();
        for (Found each : found) {
            if (registry.find(each.space()).isEmpty() && settle(each, identity)) {
                coming.add(entry(each));
                credentials.put(each.space(), each.credentials().all());
            }
        }
        registry.expect(new Arrival(identity.id(), othersLost, coming), credentials);
    }

    private SpaceEntry entry(Found space) {
        boolean personal = space.part().personal() && registry.personal().isEmpty();
        return SpaceEntry.open(space.space(), space.part().preamble().signals(), personal);
    }

    private boolean settle(Found space, LocalIdentity identity) {
        SpaceCredentials credentials = space.credentials();
        try {
            credentials.devices().comeByRoot(identity);
        } catch (HearthException e) {
            if (e.code() != ErrorCode.NOT_PERMITTED && e.code() != ErrorCode.SPACE_DELETED) {
                throw e;
            }
            refused.add(space.space());
            return false;
        }
        space.part().keys().grantTo(identity, credentials);
        SpaceFolders.replace(folder.path(space.space()));
        taken.add(space.space());
        return true;
    }

    /** Returns the spaces that came. */
    List<SpaceId> taken() {
        return List.copyOf(taken);
    }

    /** Returns the spaces that the identity has no right to come to by its words. */
    List<SpaceId> refused() {
        return List.copyOf(refused);
    }

    /** Returns the one of two chains of one identity that knows of the newer root key. */
    static Optional<IdentityChain> newer(Optional<IdentityChain> one, Optional<IdentityChain> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        if (!one.get().identity().equals(other.get().identity())) {
            throw new IllegalArgumentException("chain: of another identity than the backup");
        }
        return one.get().rootChanges() >= other.get().rootChanges() ? one : other;
    }

    /** Wipes the keys, and takes away what did not take its place. */
    @Override
    public void close() {
        Closing closing = new Closing();
        for (Found each : found) {
            closing.then(each.part().keys()::close).then(() -> SpaceFolders.drop(folder.path(each.space())));
        }
        closing.run();
    }
}
