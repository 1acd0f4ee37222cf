package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hmac;
import dev.hearth.halo.crypto.Secret;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of one space's content, as far as this device was given them.
 *
 * <p>Each author has a key of its own under each epoch. The nonce and part of the tag are a keyed hash of all that is
 * sealed (a synthetic initialization vector, as in RFC 5297): sealing the same twice gives the same, sealing something
 * else never reuses a nonce with its key, also after a data folder was restored from a backup. The hash is checked
 * after opening, so that a ciphertext opens under one key alone. Closed, it refuses with KEYCHAIN_LOCKED. Thread-safe.
 */
public final class SpaceKeys implements AutoCloseable {
    /** Bytes that a ciphertext is longer than its plaintext. */
    public static final int OVERHEAD = SpaceKeys.SIV + Aead.TAG;

    private static final int SIV = 16;
    private static final String CONTENT = "hearth content";
    /** Stands for all authors where they share a key; no device has it, because it is of a small order. */
    private static final DeviceId EVERYBODY = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));

    private final SpaceCredentials credentials;
    private final LocalIdentity identity;
    private final EpochKeys epochs;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();
    private final Map<AuthorKey, PerThread<AuthorKeys>> authors = new ConcurrentHashMap<>();
    private volatile CurrentEpoch current = new CurrentEpoch(-1, -1, Optional.empty());
    private volatile boolean closed;

    /** A key of an epoch, by its commitment, and an author that writes under it. */
    private record AuthorKey(DeviceId author, int epoch, Bytes key) {}

    /** What this device has of the keys of one epoch by a number of credentials; more may bring more. */
    private record Known(int credentials, Map<Bytes, Secret> secrets, boolean all) {}

    /** The newest epoch and the key to write under by a number of credentials; more may bring a newer one. */
    private record CurrentEpoch(int credentials, int epoch, Optional<Bytes> key) {}

    /** What one thread seals the blocks of one author in one epoch with. */
    private record AuthorKeys(Hmac siv, Aead aead) {}

    /** Opens with the keys of {@code identity}. */
    public SpaceKeys(SpaceCredentials credentials, LocalIdentity identity) {
        this.credentials = credentials;
        this.identity = identity;
        this.epochs = new EpochKeys(credentials.id(), credentials.suite(), identity);
    }

    /** Seals under the newest key; throws NOT_PERMITTED when this device was not given it. */
    public SealedContent seal(Bytes aad, byte[] plaintext) {
        return seal(identity.device(), aad, plaintext);
    }

    /**
     * Seals under the newest key so that whoever of the space seals the same gets the same; throws NOT_PERMITTED when
     * this device was not given it.
     */
    public SealedContent sealShared(Bytes aad, byte[] plaintext) {
        return seal(EVERYBODY, aad, plaintext);
    }

    private SealedContent seal(DeviceId author, Bytes aad, byte[] plaintext) {
        CurrentEpoch now = currentEpoch();
        AuthorKeys keys = now.key()
                .flatMap(key -> keys(new AuthorKey(author, now.epoch(), key)))
                .orElseThrow(() -> new HearthException(ErrorCode.NOT_PERMITTED));
        byte[] aadBytes = aad.toArray();
        byte[] siv = siv(keys, aadBytes, plaintext);
        SealedContent sealed = new SealedContent(now.epoch(), keys.aead().sealBehind(siv, SIV, aadBytes, plaintext));
        requireOpen(); // nothing goes out that was sealed while the keys were being wiped
        return sealed;
    }

    /** Opens what {@code author} sealed; empty when the key of that epoch is not here (yet). */
    public Optional<byte[]> open(DeviceId author, int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        if (ciphertext.length < OVERHEAD) {
            throw new MalformedException("Ciphertext is cut");
        }
        byte[] aadBytes = aad.toArray();
        Known keys = known(epoch);
        Optional<byte[]> opened = open(author, epoch, keys, aadBytes, ciphertext);
        if (opened.isEmpty() && keys.credentials() != credentials.size()) {
            keys = learn(epoch);
            opened = open(author, epoch, keys, aadBytes, ciphertext);
        }
        if (opened.isEmpty() && keys.all()) {
            throw new MalformedException("Ciphertext that no key of its epoch opens, or that does not commit to it");
        }
        return opened;
    }

    private Optional<byte[]> open(DeviceId author, int epoch, Known under, byte[] aad, byte[] ciphertext) {
        for (Bytes key : under.secrets().keySet()) {
            Optional<byte[]> opened =
                    keys(new AuthorKey(author, epoch, key)).flatMap(keys -> open(keys, aad, ciphertext));
            if (opened.isPresent()) {
                return opened;
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> open(AuthorKeys keys, byte[] aad, byte[] ciphertext) {
        byte[] plaintext;
        try {
            plaintext =
                    keys.aead().open(Arrays.copyOf(ciphertext, Aead.NONCE), aad, ciphertext, SIV, ciphertext.length);
        } catch (MalformedException e) {
            return Optional.empty();
        }
        boolean commits = MessageDigest.isEqual(siv(keys, aad, plaintext), Arrays.copyOf(ciphertext, SIV));
        return commits ? Optional.of(plaintext) : Optional.empty();
    }

    /** Opens what {@link #sealShared} gave; empty when the key of that epoch is not here (yet). */
    public Optional<byte[]> openShared(int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        return open(EVERYBODY, epoch, aad, ciphertext);
    }

    private static byte[] siv(AuthorKeys keys, byte[] aad, byte[] plaintext) {
        byte[] length = {
            (byte) (aad.length >>> 24), (byte) (aad.length >>> 16), (byte) (aad.length >>> 8), (byte) aad.length
        };
        return Arrays.copyOf(keys.siv().of(length, aad, plaintext), SIV);
    }

    /** Returns where the members of the space meet; only they can tell. 32 bytes. Throws NOT_PERMITTED to others. */
    public Bytes topic() {
        return way().topic();
    }

    /** Returns what a peer must know to get into the swarm. 32 bytes. Throws NOT_PERMITTED to who is no member. */
    public Bytes swarmSecret() {
        return way().secret();
    }

    /** It follows from the first epoch's secret; a member that gets no keys was given it by itself. */
    private SwarmWay way() {
        return SwarmWay.find(credentials.authority(), credentials.id(), credentials.suite(), identity)
                .orElseThrow(() -> new HearthException(ErrorCode.NOT_PERMITTED));
    }

    private CurrentEpoch currentEpoch() {
        int size = credentials.size();
        CurrentEpoch seen = current;
        if (seen.credentials() != size) {
            Authority now = credentials.authority();
            SpaceEpochs.Key key = now.epochs().current(now.epoch());
            seen = new CurrentEpoch(
                    size,
                    now.epoch(),
                    Optional.ofNullable(key).map(it -> it.statement().commitment()));
            current = seen;
        }
        return seen;
    }

    private Known known(int epoch) {
        Known here = known.get(epoch);
        return here != null ? here : learn(epoch);
    }

    private Known learn(int epoch) {
        requireOpen();
        int size = credentials.size();
        Authority now = credentials.authority();
        Map<Bytes, Secret> secrets = epochs.all(now, epoch);
        boolean all = !secrets.isEmpty()
                && now.epochs().all(epoch).stream()
                        .allMatch(key -> secrets.containsKey(key.statement().commitment()));
        Known learnt = new Known(size, Map.copyOf(secrets), all);
        known.put(epoch, learnt);
        return learnt;
    }

    private Optional<AuthorKeys> keys(AuthorKey name) {
        PerThread<AuthorKeys> made = authors.get(name);
        if (made == null) {
            Secret secret = known(name.epoch()).secrets().get(name.key());
            if (secret == null) {
                secret = learn(name.epoch()).secrets().get(name.key());
            }
            if (secret == null) {
                return Optional.empty();
            }
            made = derive(secret, name.author());
            authors.put(name, made);
        }
        return Optional.of(made.get());
    }

    private void requireOpen() {
        if (closed) {
            throw new HearthException(ErrorCode.KEYCHAIN_LOCKED);
        }
    }

    private static PerThread<AuthorKeys> derive(Secret epoch, DeviceId author) {
        Secret content = Hkdf.derive(epoch, CONTENT, author.value(), Aead.KEY);
        try (content) {
            Secret siv = Hkdf.derive(content, CONTENT, Bytes.utf8("siv"), Aead.KEY);
            Secret key = Hkdf.derive(content, CONTENT, Bytes.utf8("key"), Aead.KEY);
            return new PerThread<>(() -> make(siv, key));
        }
    }

    private static AuthorKeys make(Secret siv, Secret key) {
        byte[] sivKey = siv.reveal();
        try {
            return new AuthorKeys(new Hmac(sivKey), new Aead(key));
        } finally {
            Arrays.fill(sivKey, (byte) 0);
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        closed = true;
        known.values().forEach(each -> each.secrets().values().forEach(Secret::close));
        authors.values().forEach(PerThread::close);
        known.clear();
        authors.clear();
    }
}
