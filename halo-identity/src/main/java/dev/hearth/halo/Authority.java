package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what in a space: the state that a set of credentials yields, the same for everyone who holds the set,
 * whatever the order of arrival. Immutable.
 */
public final class Authority {
    private final Map<IdentityId, Member> members;
    private final Map<DeviceId, Member> byDevice = new HashMap<>();
    private final Map<DeviceId, Cut> cuts;
    private final Map<DeviceId, IdentityChain> former;
    private final SpaceEpochs epochs;
    private final Set<DeviceId> frozen;
    private final Map<DeviceId, List<Map<DeviceId, Long>>> starts;
    private final Optional<IdentityId> deletedBy;
    private final RollOfInvitations.State invitations;
    private final Map<IdentityId, IdentityName> names;

    Authority(
            Map<IdentityId, Member> members,
            Map<DeviceId, Cut> cuts,
            Map<DeviceId, IdentityChain> former,
            SpaceEpochs epochs,
            Set<DeviceId> frozen,
            Map<DeviceId, List<Map<DeviceId, Long>>> starts,
            Optional<IdentityId> deletedBy,
            RollOfInvitations.State invitations,
            Map<IdentityId, IdentityName> names) {
        this.members = Collections.unmodifiableMap(new TreeMap<>(members));
        this.members
                .values()
                .forEach(member -> member.devices()
                        .keySet()
                        .forEach(device -> byDevice.merge(
                                device,
                                member,
                                (one, other) -> other.roleOf(device).code()
                                                > one.roleOf(device).code()
                                        ? other
                                        : one)));
        this.cuts = Map.copyOf(cuts);
        this.former = Map.copyOf(former);
        this.epochs = epochs;
        this.frozen = Set.copyOf(frozen);
        this.starts = Map.copyOf(starts);
        this.deletedBy = deletedBy;
        this.invitations = invitations;
        this.names = Map.copyOf(names);
    }

    /**
     * A member as the credentials tell.
     *
     * @param chain identity and device that it was admitted with; the device may have been revoked since
     * @param role what it may do
     * @param devices those that act for it
     */
    public record Member(IdentityChain chain, Role role, Map<DeviceId, MemberDevice> devices) {
        /** Copies its input, in the order of the ids. */
        public Member {
            devices = Collections.unmodifiableMap(new TreeMap<>(devices));
        }

        /** Returns whether a device acts for the member. */
        public boolean has(DeviceId device) {
            return devices.containsKey(device);
        }

        /** Returns what a device of the member may do: as much as the member, unless it is an application's. */
        public Role roleOf(DeviceId device) {
            Role cap = capOf(device);
            return cap.code() < role.code() ? cap : role;
        }

        /** Returns the highest role that a device of the member has; one of the person's own has no limit. */
        Role capOf(DeviceId device) {
            MemberDevice known = devices.get(device);
            return known == null ? Role.RELAY : known.cap();
        }
    }

    /**
     * A device of a member.
     *
     * @param chain identity and device
     * @param cap the highest role that it has; the owner's sets no limit
     */
    public record MemberDevice(IdentityChain chain, Role cap) {
        /** Returns whether it is an application's, with rights of its own, and not the person's. */
        public boolean isLimited() {
            return cap != Role.OWNER;
        }
    }

    /** Returns the members by identity. */
    public Map<IdentityId, Member> members() {
        return members;
    }

    /** Returns how many devices act for members. */
    public int devices() {
        return members.values().stream()
                .mapToInt(member -> member.devices().size())
                .sum();
    }

    /** Returns a member. */
    public Optional<Member> member(IdentityId identity) {
        return Optional.ofNullable(members.get(identity));
    }

    /** Returns what a member calls itself: what it said last in this space, or else when it became a member. */
    public Optional<IdentityName> nameOf(IdentityId identity) {
        return member(identity)
                .map(member -> names.getOrDefault(
                        identity, IdentityName.first(member.chain().name())));
    }

    /** Returns a member's role. */
    public Optional<Role> roleOf(IdentityId identity) {
        return member(identity).map(Member::role);
    }

