package dev.hearth.testkit;

import dev.hearth.base.Seams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * An authority of a test's own, which nobody trusts by themselves, and the certificates that it issues, as PEM files.
 */
public final class TestAuthority {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path folder;
    private final Seams seams;
    private final String name;
    private final KeyPair pair;
    private final Path certificate;

    /**
     * What a server shows.
     *
     * @param certificate the certificate's file
     * @param key the file of its private key
     */
    public record Issued(Path certificate, Path key) {}

    private record Subject(String name, KeyPair pair) {}

    private TestAuthority(Path folder, Seams seams, String name) {
        this.folder = folder;
        this.seams = seams;
        this.name = "CN=" + name;
        this.pair = pair(seams);
        this.certificate = write(name + ".pem", certify(new Subject(this.name, pair), now().plus(HOUR), true));
    }

    /** Creates an authority, whose files are in {@code folder}. */
    public static TestAuthority create(Path folder, Seams seams, String name) {
        return new TestAuthority(folder, seams, name);
    }

    /** Returns the authority's own certificate. */
    public Path certificate() {
        return certificate;
    }

    /** Issues a certificate for names and addresses, which ends in an hour. */
    public Issued issue(String... names) {
        return issue(now().plus(HOUR), names);
    }

    /** Issues one that has ended. */
    public Issued issueEnded(String... names) {
        return issue(now().minus(HOUR), names);
    }

    private Issued issue(Instant until, String... names) {
        KeyPair of = pair(seams);
        String file = names[0].replace(':', '-') + "-" + until.getEpochSecond();
        X509Certificate issued = certify(new Subject("CN=server", of), until, false, names);
        return new Issued(write(file + ".pem", issued), write(file + ".key", of.getPrivate()));
    }

    /** Returns a certificate of nobody's but its own, which has ended. */
    public static Issued ownAndEnded(Path folder, Seams seams, String host) {
        TestAuthority own = new TestAuthority(folder, seams, "own");
        Subject self = new Subject(own.name, own.pair);
        X509Certificate ended = own.certify(self, own.now().minus(HOUR), false, host);
        return new Issued(own.write("own-ended.pem", ended), own.write("own-ended.key", own.pair.getPrivate()));
    }

    private Instant now() {
        return seams.clock().instant();
    }

    private static KeyPair pair(Seams seams) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), seams.random());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certify(Subject subject, Instant until, boolean authority, String... names) {
        return new Certifier(name, pair.getPrivate(), seams.random())
                .certify(subject.name(), subject.pair().getPublic(), until, authority, List.of(names));
    }

    private Path write(String file, X509Certificate content) {
        try {
            return write(file, "CERTIFICATE", content.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String file, PrivateKey key) {
        return write(file, "PRIVATE KEY", key.getEncoded());
    }

    private Path write(String file, String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        try {
            return Files.writeString(
                    folder.resolve(file), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
