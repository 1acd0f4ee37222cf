package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.halo.internal.bc.Curves;

/**
 * An Ed25519 secret key for formats of others, which fix what is signed and leave no room for a suite and a domain
 * label. It is derived from a device's key and is never the same, so that what is signed without a label can't pass for
 * something that is signed under one, nor the other way round. Thread-safe.
 */
public final class ExchangeKey implements AutoCloseable {
    private static final String DOMAIN = "hearth exchange key";

    private final Secret seed;
    private final byte[] publicKey;

    private ExchangeKey(Secret seed) {
        this.seed = seed;
        this.publicKey = Curves.ed25519PublicKey(seed.bytes());
    }

    /** Returns the key of {@code device} for {@code context}; always the same for the same two. */
    public static ExchangeKey derive(SigningKey device, Bytes context) {
        return new ExchangeKey(Hkdf.derive(device.seed(), DOMAIN, context, Curves.KEY));
    }

    /** Returns the 32 bytes that others verify with. */
    public Bytes verifyKey() {
        return Bytes.of(publicKey);
    }

    /** Returns the 64-byte signature of {@code message} as it is. */
    public Bytes signUnlabelled(Bytes message) {
        return Bytes.of(Curves.ed25519Sign(seed.bytes(), publicKey, message.toArray()));
    }

    /** Wipes it. */
    @Override
    public void close() {
        seed.close();
    }

    @Override
    public String toString() {
        return "ExchangeKey(" + verifyKey().slice(0, 4).hex() + ")";
    }
}
