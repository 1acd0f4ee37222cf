package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.halo.Authority;
import dev.hearth.halo.Cut;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How spaces end on this device: left, deleted, or forgotten. First the registry says that a space has ended, then its
 * data are wiped, then members are told, those who are connected at once and others by a {@link Herald}; when enough of
 * them know, the last trace goes. Each step is taken up again after a restart. Used under the host's transitions.
 */
final class Endings implements AutoCloseable {
    /** How long leaving waits until a member is met and has what was written here. */
    private static final Duration PASSING_ON = Duration.ofSeconds(5);

    /** How long leaving and deleting wait for the answers of connected members. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    private final SpaceHost host;
    private final DataFolder folder;
    private final Registry registry;
    private final Seams seams;
    private final Map<SpaceId, Herald> heralds = new HashMap<>();

    Endings(SpaceHost host, DataFolder folder, Registry registry, Seams seams) {
        this.host = host;
        this.folder = folder;
        this.registry = registry;
        this.seams = seams;
    }

    SpaceCredentials credentials(SpaceId id) {
        try {
            return SpaceCredentials.restore(registry.credentials(id), seams);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    /** Returns whether nothing of an ended space's data stays here: it was left, or deleted by this identity. */
    boolean isWiped(SpaceEntry entry) {
        return entry.state() == KnownSpace.State.LEFT
                || entry.ending()
                        .filter(ending -> ending.by().equals(host.identity().id()))
                        .isPresent();
    }

