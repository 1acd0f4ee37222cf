package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.halo.SafetyNumber;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The people whom this client's identity knows. Who was met in a space is known while both are members; who is kept as
 * a contact stays known, with what the user has noted, on all devices of this identity and on no other's. Thread-safe.
 *
 * <p>Nobody is trusted because of a name, or because nothing has happened yet: a contact is verified once its safety
 * number was compared, and no longer when its root key changes. New devices of a contact change nothing, for the root
 * key vouches for them.
 *
 * <p>All throw NO_IDENTITY without an identity, and CONTACT_UNKNOWN for who is not known here. What writes throws
 * STILL_FETCHING on a device that has nothing of the personal space yet.
 */
public interface Contacts {
    /** Returns the contacts, by name. */
    List<Contact> list();

    /** Returns all who are known: contacts, and members of the open spaces; without this client's identity. */
    List<Contact> people();

    /** Returns somebody who is known. */
    Optional<Contact> find(IdentityId person);

    /** Keeps somebody who was met as a contact; does nothing for a contact. */
    Contact add(IdentityId person);

    /**
     * Keeps whom a contact card is of, or takes in what it tells of a contact. That does not verify it: anyone can hand
     * out a card that has any name on it. An invitation {@link InvitationOptions#onlyFor} that identity lets it in and
     * nobody else. Throws CONTACT_MALFORMED for what is no card, and IllegalArgumentException for the own one.
     */
    Contact add(String card);

    /** Calls a contact {@code name}, from 1 to 64 characters, for this identity alone; keeps who was only met. */
    Contact rename(IdentityId person, String name);

    /** Notes {@code text}, of up to 1,000 characters, with a contact; keeps who was only met. */
    Contact note(IdentityId person, String text);

    /** Keeps a contact no more, nor that it was verified. Does nothing for who is none. */
    void remove(IdentityId person);

    /**
     * Returns the number that this identity and {@code person} compare, the same on both sides and on all their
     * devices, once they have heard of the same root keys.
     */
    SafetyNumber safetyNumber(IdentityId person);

    /**
     * Compares the safety number with what the user typed, or scanned off the other's screen as
     * {@link SafetyNumber#link()}, and remembers it on all devices; keeps who was only met. Throws
     * SAFETY_NUMBER_MALFORMED unless sixty digits were given, LINK_OF_ANOTHER_KIND for another link, and
     * SAFETY_NUMBER_DIFFERS, and remembers nothing, when they differ or when changes of the root key are disputed.
     */
    Contact verify(IdentityId person, String typed);

    /**
     * Returns this identity's contact card, a link of up to 20,000 characters: its id, its name and its signal servers,
     * signed by this device. It is no secret.
     */
    String card();

    /**
     * Calls {@code listener} on {@code executor} with each contact that is new or shows otherwise than before: above
     * all with one that is {@link Contact.State#CHANGED} since its root key is another. Ends when the keychain is
     * locked.
     */
    Subscription onChange(Executor executor, Consumer<Contact> listener);
}
