package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import java.security.SecureRandom;
import java.util.List;

/**
 * The identity of this installation, with the keys that only its keychain holds: it signs and opens for whoever has it,
 * and hands out no secret. Once its keychain is closed the keys are wiped, and it does neither. Thread-safe.
 */
public final class LocalIdentity {
    private static final int NONCE = 16;

    private final SigningKey root;
    private final SigningKey device;
    private final AgreementKey box;
    private final IdentityChain chain;
    private volatile boolean closed;

    private LocalIdentity(SigningKey root, SigningKey device, AgreementKey box, IdentityChain chain) {
        this.root = root;
        this.device = device;
        this.box = box;
        this.chain = chain;
    }

    /** Makes an identity and its first device. */
    static LocalIdentity create(String name, SecureRandom random) {
        requireName(name);
        return create(name, SigningKey.generate(random), AgreementKey.generate(random), random);
    }

    /** Makes the nameless identity of an installation that has none yet, in whose name nobody meets others. */
    static LocalIdentity provisional(SecureRandom random) {
        return create("", SigningKey.generate(random), AgreementKey.generate(random), random);
    }

    /** Makes another identity, with a name, of the same device. */
    LocalIdentity named(String name, SecureRandom random) {
        requireName(name);
        return create(name, device, box, random);
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.length() > IdentityChain.MAX_NAME.max()) {
            throw new IllegalArgumentException(
                    "name: from 1 to " + IdentityChain.MAX_NAME.max() + " characters, got " + name.length());
        }
    }

    private static LocalIdentity create(String name, SigningKey device, AgreementKey box, SecureRandom random) {
        SigningKey root = SigningKey.generate(random);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        IdentityChain chain = IdentityChain.create(root, Bytes.of(nonce), device.verifyKey(), box.publicKey(), name);
        return new LocalIdentity(root, device, box, chain);
    }

    /** Returns the identity. */
    public IdentityId id() {
        return chain.identity();
    }

    /** Returns this device. */
    public DeviceId device() {
        return chain.device();
    }

    /** Returns what the identity calls itself. */
    public String name() {
        return chain.name();
    }

    /** Returns the proof that this device belongs to the identity. */
    public IdentityChain chain() {
        return chain;
    }

    /** Returns this device's signature of {@code message} under {@code domain}; throws KEYCHAIN_LOCKED. */
    public Bytes sign(String domain, Bytes message) {
        requireOpen();
        Bytes signature = device.sign(domain, message);
        requireOpen();
        return signature;
    }

    /** Opens what was sealed to this device's box key under {@code domain}; throws KEYCHAIN_LOCKED. */
    public Bytes openSealed(String domain, Bytes aad, Bytes sealed) throws MalformedException {
        requireOpen();
        Bytes opened = Hpke.open(box, domain, aad, sealed);
        requireOpen();
        return opened;
    }

    /** Asked before a key is used and after: what was made of a key that was being wiped is not given out. */
    private void requireOpen() {
        if (closed) {
            throw new HearthException(ErrorCode.KEYCHAIN_LOCKED);
        }
    }

    /** Wipes the keys. */
    void close() {
        closed = true;
        root.seed().close();
        device.seed().close();
        box.secret().close();
    }

    /** Secrets and chain, for the keychain's sealed body. */
    Cbor encode() {
        return Cbor.array(
                Cbor.of(Bytes.of(root.seed().reveal())),
                Cbor.of(Bytes.of(device.seed().reveal())),
                Cbor.of(Bytes.of(box.secret().reveal())),
                Cbor.of(chain.encoded()));
    }

    static LocalIdentity decode(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(4);
        SigningKey device = SigningKey.of(Secret.of(fields.get(1).asBytes(DeviceId.SIZE)));
        AgreementKey box = AgreementKey.of(Secret.of(fields.get(2).asBytes(DeviceId.SIZE)));
        IdentityChain chain = IdentityChain.verify(fields.get(3).asBytes());
        if (!chain.device().value().equals(device.verifyKey())
                || !chain.boxKey().equals(box.publicKey())) {
            throw new MalformedException("The chain is about another device");
        }
        return new LocalIdentity(SigningKey.of(Secret.of(fields.get(0).asBytes(DeviceId.SIZE))), device, box, chain);
    }

    @Override
    public String toString() {
        return chain.toString();
    }
}
