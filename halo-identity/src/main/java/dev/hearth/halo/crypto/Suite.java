package dev.hearth.halo.crypto;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;

/** The suite byte, and the bytes that a signature really covers. */
final class Suite {
    /** Ed25519, X25519, HKDF-SHA-256, AES-256-GCM. */
    static final int CLASSICAL = 1;

    private Suite() {}

    /** Suite, domain and message, each with its length, so that nothing signed for one purpose passes for another. */
    static byte[] signed(String domain, Bytes message) {
        return new ByteWriter(message.size() + domain.length() + 16)
                .text("halo")
                .u8(CLASSICAL)
                .text(domain)
                .sized(message)
                .toArray();
    }
}
