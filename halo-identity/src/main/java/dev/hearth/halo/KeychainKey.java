package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.GenerationFile;
import dev.hearth.halo.internal.bc.Argon2id;
import dev.hearth.halo.spi.Keyring;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What its owner opens a keychain with, or adds a slot for. Closing it wipes the copy of what it was made from.
 * Thread-safe, as long as it is not closed.
 */
public abstract sealed class KeychainKey implements AutoCloseable {
    /** From a high-entropy secret to the key of a slot, as in the files of the first format. */
    private static final String DOMAIN = "hearth keychain";

    private final SlotKind kind;

    private KeychainKey(SlotKind kind) {
        this.kind = kind;
    }

    /** A passphrase; a slot that is added for it gets a cost that is measured then. */
    public static KeychainKey passphrase(char[] words) {
        return new Passphrase(words, Optional.empty());
    }

    /** A passphrase; a slot that is added for it costs {@code cost} to guess at. Opening takes what the slot says. */
    public static KeychainKey passphrase(char[] words, KeychainCost cost) {
        return new Passphrase(words, Optional.of(cost));
    }

    /** A file with 32 bytes; adding a slot for it makes the file where there is none. */
    public static KeychainKey file(Path file) {
        return new KeyFile(new GenerationFile(file));
    }

    /** Deletes a file that no slot needs any more, with what is left of its former contents; throws STORAGE_FAILED. */
    public static void deleteFile(Path file) {
        new GenerationFile(file).delete();
    }

    /** A recovery key, which stays its owner's to close. */
    public static KeychainKey recovery(RecoveryKey key) {
        return new Recovery(key);
    }

    /** A keyring; adding a slot for it stores a random key there. */
    public static KeychainKey keyring(Keyring keyring) {
        return new InKeyring(keyring);
    }

    /** Returns what it opens. */
    public final SlotKind kind() {
        return kind;
    }

    /** Returns the terms of a new slot, and puts its key where the slot will look for it. */
    abstract SlotTerms prepare(int number, Seams seams);

    /**
     * Returns the key of a slot of this kind; empty when it is kept elsewhere. Throws as the place where it is kept.
     */
    abstract Optional<Secret> derive(SlotTerms terms);

    /** Takes away what {@link #prepare} put anywhere, for a slot that is gone or was never written. */
    void forget(SlotTerms terms) {}

    @Override
    public void close() {}

    @Override
    public final String toString() {
        return "KeychainKey(" + kind.label() + ")";
    }

    final SlotTerms terms(int number, SecureRandom random, Optional<KeychainCost> cost, Optional<String> keyring) {
        byte[] salt = new byte[SlotTerms.SALT];
        random.nextBytes(salt);
        return new SlotTerms(new KeychainSlot(number, kind, cost, keyring), Bytes.of(salt));
    }

    static Secret stretch(char[] words, Bytes salt, KeychainCost cost) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(words));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        utf8.clear().put(new byte[utf8.capacity()]);
        try {
            return Secret.take(Argon2id.derive(bytes, salt.toArray(), cost.memoryKib(), cost.passes(), cost.lanes()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static final class Passphrase extends KeychainKey {
        private final char[] words;
        private final Optional<KeychainCost> cost;

        Passphrase(char[] words, Optional<KeychainCost> cost) {
            super(SlotKind.PASSPHRASE);
            if (words.length == 0) {
                throw new IllegalArgumentException("words: a passphrase has at least one character");
            }
            this.words = words.clone();
            this.cost = cost;
        }

        @Override
        SlotTerms prepare(int number, Seams seams) {
            KeychainCost asked = cost.orElseGet(() -> KeychainCost.calibrated(seams));
            return terms(number, seams.random(), Optional.of(asked), Optional.empty());
        }

        @Override
        Optional<Secret> derive(SlotTerms terms) {
            return terms.slot().cost().map(asked -> stretch(words, terms.salt(), asked));
        }

        @Override
        public void close() {
            Arrays.fill(words, '\0');
        }
    }

    private static final class KeyFile extends KeychainKey {
        private final GenerationFile file;

        KeyFile(GenerationFile file) {
            super(SlotKind.KEY_FILE);
            this.file = file;
        }

        @Override
        SlotTerms prepare(int number, Seams seams) {
            if (!file.exists()) {
                byte[] key = new byte[Aead.KEY];
                seams.random().nextBytes(key);
                file.write(Bytes.of(key));
                Arrays.fill(key, (byte) 0);
            }
            return terms(number, seams.random(), Optional.empty(), Optional.empty());
        }

        @Override
        Optional<Secret> derive(SlotTerms terms) {
            if (!file.exists()) {
                return Optional.empty();
            }
            Bytes key = file.read();
            if (key.size() != Aead.KEY) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("rule", "a key file has 32 bytes"));
            }
            try (Secret secret = Secret.of(key)) {
                return Optional.of(Hkdf.derive(secret, DOMAIN, terms.salt(), Aead.KEY));
            }
        }
    }

    private static final class Recovery extends KeychainKey {
        private final RecoveryKey key;

        Recovery(RecoveryKey key) {
            super(SlotKind.RECOVERY);
            this.key = key;
        }

        @Override
        SlotTerms prepare(int number, Seams seams) {
            return terms(number, seams.random(), Optional.empty(), Optional.empty());
        }

        @Override
        Optional<Secret> derive(SlotTerms terms) {
            return Optional.of(Hkdf.derive(key.secret(), DOMAIN, terms.salt(), Aead.KEY));
        }
    }

    private static final class InKeyring extends KeychainKey {
        private final Keyring keyring;

        InKeyring(Keyring keyring) {
            super(SlotKind.KEYRING);
            this.keyring = keyring;
        }

        /** Each slot has an entry of its own, so that one that takes another's place leaves that one's key alone. */
        private static String entry(SlotTerms terms) {
            return terms.salt().hex();
        }

        @Override
        SlotTerms prepare(int number, Seams seams) {
            SlotTerms terms = terms(number, seams.random(), Optional.empty(), Optional.of(keyring.name()));
            byte[] key = new byte[Aead.KEY];
            seams.random().nextBytes(key);
            try {
                keyring.store(entry(terms), key);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
            return terms;
        }

        @Override
        Optional<Secret> derive(SlotTerms terms) {
            if (!terms.slot().keyring().equals(Optional.of(keyring.name()))) {
                return Optional.empty();
            }
            return keyring.find(entry(terms)).map(key -> {
                try (Secret secret = Secret.take(key)) {
                    return Hkdf.derive(secret, DOMAIN, terms.salt(), Aead.KEY);
                }
            });
        }

        @Override
        void forget(SlotTerms terms) {
            keyring.remove(entry(terms));
        }
    }
}
