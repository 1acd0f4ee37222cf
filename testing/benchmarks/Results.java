import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code compare.sh} left in its folder: our JSON by name, theirs by script and rival. */
final class Results {
    static final List<String> LIBS = List.of("yjs", "ywasm", "loro", "automerge", "diamond-types", "json-joy");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final JsonNode sequential;
    private final JsonNode concurrent;
    private final JsonNode maps;
    private final JsonNode memory;

    Results(Path folder) {
        this.folder = folder;
        this.sequential = read("theirs/seq.json");
        this.concurrent = read("theirs/conc.json");
        this.maps = read("theirs/maps.json");
        this.memory = read("theirs/mem.json");
    }

    private JsonNode read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) && Files.size(file) > 0 ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a benchmark of ours printed. */
    JsonNode ours(String name) {
        return read(name + ".json");
    }

    /** Returns what a script of this folder printed of a rival. */
    JsonNode script(String name, String lib) {
        return read("theirs/" + name + "." + lib + ".json");
    }

    JsonNode workload(String lib, String name) {
        return maps.path(lib).path(name);
    }

    JsonNode memory(String lib, String trace) {
        return memory.path(lib + "/" + trace).path("mem");
    }

    Figure ours(Measure measure, String kind, String trace) {
        return measure.ours(ours(kind + "." + trace));
    }

    Figure theirs(Measure measure, String kind, String trace, String lib) {
        JsonNode all = kind.equals("seq") ? sequential : concurrent;
        Figure figure = measure.theirs(all.path(lib + "/" + trace));
        return measure == Measure.FILE && !figure.known() ? measure.theirs(script("files." + trace, lib)) : figure;
    }

    Figure ratio(Measure measure, String kind, String trace, String lib) {
        return theirs(measure, kind, trace, lib).ratio(ours(measure, kind, trace));
    }

    /** Returns the version of a rival, if any result names it. */
    String title(String lib) {
        for (JsonNode results : List.of(sequential, concurrent, maps)) {
            for (JsonNode result : results) {
                if (result.path("lib").asText().equals(lib) && result.hasNonNull("version")) {
                    return lib + " " + result.path("version").asText();
                }
            }
        }
        for (String name : List.of("micro", "flips", "paste")) {
            JsonNode version = script(name, lib).path("version");
            if (version.isTextual()) {
                return lib + " " + version.asText();
            }
        }
        return lib;
    }

    List<String> skipped() {
        try {
            return Files.readAllLines(folder.resolve("skipped"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
