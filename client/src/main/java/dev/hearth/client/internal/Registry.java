package dev.hearth.client.internal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.halo.HostedEnrolment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a data folder remembers beside the content of its spaces: which spaces there are and how they are, their
 * credentials, and the invitations that are open. Every change is durable when its method returns. Thread-safe.
 */
final class Registry implements AutoCloseable {
    private static final int SPACE = 1;
    private static final int CREDENTIAL = 2;
    private static final int INVITATION = 3;
    private static final int JOINED = 4;
    private static final int WROTE = 5;
    private static final int FRESH = 6;
    private static final int LOST = 7;
    private static final int STARTED = 8;
    private static final int ENROLMENT = 10;
    private static final int GRANT = 16;
    private static final int APP = 17;

    private static final byte[] ARRIVING = {11};

    private final Store store;
    private final Object writes = new Object();
    private final Map<SpaceId, SpaceEntry> entries = new LinkedHashMap<>(); // guarded by writes
    private final Map<SpaceId, Integer> places = new LinkedHashMap<>(); // guarded by writes
    private final Map<SpaceId, Integer> credentialsKept = new LinkedHashMap<>(); // guarded by writes

    Registry(Store store) {
        this.store = store;
        scan(new byte[] {SPACE}, (key, value) -> {
            SpaceEntry entry = SpaceEntry.decode(value);
            places.put(entry.id(), new ByteReader(key, 1, key.length).u32());
            entries.put(entry.id(), entry);
        });
    }

    /** Returns the spaces in the order in which they came. */
    List<SpaceEntry> spaces() {
        synchronized (writes) {
            return List.copyOf(entries.values());
        }
    }

    /** Returns the personal space of the identity; an application has none. */
    Optional<SpaceId> personal() {
        return spaces().stream()
                .filter(SpaceEntry::personal)
                .map(SpaceEntry::id)
                .findFirst();
    }

    /** Returns what is known of a space. */
    Optional<SpaceEntry> find(SpaceId space) {
        synchronized (writes) {
            return Optional.ofNullable(entries.get(space));
        }
    }

    /** Adds a space together with its credentials. */
    void addSpace(SpaceEntry space, List<Bytes> credentials) {
        synchronized (writes) {
            StoreBatch batch = new StoreBatch();
            int place = nextPlace();
            batch.put(Family.HOST, spaceKey(place), space.encode().toArray());
            addCredentials(batch, space.id(), credentials);
            commit(batch);
            added(space, place);
        }
    }

    private int nextPlace() {
        return places.values().stream().mapToInt(each -> each + 1).max().orElse(0);
    }

    private void added(SpaceEntry space, int place) {
        places.put(space.id(), place);
        entries.put(space.id(), space);
    }

    /**
     * Notes what is to come together with an identity, in place of what an attempt that failed had noted;
     * {@link #arrive} lets it take effect.
     */
    void expect(Arrival arrival, Map<SpaceId, List<Bytes>> credentials) {
        synchronized (writes) {
            arrive(Optional.empty());
            StoreBatch batch = new StoreBatch();
            batch.put(Family.HOST, ARRIVING, arrival.encode().toArray());
            credentials.forEach((space, all) -> addCredentials(batch, space, all));
            commit(batch);
        }
    }

    /**
     * Lets what is noted to come take effect where the keychain has the identity, or forgets it where it has not.
     * Returns the spaces that did not come after all.
     */
    List<SpaceId> arrive(Optional<IdentityId> present) {
        synchronized (writes) {
            List<Arrival> noted = new ArrayList<>();
            scan(ARRIVING, (key, value) -> noted.add(Arrival.decode(value)));
            if (noted.isEmpty()) {
                return List.of();
            }
            Arrival arrival = noted.get(0);
            StoreBatch batch = new StoreBatch().delete(Family.HOST, ARRIVING);
            if (!present.equals(Optional.of(arrival.identity()))) {
                for (SpaceEntry each : arrival.spaces()) {
                    deleteCredentials(batch, each.id());
                }
                commit(batch);
                return arrival.spaces().stream().map(SpaceEntry::id).toList();
            }
            int first = nextPlace();
            for (int i = 0; i < arrival.spaces().size(); i++) {
                batch.put(
                        Family.HOST,
                        spaceKey(first + i),
                        arrival.spaces().get(i).encode().toArray());
            }
            if (arrival.othersLost()) {
                batch.put(Family.HOST, new byte[] {LOST}, new byte[0]);
            }
            commit(batch);
            for (int i = 0; i < arrival.spaces().size(); i++) {
                added(arrival.spaces().get(i), first + i);
            }
            return List.of();
        }
    }