    /**
     * Returns the member that a device belongs to. An identity can say of any device that it were its own, so that of
     * several the one with the highest role has it.
     */
    public Optional<IdentityId> ownerOf(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device))
                .map(member -> member.chain().identity());
    }

    /** Returns what this device may do in its identity's name, if that is a member and the device one of its. */
    Optional<Role> roleOf(LocalIdentity local) {
        return member(local.id())
                .filter(member -> member.has(local.device()))
                .map(member -> member.roleOf(local.device()));
    }

    /** Returns what a device may do in the name of the member that it belongs to. */
    public Optional<Role> roleOfDevice(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device)).map(member -> member.roleOf(device));
    }

    /** Returns whether blocks of {@code device} count; in a space that was deleted nobody's do. */
    public boolean mayWrite(DeviceId device) {
        return isWriter(device) && starts.containsKey(device);
    }

    private boolean isWriter(DeviceId device) {
        return roleOfDevice(device).filter(Role::canWrite).isPresent()
                && !frozen.contains(device)
                && deletedBy.isEmpty();
    }

    /**
     * Returns whether {@code device} is to write once an admin's device has said from which version on: it was admitted
     * to a space without its history.
     */
    public boolean awaitsStart(DeviceId device) {
        return isWriter(device) && !starts.containsKey(device);
    }

    /** Returns versions, by feeds, of which the blocks of {@code device} must follow one; none when they need not. */
    public List<Map<DeviceId, Long>> startsOf(DeviceId device) {
        return starts.getOrDefault(device, List.of());
    }

    /**
     * Returns the number of the first key from which on a member's device has them all, as far as credentials tell; 0
     * when it lacks none, and never more than that of the newest. The first key of a space without history opens the
     * way into its swarm, and no content.
     */
    public int readsFrom(DeviceId device) {
        int from = 0;
        for (Map.Entry<Integer, List<SpaceEpochs.Key>> keys : epochs.all().entrySet()) {
            boolean lacks =
                    keys.getValue().stream().anyMatch(key -> !key.holders().contains(device));
            if (lacks && keys.getKey() > 0) {
                from = Math.max(from, Math.min(keys.getKey() + 1, epoch()));
            }
        }
        return from;
    }

    /** Returns the devices that said two things at once, which are heard no more. */
    public Set<DeviceId> frozen() {
        return frozen;
    }

    /** Returns the owner who deleted the space, if one did; its members stay known, so that they can be told. */
    public Optional<IdentityId> deletedBy() {
        return deletedBy;
    }

    /** Returns the invitations by link that members delegated, by their ids, whether they can be used still or not. */
    public Map<Bytes, DelegatedInvitation> invitations() {
        return invitations.delegated();
    }

    /** Returns the identities that came in by an invitation, by code or by link, members still or not. */
    public Set<IdentityId> admittedBy(Bytes invitation) {
        return invitations.admitted().getOrDefault(invitation, Set.of());
    }

    /** Returns the cut of a removed member's device. */
    public Optional<Cut> cutOf(DeviceId device) {
        return Optional.ofNullable(cuts.get(device));
    }

    /** Returns the devices of removed members with what counts of their feeds. */
    public Map<DeviceId, Cut> cuts() {
        return cuts;
    }

    /** Returns the removed member that a device belonged to, if a removal cuts the device's feed. */
    public Optional<IdentityChain> formerOwnerOf(DeviceId device) {
        return Optional.ofNullable(former.get(device));
    }

    /** Returns the number of the newest key of the space; -1 before the first. */
    public int epoch() {
        return epochs.newest();
    }

    SpaceEpochs epochs() {
        return epochs;
    }

    /** Returns whether somebody has the newest key who may not read, or not any more. */
    boolean isKeyKnownToOthers() {
        SpaceEpochs.Key key = epochs.current(epochs.newest());
        return key != null && !readers().containsAll(key.holders());
    }

    /** Returns the devices that get no key and were not shown the way into the swarm. */
    List<IdentityChain> devicesWithoutWay() {
        return members.values().stream()
                .flatMap(member -> member.devices().values().stream().map(MemberDevice::chain))
                .filter(chain -> isRelay(chain.device()) && !epochs.ways().containsKey(chain.device()))
                .toList();
    }

    /**
     * Returns whether {@code device} is a member's that gets no keys: it stores what it can't read, and passes it on.
     */
    public boolean isRelay(DeviceId device) {
        return roleOfDevice(device).filter(role -> !role.canRead()).isPresent();
    }

    private Set<DeviceId> readers() {
        Set<DeviceId> readers = new HashSet<>();
        readingDevices().forEach(device -> readers.add(device.device()));
        return readers;
    }

    /** Returns the devices that may read. */
    List<IdentityChain> readingDevices() {
        return members.values().stream()
                .flatMap(member -> member.devices().values().stream()
                        .map(MemberDevice::chain)
                        .filter(chain -> member.roleOf(chain.device()).canRead()))
                .toList();
    }

    /** Returns whether the device reads, and lacks keys from before its member was admitted. */
    boolean isNewcomer(DeviceId device) {
        return roleOfDevice(device).filter(Role::canRead).isPresent() && readsFrom(device) > 0;
    }

    /** Returns the number of the first key from which on all who may read have them all. */
    public int allReadFrom() {
        return readers().stream().mapToInt(this::readsFrom).max().orElse(0);
    }

    /** Returns the devices that may read and were not given the newest key. */
    List<IdentityChain> devicesWithoutKey() {
        return devicesWithoutKey(epochs.newest());
    }

    /** Returns the devices that may read and were not given the key of a number. */
    List<IdentityChain> devicesWithoutKey(int number) {
        SpaceEpochs.Key key = epochs.current(number);
        return key == null
                ? List.of()
                : readingDevices().stream()
                        .filter(each -> !key.holders().contains(each.device()))
                        .toList();
    }
}
