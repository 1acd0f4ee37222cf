package dev.hearth.halo.crypto;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;

/**
 * Which algorithms something was signed or sealed with. Its byte is covered by every signature and every seal, so that
 * what was made by one suite never passes for another's. Who reads knows beforehand which suite to expect; nothing that
 * is received chooses it.
 */
public enum Suite {
    /** Ed25519, X25519, HKDF-SHA-256, AES-256-GCM. */
    CLASSICAL(1),
    /**
     * As the first, but what is sealed to a device's key is sealed by X-Wing (ML-KEM-768 and X25519 together), so that
     * neither a break of the one nor of the other opens it. Signatures are those of the first.
     */
    HYBRID(2);

    private final int code;

    Suite(int code) {
        this.code = code;
    }

    /** Returns the byte. */
    public int code() {
        return code;
    }

    /** Returns the suite of a byte; refuses one that does not exist. */
    public static Suite ofCode(long code) throws MalformedException {
        for (Suite suite : values()) {
            if (suite.code == code) {
                return suite;
            }
        }
        throw new MalformedException("Unknown suite");
    }

    /** Suite, domain and message, each with its length, so that nothing signed for one purpose passes for another. */
    byte[] signed(String domain, Bytes message) {
        return new ByteWriter(message.size() + domain.length() + 16)
                .text("halo")
                .u8(code)
                .text(domain)
                .sized(message)
                .toArray();
    }
}
