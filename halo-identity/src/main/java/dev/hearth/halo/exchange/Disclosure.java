package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import java.security.SecureRandom;
import java.util.List;

/**
 * A claim that a credential holds only the hash of, with the salt that keeps the hash from being guessed. Who has it
 * can show it; who sees the credential alone learns neither name nor value.
 *
 * @param salt 16 random bytes, as 22 characters of base64url
 * @param name of the claim
 * @param value of the claim
 */
public record Disclosure(String salt, String name, Json value) {
    private static final int SALT = 16;
    private static final int SALT_CHARACTERS = 22;
    private static final Bytes LABEL = Bytes.utf8("hearth disclosure\0");

    static Disclosure of(String name, Json value, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return new Disclosure(IdentityEvidence.text(Bytes.of(salt)), name, value);
    }

    static Disclosure read(Json json) throws MalformedException {
        List<Json> parts = json.oneOrMore();
        if (parts.size() != 3 || parts.get(0).asText().length() != SALT_CHARACTERS) {
            throw new MalformedException("A disclosure is an array of salt, name and value");
        }
        return new Disclosure(parts.get(0).asText(), parts.get(1).asText(), parts.get(2));
    }

    Json json() {
        return new Json.Items(List.of(new Json.Text(salt), new Json.Text(name), value));
    }

    /** Returns what the credential holds in the place of the claim. */
    Json.Text digest() {
        return new Json.Text(
                IdentityEvidence.text(Sha256.of(LABEL, json().canonicalBytes()).value()));
    }

    /** Returns the name alone. */
    @Override
    public String toString() {
        return "Disclosure(" + name + ")";
    }
}