    /** Replaces what is known of a space that is here. */
    void update(SpaceEntry space) {
        synchronized (writes) {
            int place = Objects.requireNonNull(places.get(space.id()));
            commit(new StoreBatch()
                    .put(Family.HOST, spaceKey(place), space.encode().toArray()));
            entries.put(space.id(), space);
        }
    }

    /** Forgets a space, its credentials and the invitations that led to it. */
    void drop(SpaceId space) {
        synchronized (writes) {
            Integer place = places.get(space);
            if (place == null) {
                return;
            }
            StoreBatch batch =
                    new StoreBatch().delete(Family.HOST, spaceKey(place)).delete(Family.HOST, freshKey(space));
            deleteCredentials(batch, space);
            scan(new byte[] {JOINED}, (key, value) -> {
                if (value.equals(space.value())) {
                    batch.delete(Family.HOST, key);
                }
            });
            commit(batch);
            places.remove(space);
            entries.remove(space);
        }
    }

    private void deleteCredentials(StoreBatch batch, SpaceId space) {
        scan(credentialPrefix(space).toArray(), (key, value) -> batch.delete(Family.HOST, key));
        credentialsKept.remove(space);
    }

    private static byte[] spaceKey(int place) {
        return new ByteWriter().u8(SPACE).u32(place).toArray();
    }

