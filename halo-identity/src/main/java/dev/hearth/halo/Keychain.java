package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.internal.GenerationFile;
import dev.hearth.halo.spi.Keyring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted file that holds a device's secret keys. A random key seals it, and each of its slots seals that key:
 * for a passphrase, a key file, a recovery key, a keyring of the operating system. Every change replaces the file as a
 * whole, durably, counts its generation up, and keeps the two former ones; a change that takes a way in away leaves
 * none of those, since it would open them. Closing it wipes its secrets: who still has what it handed out is refused
 * with KEYCHAIN_LOCKED. Thread-safe.
 */
public final class Keychain implements AutoCloseable {
    private static final int FORMAT = 1;

    private final GenerationFile file;
    private final Seams seams;
    private final Secret storageKey;
    private final int openedBy;
    private final List<StoreSealer> sealers = new ArrayList<>(); // guarded by changes
    private final List<LocalIdentity> identities = new ArrayList<>(); // that were handed out; guarded by changes
    private final Object changes = new Object();
    private Vault vault; // guarded by changes
    private @Nullable LocalIdentity identity; // guarded by changes
    private boolean closed; // guarded by changes

    private Keychain(GenerationFile file, Seams seams, KeychainFile.Opened opened) throws MalformedException {
        this.file = file;
        this.seams = seams;
        this.vault = opened.vault();
        this.openedBy = opened.slot();
        List<Cbor> fields = Cbor.decode(opened.body()).asList(3);
        if (fields.get(0).asLong() != FORMAT) {
            throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
        }
        storageKey = Secret.of(fields.get(1).asBytes(32));
        if (!fields.get(2).isNil()) {
            identity = LocalIdentity.decode(fields.get(2));
            identities.add(identity);
        }
    }

    /** Returns whether there is a keychain at {@code path}. */
    public static boolean exists(Path path) {
        return new GenerationFile(path).exists();
    }

    /** Creates a keychain that {@code passphrase} opens; throws STORAGE_FAILED or DISK_FULL. */
    public static Keychain create(Path path, char[] passphrase, KeychainCost cost, Seams seams) {
        try (KeychainKey key = KeychainKey.passphrase(passphrase, cost)) {
            return create(path, key, seams);
        }
    }

    /** Creates a keychain with one slot, which {@code key} opens; throws STORAGE_FAILED, DISK_FULL or as the key. */
    public static Keychain create(Path path, KeychainKey key, Seams seams) {
        GenerationFile file = new GenerationFile(path);
        if (file.exists()) {
            throw new IllegalStateException("There is a keychain at " + path);
        }
        byte[] storageKey = Secret.random(seams.random(), 32).reveal();
        Bytes body = Cbor.array(Cbor.of(FORMAT), Cbor.of(Bytes.of(storageKey)), new Cbor.Nil())
                .encode();
        Vault vault = Vault.create(seams.random());
        SealedSlot slot = slot(vault, key, 1, seams);
        try {
            Keychain keychain = new Keychain(file, seams, new KeychainFile.Opened(vault.with(slot), 1, body));
            keychain.save(keychain.vault, false);
            return keychain;
        } catch (MalformedException e) {
            throw new IllegalStateException("A new keychain does not decode", e);
        }
    }

    private static SealedSlot slot(Vault vault, KeychainKey key, int number, Seams seams) {
        SlotTerms terms = key.prepare(number, seams);
        try (Secret secret = key.derive(terms).orElseThrow(() -> lost(terms))) {
            return SealedSlot.seal(vault.id(), terms, secret, vault.key(), seams.random());
        }
    }

    private static HearthException lost(SlotTerms terms) {
        String where = terms.slot().keyring().orElse(terms.slot().kind().label());
        return new HearthException(
                ErrorCode.KEYRING_UNAVAILABLE, Map.of("keyring", where, "reason", "it did not keep the key"));
    }

    /** Opens a keychain with a passphrase; throws as {@link #open(Path, Seams, KeychainKey...)} does. */
    public static Keychain open(Path path, char[] passphrase, Seams seams) {
        try (KeychainKey key = KeychainKey.passphrase(passphrase)) {
            return open(path, seams, key);
        }
    }

    /**
     * Opens a keychain with the first of {@code keys} that fits. Throws KEYCHAIN_LOCKED when it has no slot for any of
     * them, WRONG_PASSPHRASE when it has and the key is another, STORAGE_CORRUPT when the file was changed or is no
     * keychain, FORMAT_UNKNOWN when a later version wrote it, KEYRING_UNAVAILABLE when a keyring refused.
     */
    public static Keychain open(Path path, Seams seams, KeychainKey... keys) {
        GenerationFile file = new GenerationFile(path);
        try {
            KeychainFile content = KeychainFile.read(file.read());
            return new Keychain(file, seams, content.open(List.of(keys), seams.random()));
        } catch (MalformedException e) {
            throw corrupt(path, e);
        }
    }

