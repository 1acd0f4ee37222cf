package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.ExchangeKey;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.HybridKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.Suite;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The identity of this installation, with the keys that only its keychain holds: it signs and opens for whoever has it,
 * and hands out no secret. Once its keychain is closed the keys are wiped, and it does neither. Thread-safe.
 */
public final class LocalIdentity {
    private static final int NONCE = 16;
    private static final String GENESIS = "hearth identity nonce";

    private volatile @Nullable SigningKey root;
    private final DeviceKeys device;
    private final IdentityChain chain;
    private volatile boolean closed;

    /** The secret keys of a device; one that was made before there was a hybrid suite has none of it. */
    private record DeviceKeys(
            SigningKey signing, AgreementKey box, @Nullable HybridKey hybrid) {
        static DeviceKeys generate(SecureRandom random) {
            return new DeviceKeys(
                    SigningKey.generate(random), AgreementKey.generate(random), HybridKey.generate(random));
        }

        /** Returns these keys with one of the hybrid suite, if they have none. */
        DeviceKeys complete(SecureRandom random) {
            return hybrid == null ? new DeviceKeys(signing, box, HybridKey.generate(random)) : this;
        }

        Optional<Bytes> hybridKey() {
            return Optional.ofNullable(hybrid).map(HybridKey::publicKey);
        }

        void close() {
            signing.seed().close();
            box.secret().close();
            if (hybrid != null) {
                hybrid.seed().close();
            }
        }

        boolean areThoseOf(IdentityChain chain) {
            return chain.device().value().equals(signing.verifyKey())
                    && chain.boxKey().equals(box.publicKey())
                    && chain.hybridKey().equals(hybridKey());
        }
    }

    private LocalIdentity(@Nullable SigningKey root, DeviceKeys device, IdentityChain chain) {
        this.root = root;
        this.device = device;
        this.chain = chain;
    }

    /** Makes an identity and its first device. */
    static LocalIdentity create(String name, SecureRandom random) {
        requireName(name);
        return create(name, DeviceKeys.generate(random), random);
    }

    /** Makes the nameless identity of an installation that has none yet, in whose name nobody meets others. */
    static LocalIdentity provisional(SecureRandom random) {
        return create("", DeviceKeys.generate(random), random);
    }

    /** Makes another identity, with a name, of the same device. */
    LocalIdentity named(String name, SecureRandom random) {
        requireName(name);
        return create(name, device.complete(random), random);
    }

    static void requireName(String name) {
        if (name.isBlank() || name.length() > IdentityChain.MAX_NAME.max()) {
            throw new IllegalArgumentException(
                    "name: from 1 to " + IdentityChain.MAX_NAME.max() + " characters, got " + name.length());
        }
    }

    private static LocalIdentity create(String name, DeviceKeys device, SecureRandom random) {
        SigningKey root = SigningKey.generate(random);
        return new LocalIdentity(root, device, first(root, device, name));
    }

    /** The genesis follows from the root key, so that who has nothing left but its words knows the identity. */
    private static IdentityChain first(SigningKey root, DeviceKeys device, String name) {
        return IdentityChain.create(
                root,
                Bytes.of(Hkdf.derive(root.seed(), GENESIS, Bytes.EMPTY, NONCE).reveal()),
                device.signing().verifyKey(),
                device.box().publicKey(),
                device.hybridKey(),
                name);
    }

    /**
     * Lets this device say that the one of {@code other}, which proves nothing but its keys, belongs to the identity as
     * well; {@link #join} is the other device's part. Throws KEYCHAIN_LOCKED.
     */
    Bytes enrol(IdentityChain other) {
        requireOpen();
        Bytes enrolment = chain.enrol(device.signing(), other);
        requireOpen();
        return enrolment;
    }

