package dev.hearth.kube.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.AtTheEdge;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The process that opens a folder and reads an object of its space: arguments are the folder, the object's id and its
 * number. With a folder alone, that of a store, it opens just that.
 */
@AtTheEdge("a process that answers on its standard output")
final class OpenMain {
    private OpenMain() {}

    /**
     * What it answers.
     *
     * @param openMs until the space was there
     * @param openCpuMs what all threads spent on processors until then
     * @param readMs to read the object
     * @param heapBytes afterwards
     * @param equal whether the object was what had been written
     */
    record Answer(double openMs, double openCpuMs, double readMs, long heapBytes, boolean equal) {}

    public static void main(String[] arguments) throws JsonProcessingException {
        Path folder = Path.of(arguments[0]);
        Answer answer = arguments.length == 1
                ? bare(folder)
                : answer(folder, ObjectId.fromHex(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println(new ObjectMapper().writeValueAsString(answer));
    }

    private static Answer bare(Path folder) {
        try (Seams seams = Seams.system()) {
            long cpu = Pace.processNanos();
            Instant start = seams.clock().instant();
            try (Store store = RocksStores.open(folder)) {
                double millis = millis(start, seams.clock().instant());
                double cpuMillis = Stopwatch.rounded((Pace.processNanos() - cpu) / 1e6);
                store.flush();
                return new Answer(millis, cpuMillis, 0, 0, true);
            }
        }
    }

    private static Answer answer(Path folder, ObjectId id, int number) {
        try (Seams seams = Seams.system()) {
            long cpu = Pace.processNanos();
            Instant start = seams.clock().instant();
            try (Client client = SpaceFolder.open(folder)) {
                Space space = client.spaces().list().get(0);
                Instant opened = seams.clock().instant();
                double cpuMillis = Stopwatch.rounded((Pace.processNanos() - cpu) / 1e6);
                StoredTask task = space.get(Ref.of(space.id(), id, StoredTask.class));
                Instant read = seams.clock().instant();
                return new Answer(
                        millis(start, opened),
                        cpuMillis,
                        millis(opened, read),
                        Stopwatch.heapUsed(),
                        task.equals(StoredTask.of(number)));
            }
        }
    }

    private static double millis(Instant from, Instant to) {
        return Stopwatch.rounded(Duration.between(from, to).toNanos() / 1e6);
    }
}
