package dev.hearth.client;

import dev.hearth.base.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an identity is restored. Immutable; the passphrase is the caller's to wipe.
 *
 * @param name what the identity calls itself on this device; without one the name that the backup or the chain tells.
 *     Where the personal space comes back, the name that stands there counts
 * @param backup a file of {@link Recovery#backup}
 * @param passphrase what opens it, if not the words
 * @param chain a chain of the identity, which {@link Recovery#chainOf} gives any member; takes the place of a backup in
 *     telling who the identity is when its words were changed
 * @param newWords whether these words are replaced by new ones, and refused from then on wherever that is known
 * @param othersLost whether the devices that the identity had are revoked, in each space that is reached
 */
public record RestoreOptions(
        Optional<String> name,
        Optional<Path> backup,
        Optional<char[]> passphrase,
        Optional<Bytes> chain,
        boolean newWords,
        boolean othersLost) {
    /** Returns options of which only what is said later is set. */
    public static RestoreOptions none() {
        return new RestoreOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false);
    }

    /** Returns these options with a name: from 1 to 64 characters. */
    public RestoreOptions named(String as) {
        return new RestoreOptions(Optional.of(as), backup, passphrase, chain, newWords, othersLost);
    }

    /** Returns these options with a backup that the words open. */
    public RestoreOptions from(Path file) {
        return new RestoreOptions(name, Optional.of(file), passphrase, chain, newWords, othersLost);
    }

    /** Returns these options with a backup that a passphrase opens. */
    public RestoreOptions from(Path file, char[] opens) {
        return new RestoreOptions(name, Optional.of(file), Optional.of(opens), chain, newWords, othersLost);
    }

    /** Returns these options with a chain of the identity. */
    public RestoreOptions known(Bytes identity) {
        return new RestoreOptions(name, backup, passphrase, Optional.of(identity), newWords, othersLost);
    }

    /** Returns these options with new words, which {@link Recovery#words()} shows afterwards. */
    public RestoreOptions withNewWords() {
        return new RestoreOptions(name, backup, passphrase, chain, true, othersLost);
    }

    /** Returns these options with the other devices given up. */
    public RestoreOptions withOthersLost() {
        return new RestoreOptions(name, backup, passphrase, chain, newWords, true);
    }

    @Override
    public String toString() {
        return "RestoreOptions(newWords=" + newWords + ", othersLost=" + othersLost + ")";
    }
}
