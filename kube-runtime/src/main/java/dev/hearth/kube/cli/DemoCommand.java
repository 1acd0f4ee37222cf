package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Seams;
import dev.hearth.kube.replay.Demo;
import dev.hearth.kube.replay.DemoFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth demo}. */
@CommandLine.Command(
        name = "demo",
        description = "The main job: three processes share a space, edit, go offline, reconcile, survive a kill.",
        mixinStandardHelpOptions = true)
final class DemoCommand extends Command {
    private final InputStream keyboard;

    @Option(names = "--headless", description = "End at once instead of keeping the page up until Enter.")
    private boolean headless;

    DemoCommand(Console console, InputStream keyboard) {
        super(console);
        this.keyboard = keyboard;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode answer = object();
        ArrayNode steps = answer.putArray("steps");
        Console console = console();
        try (Seams seams = Seams.system();
                Demo demo = new Demo(seams, step -> {
                    steps.add(step);
                    console.progress(step);
                })) {
            URI page = demo.run();
            console.say(answer.put("page", page.toString()).put("ok", true), "all checks passed");
            if (!headless) {
                console.progress("open " + page + " in a browser; press Enter to end");
                keyboard.read();
            }
        } catch (DemoFailure e) {
            console.say(answer.put("ok", false).put("failure", e.getMessage()), String.valueOf(e.getMessage()));
            return ExitCode.CHECK_FAILED;
        }
        return ExitCode.OK;
    }
}
