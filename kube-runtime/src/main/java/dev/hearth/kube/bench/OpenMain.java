package dev.hearth.kube.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.AtTheEdge;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The process that opens a folder and reads an object of its space: arguments are the folder, the object's id and its
 * number.
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
        int number = Integer.parseInt(arguments[2]);
        ObjectId id = ObjectId.fromHex(arguments[1]);
        System.out.println(new ObjectMapper().writeValueAsString(answer(Path.of(arguments[0]), id, number)));
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
