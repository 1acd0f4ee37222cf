import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what {@code compare.sh} measured as a Markdown table; a ratio is ours divided by theirs. */
public final class CompareTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Their memory lies outside of the heap of the machine that runs them. */
    private static final List<String> NATIVE = List.of("ywasm", "loro", "automerge");

    private static final double SHORT_MS = 12;

    private final Path ours;
    private final List<String> libs;
    private final JsonNode sequential;
    private final JsonNode concurrent;
    private final JsonNode maps;

    private CompareTable(Path ours, Path rivals, List<String> libs) throws IOException {
        this.ours = ours;
        this.libs = libs;
        this.sequential = read(rivals.resolve("seq.json"));
        this.concurrent = read(rivals.resolve("conc.json"));
        this.maps = read(rivals.resolve("maps.json"));
    }

    /** Arguments: the folder of our results, the folder of theirs, the rivals, the histories of both kinds. */
    public static void main(String[] arguments) throws IOException {
        CompareTable table = new CompareTable(Path.of(arguments[0]), Path.of(arguments[1]), words(arguments[2]));
        table.head();
        for (String trace : words(arguments[3])) {
            table.sequential(trace);
        }
        for (String trace : words(arguments[4])) {
            table.concurrent(trace);
        }
        table.maps();
        table.objects();
        table.foot();
    }

    private static List<String> words(String list) {
        return list.isBlank() ? List.of() : List.of(list.trim().split("\\s+"));
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0 ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
    }

    private void head() {
        StringBuilder names = new StringBuilder("| measure | ours |");
        StringBuilder rule = new StringBuilder("|---|--:|");
        for (String lib : libs) {
            names.append(' ').append(title(lib)).append(" | ratio |");
            rule.append("--:|--:|");
        }
        System.out.println(names);
        System.out.println(rule);
    }

    private String title(String lib) {
        for (JsonNode results : List.of(sequential, concurrent, maps)) {
            for (JsonNode result : results) {
                String name = result.path("lib").asText();
                if (name.equals(lib) && result.hasNonNull("version")) {
                    return lib + " " + result.path("version").asText();
                }
            }
        }
        return lib;
    }

    private void sequential(String trace) throws IOException {
        JsonNode own = read(ours.resolve("seq." + trace + ".json"));
        List<JsonNode> all = new ArrayList<>();
        for (String lib : libs) {
            all.add(sequential.path(lib + "/" + trace));
        }
        row(trace + ": local, ms", own.path("localMs"), at(all, "/localTxPerEdit/median"));
        row(trace + ": update, bytes", own.path("updateBytesAvg"), at(all, "/avgUpdateBytes"));
        row(trace + ": file, bytes", own.path("fileBytes"), files(all));
        row(trace + ": open and read, ms", own.path("loadMs"), at(all, "/load/median"));
        row(trace + ": updates one by one, ms", own.path("streamMs"), streams(all));
    }

    private void concurrent(String trace) throws IOException {
        JsonNode own = read(ours.resolve("conc." + trace + ".json"));
        List<JsonNode> all = new ArrayList<>();
        for (String lib : libs) {
            all.add(concurrent.path(lib + "/" + trace));
        }
        row(trace + ": merge, ms", own.path("mergeMs"), at(all, "/mergeFullHistory/median"));
        row(trace + ": updates one by one, ms", own.path("streamMs"), at(all, "/remoteStream/median"));
        row(trace + ": update, bytes", own.path("updateBytesAvg"), at(all, "/avgUpdateBytes"));
        row(trace + ": file, bytes", own.path("fileBytes"), files(all));
        row(trace + ": open and read, ms", own.path("loadMs"), at(all, "/load/median"));
    }

    private void maps() throws IOException {
        JsonNode own = read(ours.resolve("maps.json"));
        if (own.isMissingNode()) {
            return;
        }
        List<JsonNode> set = workload("m1_set100k_txEach");
        List<JsonNode> overwrite = workload("m3_overwrite1key100k_txEach");
        List<JsonNode> remove = workload("m4_delete100k_txEach");
        row("map: set, µs", own.at("/set/micros"), at(set, "/usPerOp"));
        row("map: set, update bytes", own.at("/set/updateBytesAvg"), at(set, "/avgUpd"));
        row("map: file of 100,000 keys, bytes", own.at("/set/fileBytes"), at(set, "/size"));
        row("map: load, ms", own.at("/set/loadMs"), at(set, "/load/median"));
        row("map: overwrite one key, µs", own.at("/overwrite/micros"), at(overwrite, "/usPerOp"));
        row("map: file then, bytes", own.at("/overwrite/fileBytes"), at(overwrite, "/size"));
        row("map: remove, µs", own.at("/remove/micros"), at(remove, "/usPerOp"));
        row("map: file when all are removed, bytes", own.at("/remove/fileBytes"), at(remove, "/size"));
    }

    private void objects() throws IOException {
        JsonNode own = read(ours.resolve("objects.json"));
        if (own.isMissingNode()) {
            return;
        }
        List<JsonNode> together = workload("o1_objects_oneDoc");
        List<JsonNode> apart = workload("o2_docPerObject");
        row("object: create, µs", own.path("createMicros"), at(together, "/create/usPerOp"));
        row("object: update, bytes", own.path("updateBytesAvg"), at(together, "/create/avgUpd"));
        row("object: change one at random, µs", own.path("changeMicros"), at(together, "/randomUpdate/usPerOp"));
        row("object: read one at random, µs", own.path("readMicros"), at(together, "/randomRead/usPerOp"));
        row("object: file, against all in one, bytes", own.path("fileBytesAvg"), at(together, "/bytesPerObj"));
        JsonNode both = JSON.getNodeFactory()
                .numberNode(own.path("createMicros").asDouble() + own.path("saveMicros").asDouble());
        row("object, a document each: create and save, µs", both, at(apart, "/create/usPerOp"));
        row("object, a document each: file, bytes", own.path("fileBytesAvg"), at(apart, "/bytesPerDoc"));
        row("object, a document each: load, µs", own.path("loadMicros"), at(apart, "/loadAll/usPerOp"));
        row("object, a document each: memory, bytes", own.path("heapBytesEach"), memory(apart));
    }

    private List<JsonNode> workload(String name) {
        List<JsonNode> out = new ArrayList<>();
        for (String lib : libs) {
            out.add(maps.path(lib).path(name));
        }
        return out;
    }

    /** A figure with an asterisk when the workload was not played to its end. */
    private record Figure(double value, boolean partial) {
        static final Figure NONE = new Figure(Double.NaN, false);
    }

    private static List<Figure> at(List<JsonNode> all, String pointer) {
        List<Figure> out = new ArrayList<>();
        for (JsonNode node : all) {
            JsonNode value = time(node, pointer);
            boolean partial = part(node) || part(node.path("create")) || part(node.at(parent(pointer)));
            out.add(value.isNumber() ? new Figure(value.asDouble(), partial) : Figure.NONE);
        }
        return out;
    }

    /**
     * The rivals' clock of time on a processor ticks every four milliseconds, so what is short is their shortest time by
     * the clock on the wall, which favours them.
     */
    private static JsonNode time(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        JsonNode wall = node.at(parent(pointer)).path("wallMin");
        return pointer.endsWith("/median") && value.asDouble() < SHORT_MS && wall.isNumber() ? wall : value;
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    private static boolean part(JsonNode node) {
        return node.has("of") && node.path("done").asLong() < node.path("of").asLong();
    }

    /** Updates one by one, extrapolated where the rival was stopped before the last one. */
    private static List<Figure> streams(List<JsonNode> all) {
        List<Figure> out = new ArrayList<>();
        for (JsonNode node : all) {
            JsonNode stream = node.path("remoteStream");
            if (!stream.path("median").isNumber()) {
                out.add(Figure.NONE);
                continue;
            }
            long of = stream.path("of").asLong();
            long applied = stream.path("applied").asLong();
            out.add(new Figure(stream.path("median").asDouble() * of / Math.max(1, applied), applied < of));
        }
        return out;
    }

    /** The smallest of the encodings from which a peer can go on; a shallow snapshot is none of them. */
    private static List<Figure> files(List<JsonNode> all) {
        List<Figure> out = new ArrayList<>();
        for (JsonNode node : all) {
            double least = Double.NaN;
            JsonNode sizes = node.path("size");
            for (var names = sizes.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                double size = sizes.path(name).asDouble();
                if (!name.startsWith("shallow") && !(size >= least)) {
                    least = size;
                }
            }
            out.add(new Figure(least, false));
        }
        return out;
    }

    private List<Figure> memory(List<JsonNode> apart) {
        List<Figure> out = new ArrayList<>();
        for (int i = 0; i < libs.size(); i++) {
            String field = NATIVE.contains(libs.get(i)) ? "/rssPerDoc" : "/heapPerDoc";
            out.addAll(at(List.of(apart.get(i)), field));
        }
        return out;
    }

    private static void row(String measure, JsonNode own, List<Figure> theirs) {
        if (!own.isNumber() && theirs.stream().allMatch(figure -> Double.isNaN(figure.value()))) {
            return;
        }
        StringBuilder line = new StringBuilder("| " + measure + " | ");
        line.append(own.isNumber() ? number(own.asDouble()) : "–").append(" |");
        for (Figure figure : theirs) {
            if (Double.isNaN(figure.value())) {
                line.append(" – | – |");
                continue;
            }
            line.append(' ').append(number(figure.value())).append(figure.partial() ? "*" : "").append(" | ");
            boolean comparable = own.isNumber() && figure.value() > 0;
            line.append(comparable ? number(own.asDouble() / figure.value()) : "–").append(" |");
        }
        System.out.println(line);
    }

    private static String number(double value) {
        String form = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3f";
        return value > 0 && value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, form, value);
    }

    private void foot() throws IOException {
        System.out.println();
        System.out.println("\\* not played to its end: the figure so far, or projected to the end.");
        List<String> skipped = Files.readAllLines(ours.resolve("skipped"));
        if (!skipped.isEmpty()) {
            System.out.println();
            System.out.println("Skipped:");
            System.out.println();
        }
        for (String line : skipped) {
            System.out.println("- " + line.strip());
        }
    }
}
