package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.List;
import java.util.Optional;

/**
 * The devices of the members of one space. A member's devices are each other's equals, but for those of a limited role,
 * which applications have: they read and write as far as that goes, and speak of no member and no device. Thread-safe.
 */
public final class SpaceDevices {
    private final SpaceCredentials space;

    SpaceDevices(SpaceCredentials space) {
        this.space = space;
    }

    /**
     * Lets another device of the same identity into the space, and gives it the keys that this one has, as far as its
     * role reads. Returns false, and says nothing, when it is in.
     *
     * @param cap the highest role that it has: a writer's at most, or the owner's, which sets no limit
     * @throws HearthException NOT_PERMITTED unless {@code by} is a device without a limit of a member, for a device
     *     that was revoked here or is another member's, for an admin's cap, and for an application's without one;
     *     KEY_MISSING when the device has no key of the space's suite
     */
    public boolean admit(LocalIdentity by, IdentityChain device, Role cap) {
        synchronized (space) {
            Authority.Member member = member(by);
            if (member.has(device.device())) {
                return false;
            }
            if (device.application().isPresent() && cap.code() > Role.WRITER.code()) {
                throw new HearthException(ErrorCode.NOT_PERMITTED);
            }
            Role role = cap.code() < member.role().code() ? cap : member.role();
            if (role.canRead() && !new KeyHandout(space, by).reaches(device)) {
                throw new HearthException(ErrorCode.KEY_MISSING);
            }
            space.sayByRight(by, new Statement.AdmitDevice(device, cap));
            if (role.canRead()) {
                new KeyHandout(space, by).giveAll(device);
            } else {
                showWay(by);
            }
            return true;
        }
    }

    /**
     * Shows the way into the swarm to devices that get no key, as far as this one knows it: an admin's to all, any
     * other to its person's own.
     */
    void showWay(LocalIdentity by) {
        Authority now = space.authority();
        boolean all = now.roleOf(by).filter(role -> role.canAdmit(Role.READER)).isPresent();
        List<IdentityChain> without = now.devicesWithoutWay().stream()
                .filter(each -> all || each.identity().equals(by.id()))
                .toList();
        if (!without.isEmpty()) {
            SwarmWay.find(now, space.id(), space.suite(), by)
                    .ifPresent(way ->
                            way.grants(space.id(), space.suite(), without).forEach(grant -> space.say(by, grant)));
        }
    }

    /**
     * Gets this device into the space of its identity by the word of the root key alone. Whoever writes there next
     * gives it the keys. Returns false, and says nothing, when it is in.
     *
     * @throws HearthException NOT_PERMITTED when the identity is no member, the device was in before, or the root key
     *     was changed since
     */
    public boolean comeByRoot(LocalIdentity by) {
        synchronized (space) {
            if (space.authority()
                    .member(by.id())
                    .filter(it -> it.has(by.device()))
                    .isPresent()) {
                return false;
            }
            space.sayByRight(by, new Statement.AdmitDevice(by.chain(), Role.OWNER));
            return true;
        }
    }

    /**
     * Lets a device of another member in by the word of that member's root key, and gives it the keys: what a person
     * who has lost all devices asks any admin for. Returns false, and says nothing, when it is in.
     *
     * @throws HearthException NOT_PERMITTED unless {@code by} admits members, and as {@link #comeByRoot} does;
     *     KEY_MISSING when the device has no key of the space's suite
     */
    public boolean welcomeBack(LocalIdentity by, IdentityChain device) {
        synchronized (space) {
            Optional<Authority.Member> member = space.authority().member(device.identity());
            if (member.filter(it -> it.has(device.device())).isPresent()) {
                return false;
            }
            boolean reads = member.filter(it -> it.role().canRead()).isPresent();
            if (reads && !new KeyHandout(space, by).reaches(device)) {
                throw new HearthException(ErrorCode.KEY_MISSING);
            }
            space.sayByRight(by, new Statement.AdmitDevice(device, Role.OWNER));
            if (reads) {
                new KeyHandout(space, by).giveAll(device);
            }
            return true;
        }
    }

    /**
     * Takes a device of the same identity out of the space: what it wrote counts up to {@code cut}, and the key is
     * changed, by this device or, where it can't, by who writes next. Returns false when it is none.
     *
     * @throws HearthException NOT_PERMITTED unless {@code by} is a device without a limit of a member, or the one
     *     itself
     */
    public boolean revoke(LocalIdentity by, DeviceId device, Optional<Cut> cut) {
        synchronized (space) {
            if (space.authority().member(by.id()).filter(it -> it.has(device)).isEmpty()) {
                return false;
            }
            space.sayByRight(by, new Statement.RevokeDevice(by.id(), device, cut));
            if (!by.device().equals(device)) {
                space.prepareToWrite(by);
            }
            return true;
        }
    }

    /**
     * Returns what tells a device that it was removed, alone or with its member, and nothing that was said since: each
     * credential after those that it builds on. Nothing of a device that is in, or never was.
     */
    public List<Bytes> farewell(DeviceId device) {
        synchronized (space) {
            if (space.authority().ownerOf(device).isPresent()) {
                return List.of();
            }
            return space.upTo(statement -> (statement instanceof Statement.RevokeDevice it
                            && it.device().equals(device))
                    || (statement instanceof Statement.Remove removal
                            && removal.cuts().containsKey(device)));
        }
    }

    private Authority.Member member(LocalIdentity by) {
        return space.authority()
                .member(by.id())
                .filter(it -> it.capOf(by.device()) == Role.OWNER)
                .orElseThrow(() -> new HearthException(ErrorCode.NOT_PERMITTED));
    }
}
