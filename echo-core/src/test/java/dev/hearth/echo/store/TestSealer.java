package dev.hearth.echo.store;

import dev.hearth.base.MalformedException;
import dev.hearth.echo.port.Sealer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with a fixed key and a counter as nonce. */
public final class TestSealer implements Sealer {
    private static final int NONCE = 12;

    private final AtomicLong counter = new AtomicLong();

    /** Creates a sealer. */
    public TestSealer() {}

    @Override
    public byte[] seal(byte[] key, byte[] value) {
        try {
            byte[] nonce = Arrays.copyOf(
                    Long.toString(counter.incrementAndGet(), 36).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    NONCE);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, key).doFinal(value);
            byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE, sealed.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] open(byte[] key, byte[] value) throws MalformedException {
        try {
            byte[] nonce = Arrays.copyOf(value, NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce, key).doFinal(value, NONCE, value.length - NONCE);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedException("Does not open", e);
        }
    }

    private static Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(new byte[16], "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }
}
