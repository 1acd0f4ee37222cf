package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.HybridKey;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof, for anyone to check without asking anybody, that a device belongs to an identity: the identity's genesis,
 * which its id is the hash of and which names its root key; where the root key was changed, each key's statement about
 * the next; and statements about devices, the first by the root key, each other by the device before. An instance
 * exists only when all of it was verified. Whether the device was revoked it does not tell: that is what the
 * credentials of a space are for.
 */
public final class IdentityChain {
    /** The longest chain that is read, in bytes. */
    public static final Limit MAX_SIZE = new Limit("bytes of an identity chain", 6_000);

    /** The longest name of an identity, in UTF-16 units. */
    public static final Limit MAX_NAME = new Limit("characters of an identity's name", 64);

    /** Devices that may lead from the root key to a device, that one included. */
    public static final Limit MAX_DEVICES = new Limit("devices of an identity chain", 8);

    /** Times that an identity's root key can be changed. */
    public static final Limit MAX_ROOTS = new Limit("changes of a root key", 8);

    private static final int FORMAT = 1;

    /** The format of a statement about a device that has keys of both suites. */
    private static final int HYBRID = 2;

    /** The format of a chain that ends with a statement by another device. */
    private static final int BY_DEVICE = 3;

    /** The format of a chain that ends with a statement by the root key, which the device signed too. */
    private static final int BY_ROOT = 4;

    /** The format of a device's statement about an application's device. */
    private static final int APPLICATION = 5;

    private static final int NONCE = 16;
    private static final String GENESIS = "hearth identity genesis";
    private static final String ROOT = "hearth identity root";
    private static final String DEVICE = "hearth identity device";
    private static final String ENROLMENT = "hearth identity enrolment";

    private final Bytes encoded;
    private final Origin origin;
    private final Subject subject;
    private final int devices;
    private final boolean isEnrolled;

    /**
     * Where an identity comes from.
     *
     * @param genesis the payload whose hash is the identity
     * @param signature the first root key's, of that
     * @param changes of the root key, encoded
     * @param root the newest root key, to verify with
     * @param rootKey its bytes
     */
    private record Origin(Bytes genesis, Bytes signature, List<Cbor> changes, VerifyKey root, Bytes rootKey) {
        IdentityId identity() {
            return new IdentityId(Sha256.of(genesis).value());
        }
    }

    /** What the last statement says. */
    private record Subject(
            DeviceId device, Bytes boxKey, String name, Optional<Bytes> hybridKey, Optional<String> application) {}

    private IdentityChain(Bytes encoded, Origin origin, Subject subject, int devices, boolean isEnrolled) {
        this.encoded = encoded;
        this.origin = origin;
        this.subject = subject;
        this.devices = devices;
        this.isEnrolled = isEnrolled;
    }

    /** As the other, for a device that has no key of the hybrid suite. */
    static IdentityChain create(SigningKey root, Bytes nonce, Bytes deviceKey, Bytes boxKey, String name) {
        return create(root, nonce, deviceKey, boxKey, Optional.empty(), name);
    }

    /** Makes the chain of a new identity: its genesis, and its first device. */
    static IdentityChain create(
            SigningKey root, Bytes nonce, Bytes deviceKey, Bytes boxKey, Optional<Bytes> hybridKey, String name) {
        Bytes genesis = genesis(root, nonce);
        Bytes identity = Sha256.of(genesis).value();
        List<Cbor> fields = new ArrayList<>(List.of(
                Cbor.of(hybridKey.isPresent() ? HYBRID : FORMAT),
                Cbor.of(identity),
                Cbor.of(deviceKey),
                Cbor.of(boxKey),
                Cbor.of(name)));
        hybridKey.ifPresent(key -> fields.add(Cbor.of(key)));
        Bytes statement = Cbor.array(fields).encode();
        return own(Cbor.array(
                        Cbor.of(genesis),
                        Cbor.of(root.sign(GENESIS, genesis)),
                        Cbor.of(statement),
                        Cbor.of(root.sign(DEVICE, statement)))
                .encode());
    }

    private static Bytes genesis(SigningKey root, Bytes nonce) {
        return Cbor.array(Cbor.of(FORMAT), Cbor.of(root.verifyKey()), Cbor.of(nonce))
                .encode();
    }

    private static IdentityChain own(Bytes encoded) {
        try {
            return verify(encoded);
        } catch (MalformedException e) {
            throw new IllegalStateException("A chain that was just made does not verify", e);
        }
    }

