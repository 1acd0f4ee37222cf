package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.VerifyKey;

/**
 * The proof of an identity to a verifier, which one of its devices gave at the request of an application: the device
 * signs the verifier's message together with the application's key, under a domain of its own, so that what an
 * application makes it sign can be nothing else.
 *
 * @param chain proves that the device belongs to the identity
 * @param app the key of the application that asked
 * @param message what the verifier sent to be signed
 * @param signature the device's
 */
public record AppProof(IdentityChain chain, DeviceId app, Bytes message, Bytes signature) {
    /** The longest message, in bytes. */
    public static final Limit MAX_MESSAGE = new Limit("bytes of a message to prove an identity by", 4_096);

    private static final String DOMAIN = "hearth app proof";

    /** Proves the identity of {@code by}; the message has at most {@link #MAX_MESSAGE} bytes. */
    public static AppProof sign(LocalIdentity by, DeviceId app, Bytes message) {
        if (message.size() > MAX_MESSAGE.max()) {
            throw new IllegalArgumentException(
                    "message: at most " + MAX_MESSAGE.max() + " bytes, got " + message.size());
        }
        return new AppProof(by.chain(), app, message, by.sign(DOMAIN, signed(app, message)));
    }

    private static Bytes signed(DeviceId app, Bytes message) {
        return Cbor.array(Cbor.of(app.value()), Cbor.of(message)).encode();
    }

    /** Returns whether the chain's device signed it. That it was not revoked since, the spaces know that it is in. */
    public boolean isGenuine() {
        try {
            return VerifyKey.of(chain.device().value()).verify(DOMAIN, signed(app, message), signature);
        } catch (MalformedException e) {
            return false;
        }
    }
}
