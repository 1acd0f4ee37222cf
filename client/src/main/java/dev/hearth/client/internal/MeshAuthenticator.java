package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.Peer;

/** Proves to peers who this device is, and checks who they are, by identity chains. Thread-safe. */
record MeshAuthenticator(LocalIdentity identity) implements Authenticator {
    @Override
    public DeviceId self() {
        return identity.device();
    }

    @Override
    public Bytes chain() {
        return identity.chain().encoded();
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return identity.sign(domain, message);
    }

    @Override
    public Peer verify(Bytes chain, String domain, Bytes message, Bytes signature) throws MalformedException {
        IdentityChain verified = IdentityChain.verify(chain);
        if (!VerifyKey.of(verified.device().value()).verify(domain, message, signature)) {
            throw new MalformedException("The device did not sign the session");
        }
        return new Peer(verified.device(), verified.identity(), chain);
    }
}
