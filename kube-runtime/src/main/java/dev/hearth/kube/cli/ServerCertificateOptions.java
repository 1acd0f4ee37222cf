package dev.hearth.kube.cli;

import dev.hearth.kube.KubeOptions;
import dev.hearth.mesh.signal.SignalOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a signal server shows for TLS: both files or none. */
final class ServerCertificateOptions {
    @ArgGroup(exclusive = false)
    private @Nullable Files files;

    /** The two files. */
    static final class Files {
        @Option(
                names = "--certificate",
                required = true,
                paramLabel = "FILE",
                description = "PEM of the signal server's certificate and those that lead to its issuer: speak TLS.")
        private Path certificate = Path.of("");

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "PEM of the certificate's private key, PKCS#8 without a passphrase.")
        private Path key = Path.of("");
    }

    KubeOptions of(KubeOptions options) {
        return files == null ? options : options.signalCertificate(files.certificate, files.key);
    }

    SignalOptions of(SignalOptions options) {
        return files == null ? options : options.certificate(files.certificate, files.key);
    }
}
