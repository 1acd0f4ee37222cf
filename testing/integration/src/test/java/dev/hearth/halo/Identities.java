package dev.hearth.halo;

import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.SigningKey;
import java.util.Optional;

/** Identities beside those of clients, for tests. */
public final class Identities {
    private static final Seams SEAMS = Seams.system();

    private Identities() {}

    /** Returns a new identity. */
    public static LocalIdentity person(String name) {
        return LocalIdentity.create(name, SEAMS.random());
    }

    /** Returns another device of the identity, which comes by its words and changes the root key. */
    public static LocalIdentity withNewRoot(LocalIdentity person) {
        return LocalIdentity.provisional(SEAMS.random())
                .recover(
                        person.rootSeed(),
                        Optional.of(person.chain()),
                        person.name(),
                        SigningKey.generate(SEAMS.random()));
    }
}
