package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Installation;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.RecoveryKey;
import dev.hearth.halo.spi.Keyring;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class GlobalOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: $HEARTH_DATA, else ~/.hearth).")
    private @Nullable Path data;

    @Option(
            names = "--signal",
            paramLabel = "URI",
            description = "A signal server, such as wss://signal.example/ (repeatable; default: $HEARTH_SIGNAL).")
    private List<URI> signals = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM of certificates to trust at signal servers (default: $HEARTH_TRUST, and the JVM's own).")
    private @Nullable Path trust;

    @Option(
            names = "--plain-signals",
            description = "Reach signal servers on other machines by ws:// too, without encryption.")
    private boolean plainSignals;

    @Option(
            names = "--transports",
            split = ",",
            paramLabel = "NAME",
            description = "Transports to use, best first (default: webrtc,tcp,relay).")
    private List<String> transports = ClientOptions.DEFAULT_TRANSPORTS;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "A file whose first line opens the keychain (default: $HEARTH_PASSPHRASE).")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--recovery-key-file",
            paramLabel = "FILE",
            description = "A file whose first line is a recovery key that opens the keychain.")
    private @Nullable Path recoveryKeyFile;

    @Option(names = "--keyring", description = "Open or create the keychain by the operating system's keyring.")
    private boolean keyring;

    @Option(
            names = "--identity",
            paramLabel = "LABEL",
            description = "Which identity of this installation (default: $HEARTH_IDENTITY, else default).")
    private @Nullable String identity;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Returns the data folder of the identity that was asked for. */
    Path data() {
        return installation().folder(label());
    }

    String label() {
        return identity == null ? environment("HEARTH_IDENTITY").orElse(Installation.DEFAULT) : identity;
    }

    Installation installation() {
        return new Installation(root());
    }

    private Path root() {
        if (data != null) {
            return data;
        }
        return environment("HEARTH_DATA")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".hearth"));
    }

    ClientOptions clientOptions() {
        ClientOptions options = ClientOptions.defaults().transports(transports).plainSignals(plainSignals);
        Path trusted = trust == null ? environment("HEARTH_TRUST").map(Path::of).orElse(null) : trust;
        if (trusted != null) {
            options = options.trust(trusted);
        }
        for (URI signal : signals()) {
            options = options.signal(signal);
        }
        return key().map(options::key).orElse(options);
    }

    /** Returns what was given to open the keychain with, if something was. */
    Optional<KeychainKey> key() {
        if (recoveryKeyFile != null) {
            char[] written = FirstLine.of(recoveryKeyFile).toCharArray();
            return Optional.of(KeychainKey.recovery(RecoveryKey.parse(written)));
        }
        if (keyring) {
            return Optional.of(theKeyring());
        }
        return passphrase().map(words -> KeychainKey.passphrase(words.toCharArray()));
    }

    /** Returns the keyring of this machine; throws KEYRING_UNAVAILABLE. */
    static KeychainKey theKeyring() {
        return Keyring.find()
                .map(KeychainKey::keyring)
                .orElseThrow(() -> new HearthException(
                        ErrorCode.KEYRING_UNAVAILABLE, Map.of("reason", "no keyring answers in this session")));
    }

    private List<URI> signals() {
        return signals.isEmpty()
                ? environment("HEARTH_SIGNAL")
                        .map(uri -> List.of(URI.create(uri)))
                        .orElse(List.of())
                : signals;
    }

    private Optional<String> passphrase() {
        return passphraseFile == null ? environment("HEARTH_PASSPHRASE") : Optional.of(FirstLine.of(passphraseFile));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    /** Opens the data folder; throws IDENTITY_UNKNOWN when another identity was asked for than there are. */
    Client open() {
        if (!label().equals(Installation.DEFAULT) && !installation().exists(label())) {
            throw new HearthException(ErrorCode.IDENTITY_UNKNOWN, Map.of("identity", label()));
        }
        return openOrCreate();
    }

    Client openOrCreate() {
        return Client.open(data(), clientOptions());
    }
}
