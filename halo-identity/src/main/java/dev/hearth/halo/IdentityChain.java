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
 * which its id is the hash of and which names its root key, and the root key's statement about the device. An instance
 * exists only when all of it was verified.
 */
public final class IdentityChain {
    /** The longest chain that is read, in bytes. */
    public static final Limit MAX_SIZE = new Limit("bytes of an identity chain", 2_048);

    /** The longest name of an identity, in UTF-16 units. */
    public static final Limit MAX_NAME = new Limit("characters of an identity's name", 64);

    private static final int FORMAT = 1;

    /** The format of a statement about a device that has keys of both suites. */
    private static final int HYBRID = 2;

    private static final int NONCE = 16;
    private static final String GENESIS = "hearth identity genesis";
    private static final String DEVICE = "hearth identity device";

    private final Bytes encoded;
    private final IdentityId identity;
    private final DeviceId device;
    private final Bytes boxKey;
    private final String name;
    private final Optional<Bytes> hybridKey;

    private IdentityChain(Bytes encoded, IdentityId identity, List<Cbor> statement) throws MalformedException {
        this.encoded = encoded;
        this.identity = identity;
        this.device = new DeviceId(statement.get(2).asBytes(DeviceId.SIZE));
        this.boxKey = statement.get(3).asBytes(DeviceId.SIZE);
        this.name = statement.get(4).asText();
        this.hybridKey = statement.size() == 5
                ? Optional.empty()
                : Optional.of(statement.get(5).asBytes(HybridKey.PUBLIC_KEY));
        MAX_NAME.check(name.length());
        VerifyKey.of(device.value());
    }

    /** As the other, for a device that has no key of the hybrid suite. */
    static IdentityChain create(SigningKey root, Bytes nonce, Bytes deviceKey, Bytes boxKey, String name) {
        return create(root, nonce, deviceKey, boxKey, Optional.empty(), name);
    }

    /** Makes the chain of a new identity: its genesis, and its first device. */
    static IdentityChain create(
            SigningKey root, Bytes nonce, Bytes deviceKey, Bytes boxKey, Optional<Bytes> hybridKey, String name) {
        Bytes genesis = Cbor.array(Cbor.of(FORMAT), Cbor.of(root.verifyKey()), Cbor.of(nonce))
                .encode();
        Bytes identity = Sha256.of(genesis).value();
        List<Cbor> fields = new ArrayList<>(List.of(
                Cbor.of(hybridKey.isPresent() ? HYBRID : FORMAT),
                Cbor.of(identity),
                Cbor.of(deviceKey),
                Cbor.of(boxKey),
                Cbor.of(name)));
        hybridKey.ifPresent(key -> fields.add(Cbor.of(key)));
        Bytes statement = Cbor.array(fields).encode();
        Bytes encoded = Cbor.array(
                        Cbor.of(genesis),
                        Cbor.of(root.sign(GENESIS, genesis)),
                        Cbor.of(statement),
                        Cbor.of(root.sign(DEVICE, statement)))
                .encode();
        try {
            return verify(encoded);
        } catch (MalformedException e) {
            throw new IllegalStateException("A chain that was just made does not verify", e);
        }
    }

    /** Verifies a chain that somebody shows. */
    public static IdentityChain verify(Bytes encoded) throws MalformedException {
        MAX_SIZE.check(encoded.size());
        List<Cbor> parts = Cbor.decode(encoded).asList(4);
        Bytes genesis = parts.get(0).asBytes();
        List<Cbor> genesisFields = fields(Cbor.decode(genesis), FORMAT, 3);
        VerifyKey root = VerifyKey.of(genesisFields.get(1).asBytes(DeviceId.SIZE));
        genesisFields.get(2).asBytes(NONCE);
        Bytes statement = parts.get(2).asBytes();
        if (!root.verify(GENESIS, genesis, parts.get(1).asBytes())
                || !root.verify(DEVICE, statement, parts.get(3).asBytes())) {
            throw new MalformedException("Identity chain with a wrong signature");
        }
        IdentityId identity = new IdentityId(Sha256.of(genesis).value());
        List<Cbor> fields = statement(statement);
        if (!fields.get(1).asBytes().equals(identity.value())) {
            throw new MalformedException("Device statement about another identity");
        }
        return new IdentityChain(encoded, identity, fields);
    }

    private static List<Cbor> statement(Bytes payload) throws MalformedException {
        Cbor decoded = Cbor.decode(payload);
        return decoded.asList().size() == 6 ? fields(decoded, HYBRID, 6) : fields(decoded, FORMAT, 5);
    }

    private static List<Cbor> fields(Cbor payload, int format, int count) throws MalformedException {
        List<Cbor> fields = payload.asList(count);
        if (fields.get(0).asLong() != format) {
            throw new MalformedException("Identity chain of an unknown format");
        }
        return fields;
    }

    /** Returns the identity. */
    public IdentityId identity() {
        return identity;
    }

    /** Returns the device. */
    public DeviceId device() {
        return device;
    }

    /** Returns what the identity calls itself. */
    public String name() {
        return name;
    }

    /** Returns whether it is the chain of an installation that has no identity yet: one without a name. */
    public boolean isProvisional() {
        return name.isEmpty();
    }

    /** Returns the X25519 key that secrets for this device are sealed to. */
    public Bytes boxKey() {
        return boxKey;
    }

    /**
     * Returns the X-Wing key that secrets for this device are sealed to in spaces of the hybrid suite, if it has one.
     */
    public Optional<Bytes> hybridKey() {
        return hybridKey;
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
        return name + " (" + identity.brief() + ", device " + device.brief() + ")";
    }
}