    /**
     * Returns how many blocks this device is known to have written in a space; 0 when none is. It writes on from there,
     * also in a store that was wiped or has become a former one: a device that wrote another block in the place of one
     * would be heard no more.
     */
    long wrote(SpaceId space) {
        Optional<byte[]> blocks = store.get(Family.HOST, wroteKey(space));
        try {
            return blocks.isEmpty() ? 0 : new ByteReader(blocks.get()).varint();
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    /** Remembers how many blocks this device has written in a space. */
    void putWrote(SpaceId space, long blocks) {
        if (blocks > wrote(space) || !wasHere(space)) {
            resetWrote(space, blocks);
        }
    }

    /** Remembers that a device has written so many blocks and no more, whatever was remembered before. */
    void resetWrote(SpaceId space, long blocks) {
        commit(new StoreBatch()
                .put(
                        Family.HOST,
                        wroteKey(space),
                        new ByteWriter().varint(blocks).toArray()));
    }

    /** Returns whether a space was here before. */
    boolean wasHere(SpaceId space) {
        return store.get(Family.HOST, wroteKey(space)).isPresent();
    }

    private static byte[] wroteKey(SpaceId space) {
        return new ByteWriter().u8(WROTE).raw(space.value()).toArray();
    }

    /** Returns a space's credentials, each after those that it builds on. */
    List<Bytes> credentials(SpaceId space) {
        List<Bytes> credentials = new ArrayList<>();
        scan(credentialPrefix(space).toArray(), (key, value) -> credentials.add(value));
        synchronized (writes) {
            credentialsKept.put(space, credentials.size());
        }
        return credentials;
    }

    /**
     * Keeps those of {@code all} that have come since the last call; {@code all} only grows at its end. Of a space that
     * was dropped nothing is kept, whatever still comes over a session that is about to end.
     */
    void putCredentials(SpaceId space, List<Bytes> all) {
        synchronized (writes) {
            if (!entries.containsKey(space)) {
                return;
            }
            StoreBatch batch = new StoreBatch();
            addCredentials(batch, space, all);
            commit(batch);
        }
    }

    private void addCredentials(StoreBatch batch, SpaceId space, List<Bytes> all) {
        for (int i = credentialsKept.getOrDefault(space, 0); i < all.size(); i++) {
            byte[] key = credentialPrefix(space).u32(i).toArray();
            batch.put(Family.HOST, key, all.get(i).toArray());
        }
        credentialsKept.put(space, all.size());
    }

    private static ByteWriter credentialPrefix(SpaceId space) {
        return new ByteWriter().u8(CREDENTIAL).raw(space.value());
    }

    /** Returns the open invitations by their id. */
    Map<Bytes, Bytes> invitations() {
        Map<Bytes, Bytes> invitations = new LinkedHashMap<>();
        scan(new byte[] {INVITATION}, (key, value) -> invitations.put(Bytes.of(key, 1, key.length), value));
        return invitations;
    }

    /** Keeps the state of an invitation. */
    void putInvitation(Bytes id, Bytes state) {
        commit(new StoreBatch().put(Family.HOST, invitationKey(id), state.toArray()));
    }

    /** Forgets an invitation. */
    void removeInvitation(Bytes id) {
        commit(new StoreBatch().delete(Family.HOST, invitationKey(id)));
    }

    private static byte[] invitationKey(Bytes id) {
        return new ByteWriter().u8(INVITATION).raw(id).toArray();
    }

    /** Returns the open invitations of devices. */
    List<HostedEnrolment> enrolments() {
        List<HostedEnrolment> enrolments = new ArrayList<>();
        scan(new byte[] {ENROLMENT}, (key, value) -> enrolments.add(HostedEnrolment.decode(value)));
        return enrolments;
    }

    /** Keeps the state of an invitation of a device. */
    void putEnrolment(HostedEnrolment enrolment) {
        commit(new StoreBatch()
                .put(
                        Family.HOST,
                        enrolmentKey(enrolment.id()),
                        enrolment.encode().toArray()));
    }

    /** Forgets an invitation of a device. */
    void removeEnrolment(Bytes id) {
        commit(new StoreBatch().delete(Family.HOST, enrolmentKey(id)));
    }

    private static byte[] enrolmentKey(Bytes id) {
        return new ByteWriter().u8(ENROLMENT).raw(id).toArray();
    }

    /** Returns the space that an invitation led to, if this device joined by it. */
    Optional<SpaceId> joined(Bytes invitation) {
        return store.get(Family.HOST, joinedKey(invitation)).map(id -> new SpaceId(Bytes.of(id)));
    }

    /** Remembers that an invitation led to a space. */
    void putJoined(Bytes invitation, SpaceId space) {
        commit(new StoreBatch()
                .put(Family.HOST, joinedKey(invitation), space.value().toArray()));
    }

    private static byte[] joinedKey(Bytes invitation) {
        return new ByteWriter().u8(JOINED).raw(invitation).toArray();
    }

    /** Notes that a space was joined, and of its content nothing has come yet. */
    void markFresh(SpaceId space) {
        commit(new StoreBatch().put(Family.HOST, freshKey(space), new byte[0]));
    }

    /** Returns whether a space was joined and has not been in step with a member since. */
    boolean isFresh(SpaceId space) {
        return store.get(Family.HOST, freshKey(space)).isPresent();
    }

    /** Notes that a space has been in step with a member. */
    void settle(SpaceId space) {
        commit(new StoreBatch().delete(Family.HOST, freshKey(space)));
    }

    private static byte[] freshKey(SpaceId space) {
        return new ByteWriter().u8(FRESH).raw(space.value()).toArray();
    }

    /** Returns whether the devices which the identity had before this one are lost. */
    boolean areOthersLost() {
        return store.get(Family.HOST, new byte[] {LOST}).isPresent();
    }

    /** Returns what a guardian keeps about a share that it was asked for. */
    Optional<Bytes> started(Bytes share) {
        return store.get(Family.HOST, startedKey(share)).map(Bytes::of);
    }

    /** Keeps what a guardian has to know about a share that it was asked for. */
    void putStarted(Bytes share, Bytes note) {
        commit(new StoreBatch().put(Family.HOST, startedKey(share), note.toArray()));
    }

    private static byte[] startedKey(Bytes share) {
        return new ByteWriter().u8(STARTED).raw(share).toArray();
    }

    /** Returns what the wallet has granted, by the applications' keys. */
    Map<Bytes, Bytes> grants() {
        Map<Bytes, Bytes> grants = new LinkedHashMap<>();
        scan(new byte[] {GRANT}, (key, value) -> grants.put(Bytes.of(key, 1, key.length), value));
        return grants;
    }

    /** Keeps what the wallet has granted to an application. */
    void putGrant(Bytes app, Bytes grant) {
        commit(new StoreBatch().put(Family.HOST, grantKey(app), grant.toArray()));
    }

    /** Returns what the wallet has granted to an application. */
    Optional<Bytes> grant(Bytes app) {
        return store.get(Family.HOST, grantKey(app)).map(Bytes::of);
    }

    private static byte[] grantKey(Bytes app) {
        return new ByteWriter().u8(GRANT).raw(app).toArray();
    }

    /** Returns what an application's folder remembers of its wallet. */
    Optional<Bytes> app() {
        return store.get(Family.HOST, new byte[] {APP}).map(Bytes::of);
    }

    /** Keeps what an application's folder remembers of its wallet. */
    void putApp(Bytes state) {
        commit(new StoreBatch().put(Family.HOST, new byte[] {APP}, state.toArray()));
    }

    private void commit(StoreBatch batch) {
        store.write(batch);
        store.flush();
    }

    /** Takes one entry of the registry. */
    private interface Entry {
        void read(byte[] key, Bytes value) throws MalformedException;
    }

    private void scan(byte[] prefix, Entry entry) {
        store.scan(Family.HOST, prefix, (key, value) -> {
            try {
                entry.read(key, Bytes.of(value));
                return true;
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
            }
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
