package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a credential says. Each kind is an array that starts with its number. */
sealed interface Statement {
    /** Members that one credential may name, as wraps of a key or as cuts. */
    Limit MAX_ENTRIES = new Limit("entries of a credential", 1_024);

    /**
     * The space begins, with its owner; {@code suite} seals its keys for ever, and {@code history} tells for ever who
     * gets which, since the space's id covers both.
     */
    record Genesis(IdentityChain owner, Bytes nonce, Suite suite, HistoryPolicy history) implements Statement {
        static final int KIND = 0;
        static final int NONCE = 16;

        /** Begins a space in which everybody reads all. */
        Genesis(IdentityChain owner, Bytes nonce, Suite suite) {
            this(owner, nonce, suite, HistoryPolicy.FULL);
        }

        /** Begins a space of the first suite. */
        Genesis(IdentityChain owner, Bytes nonce) {
            this(owner, nonce, Suite.CLASSICAL);
        }
    }

    /** An identity becomes a member; by an invitation, if it names one, which changes nothing of its right. */
    record Admit(IdentityChain member, Role role, Optional<Bytes> invitation) implements Statement {
        static final int KIND = 1;

        /** Admits without an invitation. */
        Admit(IdentityChain member, Role role) {
            this(member, role, Optional.empty());
        }
    }

    /** A member gets another role. */
    record ChangeRole(IdentityId member, Role role) implements Statement {
        static final int KIND = 2;
    }

    /** A member is removed; of each of its feeds, what is beyond the cut does not count. */
    record Remove(IdentityId member, Map<DeviceId, Cut> cuts) implements Statement {
        static final int KIND = 3;
    }

    /**
     * A new key of the space, sealed to each device that may read, and the former key sealed under it. The commitment
     * lets everyone who opens it check that all got the same.
     */
    record Epoch(int number, Map<DeviceId, Bytes> wraps, Bytes previous, Bytes commitment) implements Statement {
        static final int KIND = 4;
    }

    /** The key of an epoch, sealed to a device that came later. */
    record KeyGrant(int epoch, DeviceId device, Bytes wrap) implements Statement {
        static final int KIND = 5;
    }

    /** The space gets another owner; the former one stays as an admin. */
    record Transfer(IdentityChain member) implements Statement {
        static final int KIND = 6;
    }

    /** The space ends: nothing is said and nothing written after it. */
    record Delete() implements Statement {
        static final int KIND = 7;
    }

    /** More counts of what a removed member wrote: its feeds up to other, farther cuts. */
    record AcceptLate(IdentityId member, Map<DeviceId, Cut> cuts) implements Statement {
        static final int KIND = 8;
    }

    /**
     * A device that was admitted to a space without its history may write: what follows all of a version, by feeds. So
     * those who drop what leads to that version know that nothing of the device comes from before.
     */
    record Start(DeviceId device, Map<DeviceId, Long> version) implements Statement {
        static final int KIND = 9;
    }

    /**
     * Another device of a member is a device of the space: said by one that is, or by the device itself in the name of
     * the identity's root key, to get back in when no other is left.
     *
     * @param cap the highest role that the device has, whatever the member's: a writer's at most, or the owner's, which
     *     sets no limit
     */
    record AdmitDevice(IdentityChain device, Role cap) implements Statement {
        static final int KIND = 10;

        @Override
        public Cbor encode() {
            return Cbor.array(Cbor.of(KIND), Cbor.of(device.encoded()), Cbor.of(cap.code()));
        }
    }

    /**
     * A member's device is none any more, and what it wrote counts up to the cut; without one nothing that it wrote.
     */
    record RevokeDevice(IdentityId member, DeviceId device, Optional<Cut> cut) implements Statement {
        static final int KIND = 11;

        @Override
        public Cbor encode() {
            Map<DeviceId, Cut> cuts = cut.map(it -> Map.of(device, it)).orElse(Map.of());
            return Cbor.array(Cbor.of(KIND), Cbor.of(member.value()), Cbor.of(device.value()), Statement.encode(cuts));
        }
    }

    /**
     * Whoever proves to have the secret of a key may join on these terms: any member who may admit that role lets it
     * in, the one who says this or another.
     */
    record Invite(Bytes publicKey, InvitationTerms terms) implements Statement {
        static final int KIND = 13;
    }

    /** An invitation is taken back. Who was let in by somebody who did not know it yet stays. */
    record CancelInvite(Bytes invitation) implements Statement {
        static final int KIND = 14;
    }

    /**
     * What a member calls itself from now on, in every space alike. It gives no right, and nobody says it of another.
     */
    record Profile(IdentityId member, IdentityName name) implements Statement {
        static final int KIND = 15;

