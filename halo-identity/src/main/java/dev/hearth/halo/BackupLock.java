package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * How the key of a backup is found: from a passphrase (Argon2id), from the key of the keychain that seals the data
 * folder, or by the recovery words of an identity, which its devices can seal to without having them. A random salt
 * makes it a key of its own for each file. The check tells a wrong passphrase from a damaged file.
 *
 * <pre>
 * header = [1, salt, check, memory KiB, passes, lanes]  a passphrase
 *        | [2, salt, check]                             the keychain
 *        | [3, salt, check, sealed]                     the recovery words: a random key, sealed to the root box
 * </pre>
 */
public final class BackupLock {
    private static final int PASSPHRASE = 1;
    private static final int KEYCHAIN = 2;
    private static final int WORDS = 3;
    private static final int SALT = 16;
    private static final int CHECK = 16;
    private static final String DOMAIN = "hearth backup";

    private final Bytes header;
    private final Aead aead;

    private BackupLock(Bytes header, Secret key) {
        this.header = header;
        this.aead = new Aead(key);
    }

    /** Makes a lock that {@code passphrase} opens, on any device. */
    public static BackupLock byPassphrase(char[] passphrase, KeychainCost cost, SecureRandom random) {
        Bytes salt = salt(random);
        Secret master = KeychainKey.stretch(passphrase, salt, cost);
        Cbor header = Cbor.array(
                Cbor.of(PASSPHRASE),
                Cbor.of(salt),
                Cbor.of(check(master, salt)),
                Cbor.of(cost.memoryKib()),
                Cbor.of(cost.passes()),
                Cbor.of(cost.lanes()));
        return new BackupLock(header.encode(), key(master, salt));
    }

    static BackupLock byKeychain(Secret storageKey, SecureRandom random) {
        Bytes salt = salt(random);
        Cbor header = Cbor.array(Cbor.of(KEYCHAIN), Cbor.of(salt), Cbor.of(check(storageKey, salt)));
        return new BackupLock(header.encode(), key(storageKey, salt));
    }

    /** Makes a lock that the words open which {@code box} belongs to, on any device. */
    public static BackupLock byWords(RootBox box, SecureRandom random) {
        Bytes salt = salt(random);
        Secret master = Secret.random(random, Aead.KEY);
        Cbor header = Cbor.array(
                Cbor.of(WORDS), Cbor.of(salt), Cbor.of(check(master, salt)), Cbor.of(box.seal(salt, master)));
        return new BackupLock(header.encode(), key(master, salt));
    }

    /** Opens a lock. Throws WRONG_PASSPHRASE when other words open it, or none. */
    public static BackupLock openWithWords(Bytes header, RecoveryPhrase words) throws MalformedException {
        List<Cbor> fields = parts(header);
        if (fields.get(0).asLong() != WORDS || fields.size() != 4) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE, Map.of("file", "a backup that words don't open"));
        }
        try (Secret master =
                RootBox.open(words, fields.get(1).asBytes(SALT), fields.get(3).asBytes())) {
            return open(header, fields, master);
        } catch (MalformedException e) {
            throw new HearthException(
                    ErrorCode.WRONG_PASSPHRASE, Map.of("file", "a backup that other recovery words open"), e);
        }
    }

    /** Opens a lock. Throws WRONG_PASSPHRASE when it needs a passphrase, or another one. */
    public static BackupLock openWithPassphrase(Bytes header, char[] passphrase) throws MalformedException {
        List<Cbor> fields = parts(header);
        if (fields.get(0).asLong() != PASSPHRASE || fields.size() != 6) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE, Map.of("file", "a backup that the keychain opens"));
        }
        KeychainCost cost = KeychainCost.read(
                fields.get(3).asLong(), fields.get(4).asLong(), fields.get(5).asLong());
        Bytes salt = fields.get(1).asBytes(SALT);
        return open(header, fields, KeychainKey.stretch(passphrase, salt, cost));
    }

    static BackupLock openWithKeychain(Bytes header, Secret storageKey) throws MalformedException {
        List<Cbor> fields = parts(header);
        if (fields.get(0).asLong() != KEYCHAIN || fields.size() != 3) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE, Map.of("file", "a backup that a passphrase opens"));
        }
        return open(header, fields, storageKey);
    }

    private static List<Cbor> parts(Bytes header) throws MalformedException {
        List<Cbor> fields = Cbor.decode(header).asList();
        if (fields.size() < 3) {
            throw new MalformedException("Header of a backup is cut");
        }
        return fields;
    }

    private static BackupLock open(Bytes header, List<Cbor> fields, Secret master) throws MalformedException {
        Bytes salt = fields.get(1).asBytes(SALT);
        if (!check(master, salt).equals(fields.get(2).asBytes(CHECK))) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE, Map.of("file", "a backup"));
        }
        return new BackupLock(header, key(master, salt));
    }

    private static Bytes salt(SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    private static Secret key(Secret master, Bytes salt) {
        return Hkdf.derive(master, DOMAIN, Bytes.concat(Bytes.utf8("key"), salt), Aead.KEY);
    }

    private static Bytes check(Secret master, Bytes salt) {
        Secret check = Hkdf.derive(master, DOMAIN, Bytes.concat(Bytes.utf8("check"), salt), CHECK);
        return Bytes.of(check.reveal());
    }

    /** Returns what stands at the beginning of the file, in the clear. */
    public Bytes header() {
        return header;
    }

    /** Returns a piece sealed by AES-256-GCM: 16 bytes more. A nonce of 12 bytes is used for one piece alone. */
    public byte[] seal(byte[] nonce, byte[] aad, byte[] piece) {
        return aead.seal(nonce, aad, piece);
    }

    /** Reverses {@link #seal}; refuses a piece that was changed or stands at another place. */
    public byte[] open(byte[] nonce, byte[] aad, byte[] sealed) throws MalformedException {
        return aead.open(nonce, aad, sealed);
    }
}