    private static HearthException corrupt(Path path, MalformedException cause) {
        return new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("file", path.toString()), cause);
    }

    /**
     * Returns the slots of a keychain as its header tells them, without opening it: who changed the file could have
     * changed them too. Throws STORAGE_FAILED, STORAGE_CORRUPT or FORMAT_UNKNOWN.
     */
    public static List<KeychainSlot> slots(Path path) {
        try {
            return KeychainFile.read(new GenerationFile(path).read()).slots();
        } catch (MalformedException e) {
            throw corrupt(path, e);
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

    /**
     * Makes what acts for this installation a device of the identity that says so, which has no root key here. Throws
     * IDENTITY_EXISTS when there is one.
     *
     * @param enrolment what a device of the identity said of {@link #provisional}
     * @throws MalformedException when it is about another device, or no device of an identity said it
     */
    public LocalIdentity joinIdentity(Bytes enrolment) throws MalformedException {
        synchronized (changes) {
            requireNone();
            LocalIdentity own = provisional().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
            return become(own.join(enrolment));
        }
    }

    /**
     * Makes this installation's device, which {@link #createProvisional} made, one of the identity of {@code enrolled},
     * which {@link EnrolmentGuest} or {@link #recover} made of it; throws IDENTITY_EXISTS when it has one, and an
     * IllegalArgumentException for another device.
     */
    public LocalIdentity become(LocalIdentity enrolled) {
        synchronized (changes) {
            requireNone();
            if (!provisional().map(LocalIdentity::device).equals(Optional.of(enrolled.device()))) {
                throw new IllegalArgumentException("enrolled: another device");
            }
            return keep(enrolled);
        }
    }

    /**
     * Returns this installation's device as one of the identity that {@code words} stand for, by the word of its root
     * key; {@link #become} makes it so. The words are not kept.
     *
     * @param known a chain of the identity; without one it follows from the words, as long as they are its first ones
     * @param next new words, which take the place of these and are then kept until they are put away
     * @throws HearthException IDENTITY_EXISTS; RECOVERY_WORDS_OUTDATED when {@code known} tells of newer words
     */
    public LocalIdentity recover(
            RecoveryPhrase words, Optional<IdentityChain> known, String name, Optional<RecoveryPhrase> next) {
        synchronized (changes) {
            requireNone();
            LocalIdentity device = createProvisional();
            SigningKey root = next.map(RecoveryPhrase::entropy)
                    .map(seed -> SigningKey.of(Secret.take(seed.reveal())))
                    .orElse(null);
            LocalIdentity.requireName(name);
            return device.recover(words.entropy(), known, name, root);
        }
    }

    /** Returns the recovery words of the identity; throws NO_IDENTITY or RECOVERY_WORDS_AWAY. */
    public RecoveryPhrase words() {
        return RecoveryPhrase.of(present().rootSeed());
    }

    /**
     * Takes the root key out of the keychain, and former generations of the file with it. From then on it is on paper
     * alone. Throws NO_IDENTITY or RECOVERY_WORDS_AWAY.
     */
    public void putWordsAway() {
        synchronized (changes) {
            requireOpen();
            LocalIdentity former = present();
            if (!former.hasRoot()) {
                throw new HearthException(ErrorCode.RECOVERY_WORDS_AWAY);
            }
            identity = former.withoutRoot();
            try {
                save(vault, true);
            } catch (RuntimeException e) {
                identity = former;
                throw e;
            }
            identities.add(identity);
            identities.forEach(LocalIdentity::forgetRoot);
        }
    }

    private LocalIdentity present() {
        return identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    private void requireNone() {
        requireOpen();
        if (identity().isPresent()) {
            throw new HearthException(ErrorCode.IDENTITY_EXISTS);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new HearthException(ErrorCode.KEYCHAIN_LOCKED);
        }
    }

    private LocalIdentity keep(LocalIdentity created) {
        LocalIdentity former = identity;
        identity = created;
        try {
            save(vault, false);
        } catch (RuntimeException e) {
            identity = former; // an identity that is not on the disk is none
            throw e;
        }
        identities.add(created);
        return created;
    }

    /** Returns what seals the data folder. */
    public StoreSealer storeSealer() {
        synchronized (changes) {
            requireOpen();
            StoreSealer sealer = new StoreSealer(storageKey);
            sealers.add(sealer);
            return sealer;
        }
    }

    /** Returns a new lock for a backup, which this keychain opens. */
    public BackupLock backupLock() {
        synchronized (changes) {
            requireOpen();
            return BackupLock.byKeychain(storageKey, seams.random());
        }
    }

    /** Opens the lock of a backup. Throws WRONG_PASSPHRASE when another keychain, or a passphrase, made it. */
    public BackupLock openBackupLock(Bytes header) throws MalformedException {
        synchronized (changes) {
            requireOpen();
            return BackupLock.openWithKeychain(header, storageKey);
        }
    }

    /**
     * Returns how often the file was written; a file of a former version counts as 0. It is authentic, and only grows:
     * who remembers it notices when an older file was put back.
     */
    public long generation() {
        synchronized (changes) {
            return vault.generation();
        }
    }

    /** Returns the ways in, by their numbers. */
    public List<KeychainSlot> slots() {
        synchronized (changes) {
            return vault.slots().stream().map(slot -> slot.terms().slot()).toList();
        }
    }

    /** Returns the number of the slot that opened it. */
    public int openedBy() {
        return openedBy;
    }

    /** Adds a way in; throws INPUT_MALFORMED when there are 16, KEYCHAIN_LOCKED, or as the key and the file do. */
    public KeychainSlot add(KeychainKey key) {
        synchronized (changes) {
            requireOpen();
            if (vault.slots().size() >= KeychainFile.SLOTS.max()) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED,
                        Map.of("rule", "a keychain has at most " + KeychainFile.SLOTS.max() + " slots"));
            }
            return put(vault, key, vault.freeNumber(), false);
        }
    }

    /** Replaces what opens a slot; the other slots stay. Throws SLOT_UNKNOWN, or as {@link #add} does. */
    public KeychainSlot change(int number, KeychainKey key) {
        synchronized (changes) {
            requireOpen();
            require(number);
            return put(vault, key, number, true);
        }
    }

    private KeychainSlot put(Vault from, KeychainKey key, int number, boolean revoking) {
        SealedSlot slot = slot(from, key, number, seams);
        try {
            save(from.with(slot), revoking);
        } catch (RuntimeException e) {
            key.forget(slot.terms());
            throw e;
        }
        return slot.terms().slot();
    }

    /** Takes a way in away; throws SLOT_UNKNOWN, LAST_SLOT when it is the only one, or as {@link #add} does. */
    public void remove(int number) {
        synchronized (changes) {
            requireOpen();
            require(number);
            if (vault.slots().size() == 1) {
                throw new HearthException(ErrorCode.LAST_SLOT);
            }
            save(vault.without(number), true);
        }
    }

    private void require(int number) {
        if (vault.find(number).isEmpty()) {
            throw new HearthException(ErrorCode.SLOT_UNKNOWN, Map.of("slot", String.valueOf(number)));
        }
    }

    /**
     * Seals the file under a new vault key, for a case in which the former may be known to others. A slot's secret is
     * needed to seal that key for it, so only slots for {@code keys} are there afterwards, numbered from 1. The keys in
     * the body stay, and so does what the data folder is sealed with.
     */
    public void rekey(KeychainKey... keys) {
        if (keys.length == 0 || keys.length > KeychainFile.SLOTS.max()) {
            throw new IllegalArgumentException("keys: from 1 to " + KeychainFile.SLOTS.max() + ", got " + keys.length);
        }
        synchronized (changes) {
            requireOpen();
            Vault former = vault;
            Vault made = former.rekeyed(seams.random());
            for (KeychainKey key : keys) {
                made = made.with(slot(made, key, made.freeNumber(), seams));
            }
            save(made, true);
            former.close();
        }
    }

    private void save(Vault changed, boolean revoking) {
        Vault next = changed.next();
        Cbor keys = identity == null ? new Cbor.Nil() : identity.encode();
        Cbor body = Cbor.array(Cbor.of(FORMAT), Cbor.of(Bytes.of(storageKey.reveal())), keys);
        Bytes content = next.seal(body.encode(), seams.random());
        if (revoking) {
            file.writeAll(content);
        } else {
            file.write(content);
        }
        Vault former = vault;
        vault = next;
        forgetGone(former, next);
    }

    /** A key that no slot needs any more opens nothing; it is taken out of its keyring if that can be asked now. */
    private static void forgetGone(Vault former, Vault now) {
        for (SealedSlot slot : former.slots()) {
            Optional<String> name = slot.terms().slot().keyring();
            if (name.isPresent() && !now.slots().contains(slot)) {
                Keyring.find()
                        .filter(keyring -> keyring.name().equals(name.get()))
                        .ifPresent(keyring -> KeychainKey.keyring(keyring).forget(slot.terms()));
            }
        }
    }

    /** Wipes the secrets. What was handed out refuses with KEYCHAIN_LOCKED from now on. Safe to call twice. */
    @Override
    public void close() {
        synchronized (changes) {
            closed = true;
            vault.close();
            storageKey.close();
            sealers.forEach(StoreSealer::close);
            identities.forEach(LocalIdentity::close);
        }
    }
}
