package dev.hearth.kube.bench;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Another process of a benchmark: it says {@code ready}, then carries out a word a line of its standard input, and
 * answers on its standard output. Used by one thread.
 */
final class BenchProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer words;

    private BenchProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.words = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts {@code main} on the class path of this process, and waits until it is ready. */
    static BenchProcess start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        BenchProcess started = new BenchProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.await(line -> line.equals("ready"));
        return started;
    }

    void say(String word) throws IOException {
        words.append(word).append('\n').flush();
    }

    /** Returns the next line that is wanted. */
    String await(Predicate<String> wanted) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new HearthException(ErrorCode.INTERNAL, Map.of("process", "the other one has ended"));
    }

    /** Says a word, and returns the parts of the line that answers it with the word's name. */
    String[] ask(String word) throws IOException {
        say(word);
        String name = word.split(" ", 2)[0];
        return await(line -> line.startsWith(name + " ")).split(" ", -1);
    }

    /** Ends it without giving it a chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
