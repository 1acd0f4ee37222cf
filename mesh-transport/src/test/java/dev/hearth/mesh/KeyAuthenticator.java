package dev.hearth.mesh;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.security.SecureRandom;

/** Real keys; a chain is the identity's key, the device's key, and the first's signature over the second. */
public final class KeyAuthenticator implements Authenticator {
    private static final String DOMAIN = "test chain";

    private final SigningKey device;
    private final Bytes chain;

    private KeyAuthenticator(SigningKey device, Bytes chain) {
        this.device = device;
        this.chain = chain;
    }

    /** A new identity with one device. */
    public static KeyAuthenticator create() {
        SecureRandom random = new SecureRandom();
        SigningKey identity = SigningKey.generate(random);
        SigningKey device = SigningKey.generate(random);
        Bytes signature = identity.sign(DOMAIN, device.verifyKey());
        ByteWriter chain = new ByteWriter().raw(identity.verifyKey()).raw(device.verifyKey());
        return new KeyAuthenticator(device, chain.sized(signature).toBytes());
    }

    /** The same device, which shows the chain of another. */
    public KeyAuthenticator showing(Bytes otherChain) {
        return new KeyAuthenticator(device, otherChain);
    }

    @Override
    public DeviceId self() {
        return new DeviceId(device.verifyKey());
    }

    @Override
    public Bytes chain() {
        return chain;
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return device.sign(domain, message);
    }

    @Override
    public Peer verify(Bytes shown, String domain, Bytes message, Bytes signature) throws MalformedException {
        ByteReader in = new ByteReader(shown);
        Bytes identity = in.raw(32);
        Bytes key = in.raw(32);
        Bytes certified = in.sized(new Limit("bytes of a signature", 64));
        in.end();
        if (!VerifyKey.of(identity).verify(DOMAIN, key, certified)
                || !VerifyKey.of(key).verify(domain, message, signature)) {
            throw new MalformedException("Not signed by this chain");
        }
        return new Peer(new DeviceId(key), new IdentityId(identity), shown);
    }
}
