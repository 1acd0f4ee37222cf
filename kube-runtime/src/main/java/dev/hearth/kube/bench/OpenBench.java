package dev.hearth.kube.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.kube.replay.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures how long it takes a new process to open a data folder whose space holds many objects, and to read one, for
 * 1,000 objects and ten times as many up to a number. A folder that is kept is filled once and measured again.
 */
public final class OpenBench {
    private static final int LEAST = 1_000;
    private static final int TEN = 10;
    private static final String PROBE = "probe";

    private final Path folders;
    private final Seams seams;
    private boolean equal = true;

    private OpenBench(Path folders, Seams seams) {
        this.folders = folders;
        this.seams = seams;
    }

    /**
     * Measures.
     *
     * @param objects of the largest space, at least one
     * @param keep where the folders stay; in a temporary folder otherwise
     */
    public static OpenResult run(int objects, int rounds, Optional<Path> keep) {
        if (objects < 1 || rounds < 1) {
            throw new IllegalArgumentException("objects " + objects + " and rounds " + rounds + " are out of range");
        }
        Path folders = keep.orElseGet(() -> Folders.temporary("hearth-bench-open"));
        try (Seams seams = Seams.system()) {
            return new OpenBench(folders, seams).run(objects, rounds);
        } finally {
            if (keep.isEmpty()) {
                Folders.delete(folders);
            }
        }
    }

    private OpenResult run(int objects, int rounds) {
        List<OpenResult.Size> sizes = new ArrayList<>();
        for (long size = Math.min(LEAST, objects); size < objects; size *= TEN) {
            sizes.add(measure((int) size, rounds));
        }
        sizes.add(measure(objects, rounds));
        OpenResult.Size largest = sizes.get(sizes.size() - 1);
        return new OpenResult(
                objects, equal, largest.openMs(), largest.heapBytes(), bare(objects, rounds), unlock(), sizes);
    }

    private OpenResult.Size measure(int objects, int rounds) {
        Path folder = folder(objects);
        Path probe = folder.resolve(PROBE);
        if (!Files.exists(probe)) {
            fill(folder, objects);
        }
        List<OpenMain.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            OpenMain.Answer answer = ask(folder.toString(), read(probe), String.valueOf(objects / 2));
            equal &= answer.equal();
            answers.add(answer);
        }
        return new OpenResult.Size(
                objects,
                median(answers, OpenMain.Answer::openMs),
                median(answers, OpenMain.Answer::openCpuMs),
                median(answers, OpenMain.Answer::readMs),
                (long) median(answers, OpenMain.Answer::heapBytes),
                SpaceFolder.bytes(folder));
    }

    private static double median(List<OpenMain.Answer> answers, ToDoubleFunction<OpenMain.Answer> figure) {
        double[] sorted = answers.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Writes the objects, and the id of the one in the middle when all are there. */
    private static void fill(Path folder, int objects) {
        String middle = "";
        try (Client client = SpaceFolder.open(folder)) {
            Space space = client.spaces().create("Bench");
            for (int i = 0; i < objects; i++) {
                Ref<StoredTask> ref = space.put(StoredTask.of(i));
                if (i == objects / 2) {
                    middle = ref.id().toString();
                }
            }
        }
        try {
            Files.writeString(folder.resolve(PROBE), middle);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private double bare(int objects, int rounds) {
        Path store = only(folder(objects).resolve("spaces"));
        List<OpenMain.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            answers.add(ask(store.toString()));
        }
        return median(answers, OpenMain.Answer::openMs);
    }

    private Path folder(int objects) {
        return folders.resolve("of-" + objects);
    }

    private static Path only(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.findFirst().orElseThrow();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static HearthException failed(Path file, IOException cause) {
        return new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", file.toString()), cause);
    }

    private static OpenMain.Answer ask(String... arguments) {
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx100m", "-XX:+UseSerialGC"));
            if (Runtime.version().feature() >= 22) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
            command.add(OpenMain.class.getName());
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ObjectMapper().readValue(said, OpenMain.Answer.class);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("process", OpenMain.class.getSimpleName()), e);
        }
    }

    private double unlock() {
        Path folder = Folders.temporary("hearth-bench-unlock");
        try {
            Path file = folder.resolve("keychain");
            char[] words = "a passphrase of the benchmark".toCharArray();
            Keychain.create(file, words, KeychainCost.DEFAULT, seams).close();
            Instant start = seams.clock().instant();
            Keychain.open(file, words, seams).close();
            return Stopwatch.rounded(
                    Duration.between(start, seams.clock().instant()).toNanos() / 1e6);
        } finally {
            Folders.delete(folder);
        }
    }
}
