package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Seams;
import dev.hearth.echo.store.Store;
import dev.hearth.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes; {@code -Dhearth.kills=200} does it so often. */
class CrashTest {
    @TempDir
    Path folder;

    @Test
    void aKilledProcessLosesNothingThatWasFlushedAndLeavesNoHalfTransaction() {
        Random random = new Random(3);
        int kills = Integer.getInteger("hearth.kills", 4);
        long written = 0;
        try (Seams seams = Seams.system()) {
            for (int kill = 0; kill < kills; kill++) {
                long target = written + 1 + random.nextInt(400);
                long acknowledged;
                try (ChildJvm child = ChildJvm.start(LedgerMain.class.getName(), folder.toString())) {
                    String line = child.await("acknowledgements", 60, said -> number(said) >= target);
                    acknowledged = number(line);
                    child.kill();
                }
                try (Store store = LedgerMain.open(folder);
                        EchoDatabase database = LedgerMain.database(store, seams)) {
                    written = new LedgerMain(database).verify();
                    assertThat(written).as("after kill %d", kill).isGreaterThanOrEqualTo(acknowledged);
                }
            }
        }
    }

    private static long number(String line) {
        return line.startsWith("ack ") ? Long.parseLong(line.substring(4)) : 0;
    }
}
