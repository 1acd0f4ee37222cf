package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.Arrays;

/** A publisher with a known key, whose chain is its identity and its device's key. */
public final class TestSigner implements BundleSigner {
    /** Believes what the chain says, and checks the signature. */
    public static final BundleVerifier VERIFIER = (chain, domain, message, signature) -> {
        if (chain.size() != IdentityId.SIZE + DeviceId.SIZE) {
            throw new MalformedException("Chain of another length");
        }
        Bytes device = chain.slice(IdentityId.SIZE, chain.size());
        if (!VerifyKey.of(device).verify(domain, message, signature)) {
            throw new MalformedException("Wrong signature");
        }
        return new Publisher(new IdentityId(chain.slice(0, IdentityId.SIZE)), new DeviceId(device));
    };

    private final SigningKey key;
    private final IdentityId identity;

    /** Creates a publisher from a number. */
    public TestSigner(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        key = SigningKey.of(Secret.of(Bytes.of(bytes)));
        identity = new IdentityId(Bytes.of(bytes));
    }

    @Override
    public IdentityId identity() {
        return identity;
    }

    @Override
    public DeviceId device() {
        return new DeviceId(key.verifyKey());
    }

    @Override
    public Bytes chain() {
        return Bytes.concat(identity.value(), key.verifyKey());
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return key.sign(domain, message);
    }
}
