package dev.hearth.kube.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.fuzz.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are imported or refused with the place of their first fault, and nothing else happens: the space stays whole,
 * and what came into it leaves it again.
 */
final class ImportFuzzTest {
    private static final long INPUTS = Long.getLong("hearth.inputs", 6_000);

    @TempDir
    Path folder;

    @Test
    void mutatedFilesAreImportedOrRefused() throws SQLException, IOException {
        ClientOptions options =
                ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory"));
        try (Client client = Client.open(folder.resolve("data"), options)) {
            client.halo().createIdentity("ann");
            Space space = client.spaces().create("One");
            for (Target target : new ImportTargets(space, folder).all().all()) {
                assertThat(target.seeds()).as("%s", target).allMatch(target::offer);
                long inputs = INPUTS * target.share() / 100;
                assertThat(target.mutated(inputs)).as("%s", target).isBetween(1L, inputs - 1);
            }
            assertThat(space.spaceStatus().database().failure()).isEmpty();
            assertThat(space.verify().findings()).isEmpty();
            Path file = folder.resolve("all");
            long exported = Transfers.export(space, file, Transfers.Kind.JSONL, Optional.empty());
            Space other = client.spaces().create("Two");
            assertThat(Transfers.load(other, file, Transfers.Kind.JSONL, Optional.empty()))
                    .isEqualTo(new Transfers.Loaded(exported, 0));
        }
    }
}