        @Override
        public Cbor encode() {
            return Cbor.array(Cbor.of(KIND), Cbor.of(member.value()), Cbor.of(name.revision()), Cbor.of(name.name()));
        }

        private static Statement decode(List<Cbor> fields) throws MalformedException {
            return new Profile(
                    identity(fields.get(1)),
                    IdentityName.decode(fields.get(2).asLong(), fields.get(3).asText()));
        }
    }

    /**
     * What leads a device into the space's swarm that gets no key of the content: the topic and the secret, sealed to
     * it.
     */
    record SwarmGrant(DeviceId device, Bytes wrap) implements Statement {
        static final int KIND = 12;

        @Override
        public Cbor encode() {
            return Cbor.array(Cbor.of(KIND), Cbor.of(device.value()), Cbor.of(wrap));
        }
    }

    /** Greater than the code of any role: whom nobody speaks for but itself. */
    int NOBODYS = Role.OWNER.code() + 1;

    /** Returns the code of the least role whose members may say this; {@code author} is who says it. */
    default int leastRole(IdentityId author) {
        if (this instanceof Genesis || this instanceof Transfer || this instanceof Delete) {
            return Role.OWNER.code();
        } else if (this instanceof Epoch || this instanceof Start) {
            return Role.WRITER.code();
        } else if (this instanceof KeyGrant) {
            return Role.READER.code();
        } else if (this instanceof AdmitDevice it) {
            int others = it.device().isByRoot() && it.cap() == Role.OWNER ? Role.ADMIN.code() : NOBODYS;
            return it.device().identity().equals(author) ? Role.RELAY.code() : others;
        } else if (this instanceof RevokeDevice it) {
            return it.member().equals(author) ? Role.RELAY.code() : NOBODYS;
        } else if (this instanceof Profile it) {
            return it.member().equals(author) ? Role.RELAY.code() : NOBODYS;
        } else if (this instanceof SwarmGrant) {
            return Role.RELAY.code();
        }
        if (this instanceof AcceptLate it && it.member().equals(author)) {
            return Role.RELAY.code();
        }
        boolean leaves = this instanceof Remove it && it.member().equals(author);
        return leaves ? Role.RELAY.code() : Role.ADMIN.code();
    }

    /** Returns the code of the least cap with which {@code device} may say this: an application's reads and writes. */
    default int leastCap(DeviceId device) {
        if (this instanceof Epoch || this instanceof Start) {
            return Role.WRITER.code();
        } else if (this instanceof KeyGrant) {
            return Role.READER.code();
        }
        boolean leaves = this instanceof RevokeDevice it && it.device().equals(device);
        return leaves || this instanceof SwarmGrant ? Role.RELAY.code() : Role.OWNER.code();
    }

    /** Returns the canonical form. */
    default Cbor encode() {
        if (this instanceof Genesis it) {
            List<Cbor> fields = new ArrayList<>(
                    List.of(Cbor.of(Genesis.KIND), Cbor.of(it.owner().encoded()), Cbor.of(it.nonce())));
            boolean more = it.history() != HistoryPolicy.FULL;
            if (more || it.suite() != Suite.CLASSICAL) {
                fields.add(Cbor.of(it.suite().code()));
            }
            if (more) {
                fields.add(Cbor.of(it.history().code()));
            }
            return Cbor.array(fields);
        } else if (this instanceof Admit it) {
            List<Cbor> fields = new ArrayList<>(List.of(
                    Cbor.of(Admit.KIND),
                    Cbor.of(it.member().encoded()),
                    Cbor.of(it.role().code())));
            it.invitation().ifPresent(id -> fields.add(Cbor.of(id)));
            return Cbor.array(fields);
        } else if (this instanceof Invite it) {
            return Cbor.array(
                    Cbor.of(Invite.KIND), Cbor.of(it.publicKey()), it.terms().encode());
        } else if (this instanceof CancelInvite it) {
            return Cbor.array(Cbor.of(CancelInvite.KIND), Cbor.of(it.invitation()));
        } else if (this instanceof ChangeRole it) {
            return Cbor.array(
                    Cbor.of(ChangeRole.KIND),
                    Cbor.of(it.member().value()),
                    Cbor.of(it.role().code()));
        } else if (this instanceof Remove it) {
            return Cbor.array(Cbor.of(Remove.KIND), Cbor.of(it.member().value()), encode(it.cuts()));
        } else if (this instanceof AcceptLate it) {
            return Cbor.array(Cbor.of(AcceptLate.KIND), Cbor.of(it.member().value()), encode(it.cuts()));
        } else if (this instanceof Epoch it) {
            List<Cbor> wraps = new ArrayList<>();
            new TreeMap<>(it.wraps())
                    .forEach((device, wrap) -> wraps.add(Cbor.array(Cbor.of(device.value()), Cbor.of(wrap))));
            return Cbor.array(
                    Cbor.of(Epoch.KIND),
                    Cbor.of(it.number()),
                    Cbor.array(wraps),
                    Cbor.of(it.previous()),
                    Cbor.of(it.commitment()));
        } else if (this instanceof Transfer it) {
            return Cbor.array(Cbor.of(Transfer.KIND), Cbor.of(it.member().encoded()));
        } else if (this instanceof Delete) {
            return Cbor.array(Cbor.of(Delete.KIND));
        } else if (this instanceof Start it) {
            List<Cbor> heads = new ArrayList<>();
            new TreeMap<>(it.version())
                    .forEach((device, seq) -> heads.add(Cbor.array(Cbor.of(device.value()), Cbor.of(seq))));
            return Cbor.array(Cbor.of(Start.KIND), Cbor.of(it.device().value()), Cbor.array(heads));
        }
        KeyGrant it = (KeyGrant) this;
        return Cbor.array(
                Cbor.of(KeyGrant.KIND), Cbor.of(it.epoch()), Cbor.of(it.device().value()), Cbor.of(it.wrap()));
    }

