package dev.hearth.kube.replay;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.TextField;
import dev.hearth.kube.bench.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sequential editing history, as peers type it. */
final class History {
    private final Trace trace;

    private History(Trace trace) {
        this.trace = trace;
    }

    /** Reads a file; throws INPUT_MALFORMED when it is no sequential history. */
    static History read(Path file) {
        try {
            List<Trace> traces = Trace.read(file);
            if (traces.size() != 1
                    || traces.get(0).concurrent()
                    || traces.get(0).codePoints()) {
                throw new MalformedException("Replay takes one sequential history; try bench trace");
            }
            return new History(traces.get(0));
        } catch (MalformedException e) {
            throw new HearthException(
                    ErrorCode.INPUT_MALFORMED,
                    Map.of("file", file.toString(), "rule", String.valueOf(e.getMessage())),
                    e);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    int edits() {
        return trace.transactions().size();
    }

    String start() {
        return trace.start();
    }

    String end() {
        return trace.end()
                .orElseThrow(() -> new HearthException(
                        ErrorCode.INPUT_MALFORMED, Map.of("rule", "the history does not state the text it ends with")));
    }

    /** Types edit {@code index} into {@code text}. */
    void type(int index, TextField text) {
        for (Trace.Patch patch : trace.transactions().get(index).patches()) {
            text.splice(patch.position(), patch.deleted(), patch.inserted());
        }
    }
}
