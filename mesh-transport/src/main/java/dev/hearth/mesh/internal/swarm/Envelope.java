package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.spi.Rendezvous;

/**
 * Seals signals to their recipient and signs them, so that an introducer can neither read nor make one. The signature
 * covers topic, sender, recipient and the recipient's announced key; a recorded signal so says nothing in another
 * topic, to another device or after the mesh was opened anew.
 */
final class Envelope {
    /** The most bytes that an introducer passes on at once. */
    static final Limit SEALED = new Limit("bytes of a sealed signal", Rendezvous.MAX_SIGNAL + 512L);

    private static final String DOMAIN = "hearth mesh signal";
    private static final int SIGNATURE = 64;

    private final Authenticator authenticator;
    private final AgreementKey key;

    Envelope(Authenticator authenticator, AgreementKey key) {
        this.authenticator = authenticator;
        this.key = key;
    }

    Bytes seal(Bytes topic, Announcement to, Signal signal) throws MalformedException {
        Bytes body = signal.encode();
        Bytes context = context(topic, authenticator.self(), to.device(), to.key());
        Bytes signature = authenticator.sign(DOMAIN, Bytes.concat(context, body));
        return Hpke.seal(to.key(), DOMAIN, context, Bytes.concat(signature, body));
    }

    Signal open(Bytes topic, DeviceId from, Bytes sealed) throws MalformedException {
        SEALED.check(sealed.size());
        Bytes context = context(topic, from, authenticator.self(), key.publicKey());
        ByteReader in = new ByteReader(Hpke.open(key, DOMAIN, context, sealed));
        Bytes signature = in.raw(SIGNATURE);
        Bytes body = in.rest();
        if (!VerifyKey.of(from.value()).verify(DOMAIN, Bytes.concat(context, body), signature)) {
            throw new MalformedException("Signal with a wrong signature");
        }
        return Signal.decode(body);
    }

    private static Bytes context(Bytes topic, DeviceId from, DeviceId to, Bytes recipientKey) {
        return new ByteWriter(128)
                .raw(topic)
                .raw(from.value())
                .raw(to.value())
                .raw(recipientKey)
                .toBytes();
    }
}
