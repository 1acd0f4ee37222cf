package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.security.SecureRandom;

/**
 * The key pair of an invitation by link. Its secret is in the link and nowhere else, its public key in a credential of
 * the space: so every member can tell who has the link, and none can make it up. What a guest signs with it, to
 * <i>redeem</i> the invitation, covers the invitation, the guest's identity and device, and the session: it is worth
 * nothing to anybody else and in no other session.
 */
public final class InvitationKey {
    /** Bytes of the secret. */
    public static final int SECRET = 32;

    private static final String KEY = "hearth invitation key";
    private static final String ID = "hearth invitation id";
    private static final String REDEEM = "hearth invitation redeem";
    private static final String SESSION = "hearth invitation session";

    private final Secret secret;
    private final SigningKey signing;

    private InvitationKey(Secret secret) {
        this.secret = secret;
        this.signing = SigningKey.of(Hkdf.derive(secret, KEY, Bytes.EMPTY, SECRET));
    }

    /** Draws a key pair. */
    public static InvitationKey generate(SecureRandom random) {
        return new InvitationKey(Secret.random(random, SECRET));
    }

    /** Returns the key pair of a link's secret of {@value #SECRET} bytes. */
    public static InvitationKey of(Bytes secret) {
        if (secret.size() != SECRET) {
            throw new IllegalArgumentException("secret takes " + SECRET + " bytes, got " + secret.size());
        }
        return new InvitationKey(Secret.of(secret));
    }

    /** Returns the public key, which is known to the members of the space and to who has the link. */
    public Bytes publicKey() {
        return signing.verifyKey();
    }

    /** Returns the invitation's id, which follows from the public key. */
    public Bytes id() {
        return id(publicKey());
    }

    static Bytes id(Bytes publicKey) {
        return Sha256.of(new ByteWriter().text(ID).sized(publicKey).toBytes())
                .value()
                .slice(0, InvitationLink.ID);
    }

    /** Returns the secret, for the link alone. */
    Bytes reveal() {
        return Bytes.of(secret.reveal());
    }

    /** Redeems the invitation for {@code guest} in the session of {@code binding}. */
    Bytes redeem(IdentityChain guest, Bytes binding) {
        return signing.sign(REDEEM, redeemed(id(), guest, binding));
    }

    static boolean isRedeemed(Bytes publicKey, IdentityChain guest, Bytes binding, Bytes signature)
            throws MalformedException {
        return VerifyKey.of(publicKey).verify(REDEEM, redeemed(id(publicKey), guest, binding), signature);
    }

    private static Bytes redeemed(Bytes id, IdentityChain guest, Bytes binding) {
        return new ByteWriter().sized(id).sized(guest.encoded()).sized(binding).toBytes();
    }

    /**
     * Returns what guest and host of a session share that a stranger does not: it follows from the public key, so that
     * a host shows by it that it is a member, or has the link itself.
     */
    static Handshake session(Bytes publicKey, Bytes binding) {
        return Handshake.agreed(Hkdf.derive(Secret.of(publicKey), SESSION, binding, 64));
    }

    @Override
    public String toString() {
        return "InvitationKey(" + id().slice(0, 4).hex() + ")";
    }
}
