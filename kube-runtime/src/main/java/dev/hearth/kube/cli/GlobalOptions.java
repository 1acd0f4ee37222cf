package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
            description = "A signal server, such as ws://127.0.0.1:8890/ (repeatable; default: $HEARTH_SIGNAL).")
    private List<URI> signals = new ArrayList<>();

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

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    boolean json() {
        return json;
    }

    Path data() {
        if (data != null) {
            return data;
        }
        return environment("HEARTH_DATA")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".hearth"));
    }

    ClientOptions clientOptions() {
        ClientOptions options = ClientOptions.defaults().transports(transports);
        for (URI signal : signals()) {
            options = options.signal(signal);
        }
        Optional<String> words = passphrase();
        return words.isPresent() ? options.passphrase(words.get().toCharArray()) : options;
    }

    private List<URI> signals() {
        return signals.isEmpty()
                ? environment("HEARTH_SIGNAL")
                        .map(uri -> List.of(URI.create(uri)))
                        .orElse(List.of())
                : signals;
    }

    private Optional<String> passphrase() {
        if (passphraseFile == null) {
            return environment("HEARTH_PASSPHRASE");
        }
        try (java.util.stream.Stream<String> lines = Files.lines(passphraseFile)) {
            return lines.findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", passphraseFile.toString()), e);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    Client open() {
        return Client.open(data(), clientOptions());
    }
}