    private static Cbor encode(Map<DeviceId, Cut> cuts) {
        List<Cbor> entries = new ArrayList<>();
        new TreeMap<>(cuts)
                .forEach((device, cut) -> entries.add(Cbor.array(
                        Cbor.of(device.value()),
                        Cbor.of(cut.seq()),
                        Cbor.of(cut.block().value()))));
        return Cbor.array(entries);
    }

    /** Reads a statement of any kind. */
    static Statement decode(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList();
        if (fields.isEmpty()) {
            throw new MalformedException("Credential that says nothing");
        }
        long kind = fields.get(0).asLong();
        return switch ((int) Math.min(kind, Integer.MAX_VALUE)) {
            case Genesis.KIND -> genesis(fields);
            case Admit.KIND -> admit(fields);
            case ChangeRole.KIND -> changeRole(encoded.asList(3));
            case Remove.KIND -> {
                List<Cbor> said = encoded.asList(3);
                yield new Remove(identity(said.get(1)), cuts(said.get(2)));
            }
            case AcceptLate.KIND -> {
                List<Cbor> said = encoded.asList(3);
                yield new AcceptLate(identity(said.get(1)), cuts(said.get(2)));
            }
            case Epoch.KIND -> epoch(encoded.asList(5));
            case KeyGrant.KIND -> keyGrant(encoded.asList(4));
            case Transfer.KIND -> new Transfer(persons(encoded.asList(2).get(1)));
            case Delete.KIND -> {
                encoded.asList(1);
                yield new Delete();
            }
            case Start.KIND -> start(encoded.asList(3));
            case SwarmGrant.KIND -> {
                List<Cbor> said = encoded.asList(3);
                yield new SwarmGrant(
                        new DeviceId(said.get(1).asBytes(DeviceId.SIZE)),
                        said.get(2).asBytes());
            }
            case AdmitDevice.KIND -> {
                yield admitDevice(encoded.asList(3));
            }
            case RevokeDevice.KIND -> revokeDevice(encoded.asList(4));
            case Invite.KIND -> invite(encoded.asList(3));
            case CancelInvite.KIND -> new CancelInvite(encoded.asList(2).get(1).asBytes(InvitationLink.ID));
            case Profile.KIND -> Profile.decode(encoded.asList(4));
            default -> throw new MalformedException("Credential of an unknown kind");
        };
    }

    /** An application's device is let in by the person's, with less than their rights, and makes nobody a member. */
    private static IdentityChain persons(Cbor field) throws MalformedException {
        IdentityChain chain = IdentityChain.verify(field.asBytes());
        if (chain.application().isPresent()) {
            throw new MalformedException("The device of an application as a member");
        }
        return chain;
    }

    private static Statement admitDevice(List<Cbor> fields) throws MalformedException {
        IdentityChain device = IdentityChain.verify(fields.get(1).asBytes());
        Role cap = Role.ofCode(fields.get(2).asLong());
        if (device.application().isPresent() && cap.code() > Role.WRITER.code()) {
            throw new MalformedException("The device of an application with a person's rights");
        }
        return new AdmitDevice(device, cap);
    }

    private static Statement genesis(List<Cbor> fields) throws MalformedException {
        if (fields.size() < 3 || fields.size() > 5) {
            throw new MalformedException("Genesis of another length");
        }
        IdentityChain owner = persons(fields.get(1));
        Suite suite = fields.size() == 3
                ? Suite.CLASSICAL
                : Suite.ofCode(fields.get(3).asLong());
        HistoryPolicy history =
                fields.size() == 5 ? HistoryPolicy.ofCode(fields.get(4).asLong()) : HistoryPolicy.FULL;
        if ((fields.size() == 4 && suite == Suite.CLASSICAL)
                || (suite != Suite.CLASSICAL && owner.hybridKey().isEmpty())) {
            throw new MalformedException("Genesis of a suite that is not said so, or that its owner has no key of");
        }
        if (fields.size() == 5 && history == HistoryPolicy.FULL) {
            throw new MalformedException("Genesis of a history policy that is not said so");
        }
        return new Genesis(owner, fields.get(2).asBytes(Genesis.NONCE), suite, history);
    }

