package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity with spaces of credentials alone, in memory. */
final class MemoryWallet implements WalletHost {
    final AtomicInteger enrolled = new AtomicInteger();
    private final LocalIdentity identity;
    private final Seams seams;
    private final Map<SpaceId, SpaceCredentials> spaces = new ConcurrentHashMap<>();
    private final Map<Bytes, Bytes> records = new ConcurrentHashMap<>();
    private final SpaceId first;

    MemoryWallet(LocalIdentity identity, Seams seams) {
        this.identity = identity;
        this.seams = seams;
        first = addSpace();
    }

    SpaceId addSpace() {
        SpaceCredentials made = SpaceCredentials.create(identity, seams);
        spaces.put(made.id(), made);
        return made.id();
    }

    SpaceId space() {
        return first;
    }

    SpaceCredentials credentialsOf(SpaceId space) {
        return Objects.requireNonNull(spaces.get(space));
    }

    Optional<Role> roleIn(SpaceId space, DeviceId device) {
        return credentialsOf(space).authority().roleOfDevice(device);
    }

    @Override
    public void use() {}

    @Override
    public LocalIdentity identity() {
        return identity;
    }

    @Override
    public Object token() {
        return this;
    }

    @Override
    public List<KnownSpace> spaces() {
        return spaces.keySet().stream()
                .map(id -> new KnownSpace(
                        id, id.brief(), KnownSpace.State.OPEN, false, Optional.empty(), Optional.empty()))
                .toList();
    }

    @Override
    public List<KnownSpace> allSpaces() {
        return spaces();
    }

    @Override
    public List<URI> signals() {
        return List.of();
    }

    @Override
    public void admit(SpaceId space, IdentityChain app, Role cap) {
        enrolled.incrementAndGet();
        credentialsOf(space).devices().admit(identity, app, cap);
    }

    @Override
    public boolean has(SpaceId space, DeviceId app) {
        return roleIn(space, app).isPresent();
    }

    @Override
    public void revoke(SpaceId space, DeviceId app) {
        credentialsOf(space).devices().revoke(identity, app, Optional.empty());
    }

    @Override
    public List<Bytes> credentials(SpaceId space) {
        return credentialsOf(space).all();
    }

    @Override
    public int credentialCount(SpaceId space) {
        return credentialsOf(space).size();
    }

    @Override
    public Map<Bytes, Bytes> records() {
        return new TreeMap<>(records);
    }

    @Override
    public Optional<Bytes> record(Bytes app) {
        return Optional.ofNullable(records.get(app));
    }

    @Override
    public void keep(Bytes app, Bytes record) {
        records.put(app, record);
    }
}
