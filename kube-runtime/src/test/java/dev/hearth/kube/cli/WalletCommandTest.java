package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.client.wallet.WalletService;
import dev.hearth.mesh.MemoryNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet's grants on the command line. */
final class WalletCommandTest {
    private final MemoryNetwork network = MemoryNetwork.create();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int hearth(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("ann").toString()));
        out.reset();
        err.reset();
        return Main.run(new ByteArrayInputStream(new byte[0]), out, err, all.toArray(String[]::new));
    }

    private String said(String... arguments) {
        assertThat(hearth(arguments)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return new ObjectMapper().readTree(said(all.toArray(String[]::new)));
    }

    private void refused(int exitCode, String errorCode, String... arguments) {
        assertThat(hearth(arguments)).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(errorCode + ": ");
    }

    private Client open(String name) {
        return Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
    }

    private void grantTo(String... apps) {
        Path socket = folder.resolve("run").resolve("wallet");
        ConsentPrompt yes = ConsentPrompt.allowing(request -> true);
        try (Client ann = open("ann");
                WalletService service = ann.wallet().serve(WalletOptions.of(yes).at(socket))) {
            for (String app : apps) {
                try (Client each = open(app)) {
                    each.useWallet(WalletRequest.of(app.replaceAll("[0-9]", ""), AppScope.prove())
                                    .at(service.socket()))
                            .join();
                }
            }
        }
    }

    @Test
    void aWalletThatGrantedNothingSaysSo() throws IOException {
        said("identity", "create", "Ann");
        assertThat(said("wallet", "list")).isEqualTo("nothing was granted\n");
        assertThat(said("wallet", "log")).isEqualTo("nothing was asked for\n");
        assertThat(json("wallet", "list").path("grants")).isEmpty();
        refused(ExitCode.USAGE, "WALLET_APP_UNKNOWN", "wallet", "revoke", "Notes");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("The wallet has granted nothing to such an application.")
                .contains("app: Notes")
                .contains("hearth wallet list");
    }

    @Test
    void ofSeveralOfOneNameTheKeyTellsWhichIsMeant() throws IOException {
        said("identity", "create", "Ann");
        grantTo("Notes1", "Notes2", "Tasks");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "wallet", "revoke", "Notes");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("several applications are called Notes");
        String key = "";
        for (JsonNode grant : json("wallet", "list").path("grants")) {
            key = grant.path("name").asText().equals("Notes")
                    ? grant.path("app").asText()
                    : key;
        }
        assertThat(said("wallet", "revoke", key.substring(0, 16))).startsWith("revoked ");
        assertThat(said("wallet", "revoke", key)).isEqualTo("it had ended before\n");
        assertThat(said("wallet", "revoke", "Notes")).as("the other one").startsWith("revoked ");
        assertThat(said("wallet", "revoke", "Tasks")).startsWith("revoked ");
        assertThat(said("wallet", "revoke", "Tasks")).isEqualTo("it had ended before\n");
        refused(ExitCode.USAGE, "WALLET_APP_UNKNOWN", "wallet", "revoke", "Nobody");
    }
}