    /**
     * Lets this chain's device, whose key {@code by} is, say that the device of {@code other} belongs to it as well.
     * That device has still to agree, as {@link #agreed} does, so that nobody claims another's.
     */
    Bytes enrol(SigningKey by, IdentityChain other) {
        return enrol(by, statement(FORMAT, other, name()));
    }

    /**
     * As {@link #enrol(SigningKey, IdentityChain)}, for a device that is an application's: whoever reads its chain
     * knows, and the chain makes it no member of a space and enrols no further device.
     */
    Bytes enrolApplication(SigningKey by, IdentityChain other, String application) {
        return enrol(by, statement(APPLICATION, other, name(), Cbor.of(application)));
    }

    private Bytes enrol(SigningKey by, Bytes statement) {
        return Cbor.array(
                        Cbor.of(BY_DEVICE),
                        Cbor.of(withoutHybridKey()),
                        Cbor.of(statement),
                        Cbor.of(by.sign(DEVICE, statement)))
                .encode();
    }

    /** As {@link #enrol}, by the root key. */
    Bytes enrolByRoot(SigningKey root, IdentityChain other, String name) {
        Bytes statement = statement(FORMAT, other, name);
        return Cbor.array(
                        Cbor.of(BY_ROOT),
                        Cbor.of(origin.genesis()),
                        Cbor.of(origin.signature()),
                        Cbor.array(origin.changes()),
                        Cbor.of(statement),
                        Cbor.of(root.sign(DEVICE, statement)))
                .encode();
    }

    /** Who comes after this device needs no key of it but the one that it signs with. */
    private Bytes withoutHybridKey() {
        if (!isEnrolled) {
            return encoded;
        }
        try {
            List<Cbor> parts = new ArrayList<>(Cbor.decode(encoded).asList());
            parts.set(parts.size() - 1, Cbor.of(Bytes.EMPTY));
            return Cbor.array(parts).encode();
        } catch (MalformedException e) {
            throw new IllegalStateException("A chain that was verified is malformed", e);
        }
    }

    /**
     * Returns the chain that an enrolment becomes by the agreement of the device, whose key {@code device} is;
     * {@code hybridKey} is the one that the statement has the hash of.
     */
    static IdentityChain agreed(Bytes enrolment, SigningKey device, Optional<Bytes> hybridKey)
            throws MalformedException {
        MAX_SIZE.check(enrolment.size());
        List<Cbor> parts = new ArrayList<>(Cbor.decode(enrolment).asList());
        if (parts.size() < 2) {
            throw new MalformedException("Enrolment that says nothing");
        }
        Bytes statement = parts.get(parts.size() - 2).asBytes();
        parts.add(Cbor.of(device.sign(ENROLMENT, statement)));
        parts.add(Cbor.of(hybridKey.orElse(Bytes.EMPTY)));
        return verify(Cbor.array(parts).encode());
    }

    private Bytes statement(int format, IdentityChain other, String name, Cbor... more) {
        List<Cbor> fields = new ArrayList<>(List.of(
                Cbor.of(format),
                Cbor.of(identity().value()),
                Cbor.of(other.device().value()),
                Cbor.of(other.boxKey()),
                Cbor.of(name),
                Cbor.of(hash(other.hybridKey().orElse(Bytes.EMPTY)))));
        fields.addAll(List.of(more));
        return Cbor.array(fields).encode();
    }

    private static Bytes hash(Bytes hybridKey) {
        return hybridKey.isEmpty() ? Bytes.EMPTY : Sha256.of(hybridKey).value();
    }

