package dev.hearth.client;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.ShareParcel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How an identity comes back when all its devices are gone: by its recovery words, which guardians can hold in shares;
 * its spaces then come from a sealed backup file or from any member that is met. Thread-safe.
 */
public interface Recovery {
    /**
     * Returns the 24 words, which the caller closes. Who has them is the person, for ever, so they belong on paper.
     * Throws NO_IDENTITY, and RECOVERY_WORDS_AWAY on a device that does not have them.
     */
    RecoveryPhrase words();

    /** Returns whether the words are on this device. */
    boolean areWordsHere();

    /**
     * Takes the words off this device, whose user has them on paper: who steals it then can be shut out. Throws as
     * {@link #words()} does, and STORAGE_FAILED.
     */
    void putAway();

    /**
     * Makes this client, which has no identity yet, a device of the one that the words stand for. Its spaces come from
     * the backup, if one is given; others from members that invite it, where it keeps the role that it had. Needs no
     * network. On a client that is a device of that identity already it takes the spaces of the backup that are not
     * here, so that it can be called again if it was interrupted.
     *
     * <p>Throws IDENTITY_EXISTS, RECOVERY_WORDS_OUTDATED when the backup or the chain tells of newer words,
     * WRONG_PASSPHRASE when the backup opens in another way, INPUT_MALFORMED when it is damaged. The name is the one
     * that the backup or the chain tells, unless the options have one.
     */
    Restored restore(RecoveryPhrase words, RestoreOptions options);

    /**
     * What came back.
     *
     * @param profile who this client is now
     * @param spaces the spaces that came from the backup, with the personal one
     * @param refused spaces of the backup in which the words are not in force any more, or the identity is no member
     */
    record Restored(Profile profile, List<SpaceId> spaces, List<SpaceId> refused) {
        /** Copies its input. */
        public Restored {
            spaces = List.copyOf(spaces);
            refused = List.copyOf(refused);
        }
    }

    /**
     * Writes the identity and all its spaces that are open or closed, with their content, keys and credentials, into
     * one file that the recovery words open: {@code file} is replaced as a whole. Needs no words: each device can.
     * Throws NO_IDENTITY, RECOVERY_WORDS_AWAY where the device with the words has not told yet what to seal to,
     * FILE_UNKNOWN where its folder does not exist, FILE_FAILED or DISK_FULL.
     */
    void backup(Path file);

    /** As {@link #backup(Path)}, under a passphrase instead; restoring takes the words as well. */
    void backup(Path file, char[] passphrase);

    /**
     * Returns the chain of a member of a space, to hand to that member if its words were changed and nothing else
     * tells. It is no secret. Throws MEMBER_UNKNOWN.
     */
    Bytes chainOf(SpaceId space, IdentityId member);

    /**
     * Splits the words among guardians, who are members of spaces of this client: any {@code threshold} of them bring
     * the words back. Each gets a parcel, which its devices alone can open. From 2 to 16 guardians; throws as
     * {@link #words()} does, and MEMBER_UNKNOWN.
     *
     * @param hold how long a guardian's client waits, once it was asked, before it shows its share: the time for the
     *     owner to hear of it and forbid it, 90 days at most
     */
    List<ShareParcel> split(int threshold, List<IdentityId> guardians, Duration hold);

    /** As the other, with a wait of 72 hours. */
    default List<ShareParcel> split(int threshold, List<IdentityId> guardians) {
        return split(threshold, guardians, Duration.ofDays(3));
    }

    /**
     * Asks this client for the share that it keeps. The first time it only notes that, tells the owner in a space that
     * both are in, and begins to wait; the share is released when the time is over and the owner has not forbidden it.
     * Throws SHARE_UNREADABLE; SHARE_HELD, with the time in the details, or SHARE_VETOED.
     */
    RecoveryShare release(ShareParcel parcel);

    /**
     * Returns what guardians said in spaces of this client about the words of its identity: that they were asked for a
     * share. The newest first.
     */
    List<Request> requests();

    /**
     * A guardian was asked for its share of this identity's words.
     *
     * @param id to forbid it by
     * @param guardian who was asked
     * @param name what the guardian calls itself
     * @param until when the share is released
     * @param vetoed whether it was forbidden
     */
    record Request(String id, IdentityId guardian, String name, Instant until, boolean vetoed) {}

    /** Forbids the release of a share; throws SHARE_UNASKED when there is no such request. */
    void veto(String request);
}
