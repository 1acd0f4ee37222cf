package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.HearthException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Where a command says what it found: one JSON object, or plain lines. */
final class Console {
    static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private boolean json;

    Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    void json(boolean asked) {
        json |= asked;
    }

    boolean json() {
        return json;
    }

    /** Prints {@code object} where JSON was asked for, else the lines. */
    void say(ObjectNode object, String... lines) {
        if (json) {
            out.println(object);
        } else {
            for (String line : lines) {
                out.println(line);
            }
        }
        out.flush();
    }

    /**
     * Prints a list: {@code object} where JSON was asked for, else a line for each thing. That there is none is told on
     * standard error, so that who counts the lines counts none.
     */
    void list(ObjectNode object, List<String> lines, String none) {
        say(object, lines.toArray(String[]::new));
        if (lines.isEmpty() && !json) {
            err.println(none);
            err.flush();
        }
    }

    /** Tells a step on the way: a line for people, on standard error where JSON was asked for. */
    void progress(String line) {
        PrintWriter target = json ? err : out;
        target.println(line);
        target.flush();
    }

    /** Returns where people are talked to apart from what a script reads. */
    PrintWriter errors() {
        return err;
    }

    void error(HearthException refusal) {
        if (json) {
            ObjectNode object = JSON.createObjectNode();
            ObjectNode error = object.putObject("error");
            error.put("code", refusal.code().name());
            error.put("what", refusal.code().what());
            error.put("why", refusal.reason());
            error.put("remedy", refusal.remedy());
            ObjectNode details = error.putObject("details");
            refusal.details().forEach(details::put);
            out.println(object);
            out.flush();
            return;
        }
        err.println(refusal.code() + ": " + refusal.code().what());
        for (Map.Entry<String, String> detail : refusal.details().entrySet()) {
            err.println("  " + detail.getKey() + ": " + detail.getValue());
        }
        err.println("  why: " + refusal.reason());
        err.println("  what to do: " + refusal.remedy());
        err.flush();
    }
}