    /** Returns this chain's identity, with a root key that follows the one that it has: proof for the next devices. */
    IdentityChain withRoot(SigningKey root, SigningKey next) {
        Bytes payload = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(identity().value()),
                        Cbor.of(rootChanges() + 1),
                        Cbor.of(next.verifyKey()))
                .encode();
        List<Cbor> changes = new ArrayList<>(origin.changes());
        changes.add(Cbor.array(Cbor.of(payload), Cbor.of(root.sign(ROOT, payload)), Cbor.of(next.sign(ROOT, payload))));
        try {
            Origin changed = origin(origin.genesis(), origin.signature(), changes);
            return new IdentityChain(encoded, changed, subject, devices, isEnrolled);
        } catch (MalformedException e) {
            throw new IllegalStateException("A change of the root key that was just made does not verify", e);
        }
    }

    /** Verifies a chain that somebody shows. */
    public static IdentityChain verify(Bytes encoded) throws MalformedException {
        return verify(encoded, true);
    }

    /** Verifies a chain; one that another goes on from is there without its last device's key of the hybrid suite. */
    private static IdentityChain verify(Bytes encoded, boolean whole) throws MalformedException {
        MAX_SIZE.check(encoded.size());
        List<Cbor> parts = Cbor.decode(encoded).asList();
        return switch (parts.size()) {
            case 4 -> first(encoded, parts);
            case 6 -> byDevice(encoded, parts, whole);
            case 8 -> byRoot(encoded, parts, whole);
            default -> throw new MalformedException("Identity chain of another length");
        };
    }

    private static IdentityChain first(Bytes encoded, List<Cbor> parts) throws MalformedException {
        Origin origin = origin(parts.get(0).asBytes(), parts.get(1).asBytes(), List.of());
        Bytes statement = parts.get(2).asBytes();
        if (!origin.root().verify(DEVICE, statement, parts.get(3).asBytes())) {
            throw wrongSignature();
        }
        Cbor decoded = Cbor.decode(statement);
        List<Cbor> fields = decoded.asList().size() == 6 ? fields(decoded, HYBRID, 6) : fields(decoded, FORMAT, 5);
        Optional<Bytes> hybrid = fields.size() == 5
                ? Optional.empty()
                : Optional.of(fields.get(5).asBytes(HybridKey.PUBLIC_KEY));
        return new IdentityChain(encoded, origin, subject(fields, origin, hybrid, Optional.empty()), 1, false);
    }

    private static IdentityChain byDevice(Bytes encoded, List<Cbor> parts, boolean whole) throws MalformedException {
        format(parts.get(0), BY_DEVICE);
        IdentityChain before = verify(parts.get(1).asBytes(), false);
        MAX_DEVICES.check(before.devices + 1);
        if (before.application().isPresent()) {
            throw new MalformedException("An application enrols no device");
        }
        Subject subject = enrolled(
                parts.subList(2, 6), before.origin, VerifyKey.of(before.device().value()), whole);
        return new IdentityChain(encoded, before.origin, subject, before.devices + 1, true);
    }

    private static IdentityChain byRoot(Bytes encoded, List<Cbor> parts, boolean whole) throws MalformedException {
        format(parts.get(0), BY_ROOT);
        Origin origin = origin(
                parts.get(1).asBytes(), parts.get(2).asBytes(), parts.get(3).asList());
        Subject subject = enrolled(parts.subList(4, 8), origin, origin.root(), whole);
        if (subject.application().isPresent()) {
            throw new MalformedException("A root key enrols no application");
        }
        return new IdentityChain(encoded, origin, subject, 1, true);
    }

    private static Subject enrolled(List<Cbor> signed, Origin origin, VerifyKey author, boolean whole)
            throws MalformedException {
        Bytes statement = signed.get(0).asBytes();
        Cbor decoded = Cbor.decode(statement);
        boolean applications = decoded.asList().size() == 7;
        List<Cbor> fields = applications ? fields(decoded, APPLICATION, 7) : fields(decoded, FORMAT, 6);
        Bytes hash = fields.get(5).asBytes();
        Bytes hybridKey = whole && !hash.isEmpty()
                ? signed.get(3).asBytes(HybridKey.PUBLIC_KEY)
                : signed.get(3).asBytes(0);
        if (whole && !hash(hybridKey).equals(hash)) {
            throw new MalformedException("Identity chain with another key of the hybrid suite");
        }
        Subject subject = subject(
                fields,
                origin,
                hybridKey.isEmpty() ? Optional.empty() : Optional.of(hybridKey),
                applications ? Optional.of(fields.get(6).asText()) : Optional.empty());
        if (!author.verify(DEVICE, statement, signed.get(1).asBytes())
                || !VerifyKey.of(subject.device().value())
                        .verify(ENROLMENT, statement, signed.get(2).asBytes())) {
            throw wrongSignature();
        }
        return subject;
    }

    private static Origin origin(Bytes genesis, Bytes signature, List<Cbor> changes) throws MalformedException {
        List<Cbor> fields = fields(Cbor.decode(genesis), FORMAT, 3);
        Bytes key = fields.get(1).asBytes(DeviceId.SIZE);
        VerifyKey root = VerifyKey.of(key);
        fields.get(2).asBytes(NONCE);
        if (!root.verify(GENESIS, genesis, signature)) {
            throw wrongSignature();
        }
        Bytes identity = Sha256.of(genesis).value();
        MAX_ROOTS.check(changes.size());
        int changed = 0;
        for (Cbor each : changes) {
            List<Cbor> change = each.asList(3);
            Bytes payload = change.get(0).asBytes();
            List<Cbor> said = fields(Cbor.decode(payload), FORMAT, 4);
            if (!said.get(1).asBytes().equals(identity) || said.get(2).asLong() != ++changed) {
                throw new MalformedException("Change of another root key");
            }
            key = said.get(3).asBytes(DeviceId.SIZE);
            VerifyKey next = VerifyKey.of(key);
            if (!root.verify(ROOT, payload, change.get(1).asBytes())
                    || !next.verify(ROOT, payload, change.get(2).asBytes())) {
                throw wrongSignature();
            }
            root = next;
        }
        return new Origin(genesis, signature, changes, root, key);
    }

    private static Subject subject(
            List<Cbor> fields, Origin origin, Optional<Bytes> hybridKey, Optional<String> application)
            throws MalformedException {
        if (!fields.get(1).asBytes().equals(origin.identity().value())) {
            throw new MalformedException("Device statement about another identity");
        }
        DeviceId device = new DeviceId(fields.get(2).asBytes(DeviceId.SIZE));
        VerifyKey.of(device.value());
        String name = fields.get(4).asText();
        MAX_NAME.check(name.length());
        MAX_NAME.check(application.orElse("").length());
        return new Subject(device, fields.get(3).asBytes(DeviceId.SIZE), name, hybridKey, application);
    }

    private static MalformedException wrongSignature() {
        return new MalformedException("Identity chain with a wrong signature");
    }

    private static List<Cbor> fields(Cbor payload, int format, int count) throws MalformedException {
        List<Cbor> fields = payload.asList(count);
        format(fields.get(0), format);
        return fields;
    }

    private static void format(Cbor field, int format) throws MalformedException {
        if (field.asLong() != format) {
            throw new MalformedException("Identity chain of an unknown format");
        }
    }

    /** Returns the identity. */
    public IdentityId identity() {
        return origin.identity();
    }

    /** Returns the device. */
    public DeviceId device() {
        return subject.device();
    }

    /** Returns what the identity calls itself. */
    public String name() {
        return subject.name();
    }

    /** Returns whether it is the chain of an installation that has no identity yet: one without a name. */
    public boolean isProvisional() {
        return name().isEmpty();
    }

    /** Returns the X25519 key that secrets for this device are sealed to. */
    public Bytes boxKey() {
        return subject.boxKey();
    }

    /**
     * Returns the X-Wing key that secrets for this device are sealed to in spaces of the hybrid suite, if it has one.
     */
    public Optional<Bytes> hybridKey() {
        return subject.hybridKey();
    }

    /**
     * Returns the name of the application that the device is one of, if it is not the person's own: such a device has
     * the rights that it was given in single spaces, and speaks of no member and no device.
     */
    public Optional<String> application() {
        return subject.application();
    }

    /** Returns whether the root key itself says that the device belongs to the identity, not another device. */
    public boolean isByRoot() {
        return devices == 1;
    }

    /** Returns how often the identity's root key had been changed when the chain was begun. */
    public int rootChanges() {
        return origin.changes().size();
    }

    /** Returns the root keys that the chain tells of, 32 bytes each: the first one first, the newest one last. */
    public List<Bytes> rootKeys() {
        try {
            List<Bytes> keys = new ArrayList<>();
            keys.add(Cbor.decode(origin.genesis()).asList().get(1).asBytes());
            for (Cbor change : origin.changes()) {
                keys.add(Cbor.decode(change.asList().get(0).asBytes())
                        .asList()
                        .get(3)
                        .asBytes());
            }
            return List.copyOf(keys);
        } catch (MalformedException e) {
            throw new IllegalStateException("A chain that was verified is malformed", e);
        }
    }

    /** Returns the newest root key that the chain knows of, which the identity's recovery words stand for. */
    Bytes rootKey() {
        return origin.rootKey();
    }

    /** Returns the bytes that {@link #verify} takes. */
    public Bytes encoded() {
        return encoded;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IdentityChain that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return name() + " (" + identity().brief() + ", device " + device().brief() + ")";
    }
}