    private static Statement revokeDevice(List<Cbor> fields) throws MalformedException {
        DeviceId device = new DeviceId(fields.get(2).asBytes(DeviceId.SIZE));
        Map<DeviceId, Cut> cuts = cuts(fields.get(3));
        if (cuts.size() > 1 || (cuts.size() == 1 && !cuts.containsKey(device))) {
            throw new MalformedException("Cut of another device");
        }
        return new RevokeDevice(identity(fields.get(1)), device, Optional.ofNullable(cuts.get(device)));
    }

    private static Statement start(List<Cbor> fields) throws MalformedException {
        Map<DeviceId, Long> version = new TreeMap<>();
        for (Cbor each : entries(fields.get(2))) {
            List<Cbor> head = each.asList(2);
            long seq = head.get(1).asLong();
            if (seq < 1) {
                throw new MalformedException("Blocks count from 1");
            }
            version.put(new DeviceId(head.get(0).asBytes(DeviceId.SIZE)), seq);
        }
        return new Start(new DeviceId(fields.get(1).asBytes(DeviceId.SIZE)), Map.copyOf(version));
    }

    private static Statement invite(List<Cbor> fields) throws MalformedException {
        Bytes publicKey = fields.get(1).asBytes(InvitationKey.SECRET);
        VerifyKey.of(publicKey);
        return new Invite(publicKey, InvitationTerms.decode(fields.get(2)));
    }

    private static Statement admit(List<Cbor> fields) throws MalformedException {
        if (fields.size() != 3 && fields.size() != 4) {
            throw new MalformedException("Admission of another length");
        }
        IdentityChain member = persons(fields.get(1));
        Role role = Role.ofCode(fields.get(2).asLong());
        if (role == Role.OWNER) {
            throw new MalformedException("A space has the owner that created it");
        }
        return new Admit(
                member,
                role,
                fields.size() == 4 ? Optional.of(fields.get(3).asBytes(InvitationLink.ID)) : Optional.empty());
    }

    private static Statement changeRole(List<Cbor> fields) throws MalformedException {
        IdentityId member = identity(fields.get(1));
        Role role = Role.ofCode(fields.get(2).asLong());
        if (role == Role.OWNER) {
            throw new MalformedException("A space has the owner that created it");
        }
        return new ChangeRole(member, role);
    }

    private static IdentityId identity(Cbor field) throws MalformedException {
        return new IdentityId(field.asBytes(IdentityId.SIZE));
    }

    private static Map<DeviceId, Cut> cuts(Cbor field) throws MalformedException {
        Map<DeviceId, Cut> cuts = new TreeMap<>();
        for (Cbor each : entries(field)) {
            List<Cbor> cut = each.asList(3);
            long seq = cut.get(1).asLong();
            if (seq < 0) {
                throw new MalformedException("Cut before the first block");
            }
            DeviceId device = new DeviceId(cut.get(0).asBytes(DeviceId.SIZE));
            cuts.put(device, new Cut(seq, new Hash(cut.get(2).asBytes(Hash.SIZE))));
        }
        return Map.copyOf(cuts);
    }

    private static Statement epoch(List<Cbor> fields) throws MalformedException {
        Map<DeviceId, Bytes> wraps = new TreeMap<>();
        for (Cbor each : entries(fields.get(2))) {
            List<Cbor> wrap = each.asList(2);
            wraps.put(
                    new DeviceId(wrap.get(0).asBytes(DeviceId.SIZE)),
                    wrap.get(1).asBytes());
        }
        int number = number(fields.get(1));
        return new Epoch(
                number,
                Map.copyOf(wraps),
                fields.get(3).asBytes(),
                fields.get(4).asBytes(Hash.SIZE));
    }

    private static Statement keyGrant(List<Cbor> fields) throws MalformedException {
        DeviceId device = new DeviceId(fields.get(2).asBytes(DeviceId.SIZE));
        return new KeyGrant(number(fields.get(1)), device, fields.get(3).asBytes());
    }

    private static int number(Cbor field) throws MalformedException {
        long number = field.asLong();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new MalformedException("Epoch out of range");
        }
        return (int) number;
    }

    private static List<Cbor> entries(Cbor field) throws MalformedException {
        List<Cbor> entries = field.asList();
        MAX_ENTRIES.check(entries.size());
        return entries;
    }
}
