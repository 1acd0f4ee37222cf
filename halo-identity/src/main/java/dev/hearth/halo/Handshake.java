package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Cpace;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The code exchange of an invitation: one run of CPace, bound to the session between both devices and to the
 * invitation, then a confirmation each way, so that each side knows that the other knows the code before anything that
 * matters is said. What is said then is sealed under the agreed key.
 */
final class Handshake {
    /** Bytes of a confirmation. */
    static final int CONFIRMATION = 32;

    /** Bytes of the id that the guest draws for a run. */
    static final int RUN = 16;

    private static final String DOMAIN = "hearth invitation";

    private final Secret key;

    private Handshake(Secret key) {
        this.key = key;
    }

    static Cpace start(String code, Bytes binding, Bytes invitation, Bytes run, SecureRandom random) {
        Bytes digits = Bytes.utf8(InvitationCode.digits(code));
        Bytes channel =
                new ByteWriter().text(DOMAIN).sized(binding).sized(invitation).toBytes();
        return Cpace.start(digits, channel, run, random);
    }

    static Handshake agreed(Secret key) {
        return new Handshake(key);
    }

    Bytes guestConfirmation() {
        return confirmation("guest");
    }

    Bytes hostConfirmation() {
        return confirmation("host");
    }

    private Bytes confirmation(String side) {
        return Bytes.of(Hkdf.derive(key, DOMAIN, Bytes.utf8(side), CONFIRMATION).reveal());
    }

    static boolean same(Bytes one, Bytes other) {
        return MessageDigest.isEqual(one.toArray(), other.toArray());
    }

    /** Seals the one message of its kind that is sent, under a key of its own. */
    Bytes seal(String kind, Bytes message) {
        return aead(kind).seal(Bytes.of(new byte[Aead.NONCE]), Bytes.EMPTY, message);
    }

    Bytes open(String kind, Bytes sealed) throws MalformedException {
        return aead(kind).open(Bytes.of(new byte[Aead.NONCE]), Bytes.EMPTY, sealed);
    }

    private Aead aead(String kind) {
        return new Aead(Hkdf.derive(key, DOMAIN, Bytes.utf8(kind), Aead.KEY));
    }

    /** Returns what both sides can show their users, to see that there is nobody between who knows the code. */
    SafetyEmoji emoji(Bytes transcript) {
        Bytes context = new ByteWriter().text("emoji").sized(transcript).toBytes();
        return SafetyEmoji.of(
                new Hash(Bytes.of(Hkdf.derive(key, DOMAIN, context, Hash.SIZE).reveal())));
    }
}
