package dev.hearth.kube.internal.node;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.client.Client;
import dev.hearth.client.Profile;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.kube.internal.bundle.BundleSigner;
import dev.hearth.kube.internal.bundle.Publisher;

/** Signs bundles with the client's device, and tells who signed others'. */
record ClientSigner(Client client) implements BundleSigner {
    private Profile profile() {
        return client.halo().identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    @Override
    public IdentityId identity() {
        return profile().id();
    }

    @Override
    public DeviceId device() {
        return profile().device();
    }

    @Override
    public Bytes chain() {
        return client.halo().chain();
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return client.halo().sign(domain, message);
    }

    static Publisher verify(Bytes chain, String domain, Bytes message, Bytes signature) throws MalformedException {
        IdentityChain verified = IdentityChain.verify(chain);
        if (!VerifyKey.of(verified.device().value()).verify(domain, message, signature)) {
            throw new MalformedException("The publisher's device did not sign the manifest");
        }
        return new Publisher(verified.identity(), verified.device());
    }
}