    void leave(OpenSpace space) {
        Optional<Role> role = requireGoingOn(space).role();
        if (role.filter(Role.OWNER::equals).isPresent()) {
            throw new HearthException(ErrorCode.OWNER_STAYS);
        }
        if (role.isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED, Map.of("rule", "who was removed forgets the space"));
        }
        Waiting.until(seams, PASSING_ON, space::isPassedOn);
        registry.putWrote(space.id(), space.ownEnd());
        Authority.Member self =
                space.access().authority().member(host.identity().id()).orElseThrow();
        Map<DeviceId, Cut> cuts = space.cuts(self);
        end(space, KnownSpace.State.LEFT, () -> space.access().leave(cuts));
    }

    void delete(OpenSpace space) {
        if (requireGoingOn(space).role().filter(Role.OWNER::equals).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        end(space, KnownSpace.State.DELETED, space.access()::delete);
    }

    /** The news of a deletion may have come a moment ago. */
    private static OpenSpace requireGoingOn(OpenSpace space) {
        if (space.access().authority().deletedBy().isPresent()) {
            throw new HearthException(
                    ErrorCode.SPACE_DELETED, Map.of("space", space.id().toString()));
        }
        return space;
    }

    /** The database ends first, so that replication does not say it before it is told; see {@link News}. */
    private void end(OpenSpace space, KnownSpace.State how, Runnable statement) {
        SpaceEntry entry = host.require(space.id());
        String name = space.name();
        host.unlist(space);
        space.endDatabase();
        try {
            statement.run();
        } catch (RuntimeException e) {
            space.shut();
            host.reopen(entry);
            throw e;
        }
        SpaceEntry ended = entry.ended(how, name, ending(host.identity().id(), Set.of()));
        registry.update(ended);
        Set<DeviceId> told = space.swarm().map(swarm -> swarm.tell(TELLING)).orElse(Set.of());
        withdrawInvitations(space.id());
        space.shut();
        ended = ended.told(told);
        registry.update(ended);
        goOn(ended);
    }

    private SpaceEntry.Ending ending(IdentityId by, Set<DeviceId> told) {
        return new SpaceEntry.Ending(by, seams.clock().instant(), told);
    }

    private void withdrawInvitations(SpaceId id) {
        host.network().ifPresent(open -> open.desk().forget(id));
    }

    /** The owner deleted a space that is open here. Does nothing when it is not, or no longer. */
    void deleted(OpenSpace space) {
        synchronized (host.transitions()) {
            if (host.find(space.id()).filter(found -> found == space).isEmpty()) {
                return;
            }
            Authority authority = space.access().authority();
            IdentityId by = authority.deletedBy().orElseThrow();
            Set<DeviceId> knowing = new TreeSet<>();
            authority
                    .member(by)
                    .filter(owner -> owner.devices().size() == 1) // of several nobody says which one did it
                    .ifPresent(owner -> knowing.addAll(owner.devices().keySet()));
            SpaceEntry ended =
                    host.require(space.id()).ended(KnownSpace.State.DELETED, space.name(), ending(by, knowing));
            host.unlist(space);
            space.shut();
            registry.update(ended);
            withdrawInvitations(space.id());
            goOn(ended);
        }
    }

    /** Wipes and tells what is left to wipe and tell of a space that ended. */
    void goOn(SpaceEntry ended) {
        if (isWiped(ended)) {
            folder.wipe(ended.id());
        }
        SpaceAccess access = new SpaceAccess(host.identity(), credentials(ended.id()), registry, seams.blocking());
        if (isWiped(ended) && isTold(ended, access.authority())) {
            registry.drop(ended.id());
        } else {
            host.network().ifPresent(open -> {
                Herald herald = new Herald(access, device -> seams.blocking().execute(() -> told(ended.id(), device)));
                heralds.put(ended.id(), herald);
                herald.join(open.mesh());
            });
        }
    }

    /**
     * One member who knows tells the others that somebody left. Of the end of the space each device hears for itself
     * that all know: a member who says that others knew could keep it from them. Who has a copy listens, and so
     * answers, until it is forgotten.
     */
    private boolean isTold(SpaceEntry ended, Authority authority) {
        Set<DeviceId> told = ended.ending().orElseThrow().told();
        return (ended.state() == KnownSpace.State.LEFT && !told.isEmpty())
                || authority.members().values().stream()
                        .filter(member -> member.role().canRead())
                        .flatMap(member -> member.devices().keySet().stream())
                        .allMatch(device -> told.contains(device)
                                || device.equals(host.identity().device()));
    }

    private void told(SpaceId id, DeviceId device) {
        synchronized (host.transitions()) {
            Herald herald = heralds.get(id);
            Optional<SpaceEntry> ended = registry.find(id).filter(SpaceEntry::isEnded);
            if (herald == null || ended.isEmpty()) {
                return;
            }
            SpaceEntry now = ended.get().told(Set.of(device));
            registry.update(now);
            if (isWiped(now) && isTold(now, credentials(id).authority())) {
                stopTelling(id);
                registry.drop(id);
            }
        }
    }

    private void stopTelling(SpaceId id) {
        Herald herald = heralds.remove(id);
        if (herald != null) {
            herald.close();
        }
    }

    void forget(SpaceEntry entry) {
        if (entry.personal()) {
            throw new HearthException(ErrorCode.SPACE_PERSONAL);
        }
        if (!entry.isEnded()) {
            requireNoMember(entry.id());
            registry.putWrote(entry.id(), host.open(entry.id()).ownEnd());
        }
        host.find(entry.id()).ifPresent(space -> {
            host.unlist(space);
            space.shut();
        });
        stopTelling(entry.id());
        withdrawInvitations(entry.id());
        folder.wipe(entry.id());
        registry.drop(entry.id());
    }

    private void requireNoMember(SpaceId id) {
        Authority authority = host.find(id)
                .map(space -> space.access().authority())
                .orElseGet(() -> credentials(id).authority());
        if (authority.ownerOf(host.identity().device()).isPresent()) {
            throw new HearthException(
                    ErrorCode.NOT_PERMITTED, Map.of("rule", "a member leaves or deletes the space first"));
        }
    }

    @Override
    public void close() {
        heralds.values().forEach(Herald::close);
        heralds.clear();
    }
}
