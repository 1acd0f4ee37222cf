package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.GenerationFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted file that holds a device's secret keys. It is opened with a passphrase (Argon2id) or with a key file;
 * the first is worth its passphrase, the second protects nothing once both files are stolen. Every change replaces the
 * file as a whole, durably, and keeps the two former generations. Thread-safe.
 */
public final class Keychain implements AutoCloseable {
    private static final int FORMAT = 1;

    private final GenerationFile file;
    private final Seams seams;
    private final Secret storageKey;
    private final Object changes = new Object();
    private KeychainLock lock; // guarded by changes
    private @Nullable LocalIdentity identity; // guarded by changes

    private Keychain(GenerationFile file, Seams seams, KeychainLock lock, Cbor body) throws MalformedException {
        this.file = file;
        this.seams = seams;
        this.lock = lock;
        List<Cbor> fields = body.asList(3);
        if (fields.get(0).asLong() != FORMAT) {
            throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
        }
        storageKey = Secret.of(fields.get(1).asBytes(32));
        identity = fields.get(2).isNil() ? null : LocalIdentity.decode(fields.get(2));
    }

    /** Returns whether there is a keychain at {@code path}. */
    public static boolean exists(Path path) {
        return new GenerationFile(path).exists();
    }

    /** Creates a keychain that {@code passphrase} opens; throws STORAGE_FAILED or DISK_FULL. */
    public static Keychain create(Path path, char[] passphrase, KeychainCost cost, Seams seams) {
        return create(path, KeychainLock.byPassphrase(passphrase, cost, seams.random()), seams);
    }

    /** Creates a keychain that a random key opens, which is written to {@code keyFile}. */
    public static Keychain createWithKeyFile(Path path, Path keyFile, Seams seams) {
        Secret key = Secret.random(seams.random(), 32);
        new GenerationFile(keyFile).write(Bytes.of(key.reveal()));
        return create(path, KeychainLock.byKey(key, seams.random()), seams);
    }

    private static Keychain create(Path path, KeychainLock lock, Seams seams) {
        GenerationFile file = new GenerationFile(path);
        if (file.exists()) {
            throw new IllegalStateException("There is a keychain at " + path);
        }
        byte[] storageKey = Secret.random(seams.random(), 32).reveal();
        Cbor body = Cbor.array(Cbor.of(FORMAT), Cbor.of(Bytes.of(storageKey)), new Cbor.Nil());
        try {
            Keychain keychain = new Keychain(file, seams, lock, body);
            keychain.save();
            return keychain;
        } catch (MalformedException e) {
            throw new IllegalStateException("A new keychain does not decode", e);
        }
    }

    /**
     * Opens a keychain. Throws WRONG_PASSPHRASE when the passphrase is another or the file was changed, STORAGE_CORRUPT
     * when the file is no keychain, FORMAT_UNKNOWN when a later version wrote it.
     */
    public static Keychain open(Path path, char[] passphrase, Seams seams) {
        return open(path, seams, (lockBytes, random) -> KeychainLock.openWithPassphrase(lockBytes, passphrase));
    }

    /** Opens a keychain with the key in {@code keyFile}; throws as {@link #open} does. */
    public static Keychain openWithKeyFile(Path path, Path keyFile, Seams seams) {
        Secret key = Secret.of(new GenerationFile(keyFile).read());
        return open(path, seams, (lockBytes, random) -> KeychainLock.openWithKey(lockBytes, key));
    }

    /** Opens the lock of a keychain file. */
    private interface Opener {
        KeychainLock.Opened open(Bytes content, java.security.SecureRandom random) throws MalformedException;
    }

    private static Keychain open(Path path, Seams seams, Opener opener) {
        GenerationFile file = new GenerationFile(path);
        try {
            KeychainLock.Opened opened = opener.open(file.read(), seams.random());
            return new Keychain(file, seams, opened.lock(), Cbor.decode(opened.body()));
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("file", path.toString()), e);
        }
    }

    /** Returns the identity, if one was created. */
    public Optional<LocalIdentity> identity() {
        synchronized (changes) {
            return Optional.ofNullable(identity).filter(it -> !it.chain().isProvisional());
        }
    }

    /** Returns what acts for this installation while it has no identity, if it was asked for before. */
    public Optional<LocalIdentity> provisional() {
        synchronized (changes) {
            return Optional.ofNullable(identity).filter(it -> it.chain().isProvisional());
        }
    }

    /** Creates what acts for this installation while it has no identity; throws IDENTITY_EXISTS when it has one. */
    public LocalIdentity createProvisional() {
        synchronized (changes) {
            requireNone();
            return provisional().orElseGet(() -> keep(LocalIdentity.provisional(seams.random())));
        }
    }

    /**
     * Creates the identity of this installation; throws IDENTITY_EXISTS when there is one. It takes over the device of
     * what acted for the installation before, so that {@link SpaceCredentials#adopt} can hand it the spaces.
     */
    public LocalIdentity createIdentity(String name) {
        synchronized (changes) {
            requireNone();
            return keep(
                    identity == null
                            ? LocalIdentity.create(name, seams.random())
                            : identity.named(name, seams.random()));
        }
    }

    private void requireNone() {
        if (identity().isPresent()) {
            throw new HearthException(ErrorCode.IDENTITY_EXISTS);
        }
    }

    private LocalIdentity keep(LocalIdentity created) {
        LocalIdentity former = identity;
        identity = created;
        try {
            save();
        } catch (RuntimeException e) {
            identity = former; // an identity that is not on the disk is none
            throw e;
        }
        return created;
    }

    /** Returns what seals the data folder. */
    public StoreSealer storeSealer() {
        return new StoreSealer(storageKey);
    }

    /** Replaces whatever opens this keychain by a passphrase. */
    public void changePassphrase(char[] passphrase, KeychainCost cost) {
        synchronized (changes) {
            lock = KeychainLock.byPassphrase(passphrase, cost, seams.random());
            save();
        }
    }

    private void save() {
        Cbor keys = identity == null ? new Cbor.Nil() : identity.encode();
        Cbor body = Cbor.array(Cbor.of(FORMAT), Cbor.of(Bytes.of(storageKey.reveal())), keys);
        file.write(lock.seal(body.encode(), seams.random()));
    }

    /** Wipes the key of the data folder; stores that are open keep theirs. */
    @Override
    public void close() {
        storageKey.close();
    }
}
