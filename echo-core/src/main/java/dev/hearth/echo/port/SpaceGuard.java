package dev.hearth.echo.port;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Identity, access and keys of one space, as its database asks for them. Implementations are thread-safe and don't call
 * back.
 */
public interface SpaceGuard {
    /** Returns the space. */
    SpaceId space();

    /** Returns this device, which is the author of what is written here. */
    DeviceId self();

    /** Returns whether this device may write now. */
    boolean mayWrite();

    /**
     * Returns whether content, and what is said beside it, is for a device: not for a relay's, which stores blocks as
     * they come and passes them on.
     */
    default boolean mayRead(DeviceId device) {
        return true;
    }

    /** Returns whether content is for this device. What is stored before that is applied once it is. */
    default boolean mayRead() {
        return mayRead(self());
    }

    /**
     * Returns how many blocks this device is known to have written, by a memory apart from the space's store: if the
     * store has fewer, somebody has put a former one in its place. 0 when nothing is known.
     */
    default long written() {
        return 0;
    }

    /**
     * Returns whether a database that holds nothing may be written to: whoever joined a space first hears what there
     * is, for a block that follows nothing is refused by those who have dropped the beginning.
     */
    default boolean mayBegin() {
        return true;
    }

    /** Returns the newest credentials, which a new block names as what its author knew. */
    List<CredentialId> authorityHeads();

    /** Encrypts under the newest key; throws NOT_PERMITTED when this device has none. */
    Sealed seal(Bytes aad, byte[] plaintext);

    /** Decrypts; empty when the key of that epoch is not here yet, so that the block waits. */
    Optional<byte[]> open(DeviceId author, int epoch, Bytes aad, byte[] ciphertext) throws MalformedException;

    /**
     * Encrypts under the newest key so that all devices of the space that have it make the same of the same; throws
     * NOT_PERMITTED when this device has none.
     */
    Sealed sealShared(Bytes aad, byte[] plaintext);

    /** Decrypts what {@link #sealShared} gives; empty when the key of that epoch is not here. */
    Optional<byte[]> openShared(int epoch, Bytes aad, byte[] ciphertext) throws MalformedException;

    /** Signs a head of this device's feed. */
    Bytes sign(Bytes head);

    /** Returns whether {@code author} signed {@code head}. */
    boolean verify(DeviceId author, Bytes head, Bytes signature);

    /**
     * Returns the devices whose blocks may still come, each with the number of the last that would count: no limit for
     * those that may write now, the cut for those removed.
     */
    Map<DeviceId, Long> writers();

    /**
     * Returns whether who names {@code authority} as what it knew knew that a removed device's blocks count up to a
     * cut.
     */
    boolean knowsCut(DeviceId removed, List<CredentialId> authority);

    /**
     * Called, possibly under the database's lock, before a block is written: what has to be said before anything else
     * is written, such as a new key, is said.
     */
    default void beforeWriting() {}

    /** Returns who was admitted without the history. */
    default Newcomers newcomers() {
        return Newcomers.NONE;
    }

    /** Decides whether a block counts that names {@code authority} as what its author knew. */
    Admission admission(DeviceId author, long seq, Hash block, List<CredentialId> authority);
}
