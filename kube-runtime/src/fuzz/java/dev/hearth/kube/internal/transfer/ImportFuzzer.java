package dev.hearth.kube.internal.transfer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.fuzz.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the reading of exported files, into a space that stays open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImportFuzzer {
    private final Client client;
    private final Targets targets;

    ImportFuzzer(@TempDir Path folder) throws SQLException, IOException {
        client = Client.open(
                folder.resolve("data"),
                ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory")));
        client.halo().createIdentity("ann");
        targets = new ImportTargets(client.spaces().create("One"), folder).all();
    }

    @AfterAll
    void close() {
        client.close();
    }

    Stream<Arguments> seeds() {
        return targets.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        targets.offer(input);
    }
}
