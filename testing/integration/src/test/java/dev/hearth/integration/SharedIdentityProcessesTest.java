package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.client.Client;
import dev.hearth.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several processes is the wallet, and which one is when that is killed. */
final class SharedIdentityProcessesTest {
    @TempDir
    private Path folder;

    private ChildJvm start(String name) {
        return ChildJvm.start(
                WalletAppMain.class.getName(),
                "share",
                folder.resolve(name).toString(),
                folder.resolve("run").resolve("wallet").toString(),
                name);
    }

    private static String line(ChildJvm child) {
        return child.await("its part", 60, line -> line.matches("(SERVES|STANDS_BY|USES) .*"));
    }

    private static String part(ChildJvm child) {
        String line = line(child);
        return line.substring(0, line.indexOf(' '));
    }

    @Test
    void ofTwoThatStartAtTheSameMomentOneServesAndTheOtherHasItsIdentity() {
        try (ChildJvm ann = start("ann");
                ChildJvm bob = start("bob")) {
            List<String> both = List.of(part(ann), part(bob));
            assertThat(both).containsExactlyInAnyOrder("SERVES", "USES");
            ann.say("close");
            bob.say("close");
            assertThat(ann.exitCode(30)).isZero();
            assertThat(bob.exitCode(30)).isZero();
        }
        try (Client ann = Client.open(folder.resolve("ann"));
                Client bob = Client.open(folder.resolve("bob"))) {
            assertThat(ann.halo().identity().orElseThrow().id())
                    .isEqualTo(bob.halo().identity().orElseThrow().id());
        }
    }

    @Test
    void theNextTakesOverWhenTheFirstIsKilled() {
        List.of("ann", "bob")
                .forEach(name -> Client.open(folder.resolve(name), name).close());
        try (ChildJvm ann = start("ann")) {
            String anns = line(ann);
            assertThat(anns).startsWith("SERVES");
            try (ChildJvm bob = start("bob")) {
                String bobs = line(bob);
                assertThat(bobs).startsWith("STANDS_BY");
                try (ChildJvm app = start("app")) {
                    assertThat(line(app)).isEqualTo(anns.replace("SERVES", "USES"));
                }
                ann.kill();
                bob.await("its turn", 10, line -> line.equals("now SERVES"));
                try (ChildJvm later = start("later")) {
                    assertThat(line(later)).isEqualTo(bobs.replace("STANDS_BY", "USES"));
                }
            }
        }
    }
}
