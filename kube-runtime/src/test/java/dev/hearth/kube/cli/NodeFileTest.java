package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.kube.Kube;
import dev.hearth.kube.KubeOptions;
import dev.hearth.mesh.MemoryNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells other commands of a node that runs on the same data folder. */
class NodeFileTest {
    @TempDir
    private Path folder;

    @Test
    void aNodeThatHasEndedMeanwhileIsUnreachable() {
        Path at = folder.resolve("kube");
        ClientOptions options =
                ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory"));
        try (Client client = Client.open(folder.resolve("data"), options)) {
            client.halo().createIdentity("Ann");
            NodeFile found;
            try (Kube kube = Kube.start(
                            client,
                            KubeOptions.defaults().port(0).withoutSignal().folder(at));
                    NodeFile written = NodeFile.write(at, kube)) {
                found = NodeFile.find(at).orElseThrow();
                assertThat(found.path()).isEqualTo(written.path());
                assertThat(found.apps().path("releases")).isEmpty();
            }
            assertThatThrownBy(() -> found.post("rollback", Command.object().put("app", "notes")))
                    .isInstanceOfSatisfying(HearthException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
                        assertThat(refusal.details().get("node")).startsWith("http://127.0.0.1:");
                    });
            assertThat(NodeFile.find(at)).isEqualTo(Optional.empty());
        }
    }
}
