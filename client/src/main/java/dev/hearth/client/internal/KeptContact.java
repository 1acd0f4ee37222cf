package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Type;

/**
 * Somebody whom the user keeps, as an object of the personal space. Two devices that add the same person at once make
 * two of them, which are read, changed and deleted as one.
 *
 * @param identity the identity's id, in hexadecimal
 * @param name what the user calls it; empty for nothing
 * @param note of the user's
 * @param ownName what it called itself when it was last seen
 * @param chain one with the newest root key that was seen
 * @param rival a chain that contradicts it about changes of the root key; empty for none
 * @param signals signal servers of its card, with a space between
 */
@Type("hearth.contact")
public record KeptContact(
        String identity, String name, String note, String ownName, Bytes chain, Bytes rival, String signals) {
    KeptContact named(String other) {
        return new KeptContact(identity, other, note, ownName, chain, rival, signals);
    }

    KeptContact noted(String text) {
        return new KeptContact(identity, name, text, ownName, chain, rival, signals);
    }

    /** Returns it with what a contact card tells. */
    KeptContact shown(String asName, String at) {
        return new KeptContact(identity, name, note, asName, chain, rival, at);
    }
}
