package dev.hearth.halo;

/** What opens a slot of a keychain. */
public enum SlotKind {
    /** A passphrase, by Argon2id. */
    PASSPHRASE(1, "passphrase"),
    /** A file with a random key, which protects nothing once it is stolen with the keychain. */
    KEY_FILE(2, "key file"),
    /** A recovery key, which lies on paper. */
    RECOVERY(3, "recovery key"),
    /** A random key in a keyring of the operating system. */
    KEYRING(4, "keyring");

    private final int number;
    private final String label;

    SlotKind(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** Returns the number that stands in the file. */
    int number() {
        return number;
    }

    /** Returns what people call it. */
    public String label() {
        return label;
    }
}