    /**
     * Lets this device say that the one of {@code other} is an application's that acts for the identity, as far as
     * single spaces give it rights; {@link Keychain#joinIdentity} is the application's part. Who calls it has asked the
     * person.
     *
     * @param application what the application is called, at most {@link IdentityChain#MAX_NAME} characters
     * @throws HearthException NOT_PERMITTED when this is an application's device itself, KEYCHAIN_LOCKED
     */
    public Bytes enrolApplication(IdentityChain other, String application) {
        if (application.isBlank() || application.length() > IdentityChain.MAX_NAME.max()) {
            throw new IllegalArgumentException("application: from 1 to " + IdentityChain.MAX_NAME.max()
                    + " characters, got " + application.length());
        }
        requireOpen();
        if (chain.isProvisional() || chain.application().isPresent()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        Bytes enrolment = chain.enrolApplication(device.signing(), other, application);
        requireOpen();
        return enrolment;
    }

    /** Returns this device as one of the identity that says so; throws MalformedException for another device's. */
    LocalIdentity join(Bytes enrolment) throws MalformedException {
        requireOpen();
        IdentityChain agreed = IdentityChain.agreed(enrolment, device.signing(), device.hybridKey());
        if (!device.areThoseOf(agreed)) {
            throw new MalformedException("Enrolment of another device");
        }
        requireOpen();
        return new LocalIdentity(null, device, agreed);
    }

    /**
     * Returns this device as one of the identity whose root key has the seed {@code words}, which none of its devices
     * is asked for.
     *
     * @param known a chain of the identity, for its genesis and the changes of its root key; without one they follow
     *     from the seed, as long as the root key was never changed
     * @param next the root key that replaces this one; without it the words stay as they are
     * @throws HearthException RECOVERY_WORDS_OUTDATED when {@code known} tells that another root key is in force
     */
    LocalIdentity recover(Secret words, Optional<IdentityChain> known, String name, @Nullable SigningKey next) {
        requireOpen();
        SigningKey old = SigningKey.of(words);
        IdentityChain base = known.orElseGet(() -> first(old, device, name));
        if (!base.rootKey().equals(old.verifyKey())) {
            throw new HearthException(ErrorCode.RECOVERY_WORDS_OUTDATED);
        }
        IdentityChain changed = next == null ? base : base.withRoot(old, next);
        Bytes enrolment = changed.enrolByRoot(next == null ? old : next, chain, name);
        try {
            return new LocalIdentity(
                    next, device, IdentityChain.agreed(enrolment, device.signing(), device.hybridKey()));
        } catch (MalformedException e) {
            throw new IllegalStateException("An enrolment that was just made does not verify", e);
        }
    }

    /** Returns whether the identity's root key is on this device. */
    public boolean hasRoot() {
        return root != null;
    }

    /** Wipes the root key; the rest stays as it is. */
    void forgetRoot() {
        SigningKey former = root;
        root = null;
        if (former != null) {
            former.seed().close();
        }
    }

    /** Returns this without the root key, which is on paper from now on; nothing is wiped. */
    LocalIdentity withoutRoot() {
        return new LocalIdentity(null, device, chain);
    }

    /** Returns a copy of the root key's seed, which the caller wipes; throws RECOVERY_WORDS_AWAY. */
    Secret rootSeed() {
        requireOpen();
        SigningKey here = root;
        if (here == null) {
            throw new HearthException(ErrorCode.RECOVERY_WORDS_AWAY);
        }
        return Secret.take(here.seed().reveal());
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
        Bytes signature = device.signing().sign(domain, message);
        requireOpen();
        return signature;
    }

    /**
     * Returns the public key by which this device signs what others' formats hold: one of its own, which signs nothing
     * else. Throws KEYCHAIN_LOCKED.
     */
    public Bytes exchangeKey() {
        return withExchangeKey(ExchangeKey::verifyKey);
    }

    /** Returns the signature of {@code message}, with no label, by the key of {@link #exchangeKey()}. */
    public Bytes signForExchange(Bytes message) {
        return withExchangeKey(key -> key.signUnlabelled(message));
    }

    private Bytes withExchangeKey(Function<ExchangeKey, Bytes> use) {
        requireOpen();
        try (ExchangeKey key = ExchangeKey.derive(device.signing(), id().value())) {
            Bytes made = use.apply(key);
            requireOpen();
            return made;
        }
    }

    /**
     * Opens what was sealed under {@code domain} to this device's key of {@code suite}; refuses all else. Throws
     * KEYCHAIN_LOCKED.
     */
    Secret openSealed(Suite suite, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        requireOpen();
        Secret opened = open(suite, domain, aad, sealed);
        requireOpen();
        return opened;
    }

    private Secret open(Suite suite, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        if (suite == Suite.CLASSICAL) {
            return Hpke.openSecret(device.box(), domain, aad, sealed);
        }
        HybridKey hybrid = device.hybrid();
        if (hybrid == null) {
            throw new MalformedException("Sealed by a suite that this device has no key of");
        }
        return Hpke.openSecret(hybrid, domain, aad, sealed);
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
        forgetRoot();
        device.close();
    }

    /** Secrets and chain, for the keychain's sealed body. */
    Cbor encode() {
        SigningKey here = root;
        List<Cbor> fields = new ArrayList<>(List.of(
                Cbor.of(here == null ? Bytes.EMPTY : Bytes.of(here.seed().reveal())),
                Cbor.of(Bytes.of(device.signing().seed().reveal())),
                Cbor.of(Bytes.of(device.box().secret().reveal())),
                Cbor.of(chain.encoded())));
        HybridKey hybrid = device.hybrid();
        if (hybrid != null) {
            fields.add(Cbor.of(Bytes.of(hybrid.seed().reveal())));
        }
        return Cbor.array(fields);
    }

    static LocalIdentity decode(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(encoded.asList().size() == 5 ? 5 : 4);
        IdentityChain chain = IdentityChain.verify(fields.get(3).asBytes());
        DeviceKeys device = new DeviceKeys(
                SigningKey.of(secret(fields.get(1))),
                AgreementKey.of(secret(fields.get(2))),
                fields.size() == 5 ? HybridKey.of(secret(fields.get(4))) : null);
        if (!device.areThoseOf(chain)) {
            throw new MalformedException("The chain is about another device");
        }
        SigningKey root = fields.get(0).asBytes().isEmpty() ? null : SigningKey.of(secret(fields.get(0)));
        return new LocalIdentity(root, device, chain);
    }

    private static Secret secret(Cbor field) throws MalformedException {
        return Secret.of(field.asBytes(DeviceId.SIZE));
    }

    @Override
    public String toString() {
        return chain.toString();
    }
}
