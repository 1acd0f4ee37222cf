package dev.hearth.halo.internal.bc;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106), version 0x13. */
public final class Argon2id {
    private Argon2id() {}

    /** Returns 32 bytes derived from {@code passphrase}. */
    public static byte[] derive(byte[] passphrase, byte[] salt, int memoryKib, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .build());
        byte[] derived = new byte[32];
        generator.generateBytes(passphrase, derived);
        return derived;
    }
}
