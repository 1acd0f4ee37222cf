import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Prints what {@code compare.sh} measured as Markdown; a ratio is ours divided by theirs. */
public final class CompareTable {
    private static final List<String> NATIVE = List.of("ywasm", "loro", "automerge", "diamond-types");

    private final Results results;
    private final List<String> libs = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    private CompareTable(Results results) {
        this.results = results;
    }

    /** Arguments: the folder of the results, the histories of both kinds. */
    public static void main(String[] arguments) {
        Results results = new Results(Path.of(arguments[0]));
        List<String> sequential = words(arguments[1]);
        List<String> concurrent = words(arguments[2]);
        new TargetTable(results, sequential, concurrent).print();
        new TraceTable(results, sequential, concurrent).print();
        new CompareTable(results).print(sequential, concurrent);
        new MicroTable(results).print();
        foot(results.skipped());
    }

    private static List<String> words(String list) {
        return list.isBlank() ? List.of() : List.of(list.trim().split("\\s+"));
    }

    private void print(List<String> sequential, List<String> concurrent) {
        for (String lib : Results.LIBS) {
            if (!results.title(lib).equals(lib)) {
                libs.add(lib);
            }
        }
        for (String trace : sequential) {
            for (Measure measure : Measure.values()) {
                if (measure != Measure.MERGE) {
                    history(measure, "seq", trace);
                }
            }
        }
        for (String trace : concurrent) {
            for (Measure measure : Measure.values()) {
                if (measure != Measure.LOCAL) {
                    history(measure, "conc", trace);
                }
            }
        }
        repeated();
        maps();
        objects();
        edges(sequential);
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder names = new StringBuilder("| measure | ours |");
        StringBuilder rule = new StringBuilder("|---|--:|");
        for (String lib : libs) {
            names.append(' ').append(results.title(lib)).append(" | ratio |");
            rule.append("--:|--:|");
        }
        System.out.println("## Everything beside the rivals\n");
        System.out.println(names);
        System.out.println(rule);
        rows.forEach(System.out::println);
        System.out.println();
        System.out.println("\\* not played to its end: the figure so far, or projected to the end.");
        System.out.println();
    }

    private void history(Measure measure, String kind, String trace) {
        row(
                trace + ": " + measure.title,
                results.ours(measure, kind, trace),
                lib -> results.theirs(measure, kind, trace, lib));
    }

    private void repeated() {
        for (String trace : TargetTable.REPEATED) {
            row(
                    trace + " 25 times: merge, ms",
                    Measure.MERGE.ours(results.ours("repeat." + trace + ".25")),
                    lib -> Measure.at(results.script("merges." + trace, lib), "/ms"));
        }
    }

    private void maps() {
        JsonNode own = results.ours("maps");
        map("map: set, µs", own, "/set/micros", "m1_set100k_txEach", "/usPerOp");
        map("map: set, update bytes", own, "/set/updateBytesAvg", "m1_set100k_txEach", "/avgUpd");
        map("map: file of 100,000 keys, bytes", own, "/set/fileBytes", "m1_set100k_txEach", "/size");
        map("map: load, ms", own, "/set/loadMs", "m1_set100k_txEach", "/load/median");
        map("map: overwrite one key, µs", own, "/overwrite/micros", "m3_overwrite1key100k_txEach", "/usPerOp");
        map("map: file then, bytes", own, "/overwrite/fileBytes", "m3_overwrite1key100k_txEach", "/size");
        map("map: remove, µs", own, "/remove/micros", "m4_delete100k_txEach", "/usPerOp");
        map("map: file when all are removed, bytes", own, "/remove/fileBytes", "m4_delete100k_txEach", "/size");
    }

    private void objects() {
        JsonNode own = results.ours("objects");
        String together = "o1_objects_oneDoc";
        String apart = "o2_docPerObject";
        map("object: create, µs", own, "/createMicros", together, "/create/usPerOp");
        map("object: update, bytes", own, "/updateBytesAvg", together, "/create/avgUpd");
        map("object: change one at random, µs", own, "/changeMicros", together, "/randomUpdate/usPerOp");
        map("object: read one at random, µs", own, "/readMicros", together, "/randomRead/usPerOp");
        map("object: file of all, bytes each", own, "/archiveBytesEach", together, "/bytesPerObj");
        map("object: load all, ms", own, "/archiveReadMillis", together, "/load/median");
        row(
                "object, a document each: create and save, µs",
                Figure.of(number(own, "/createMicros").value() + number(own, "/saveMicros").value()),
                lib -> Measure.at(results.workload(lib, apart), "/create/usPerOp"));
        map("object, a document each: file, bytes", own, "/fileBytesAvg", apart, "/bytesPerDoc");
        map("object, a document each: load, µs", own, "/loadMicros", apart, "/loadAll/usPerOp");
        row("object, a document each: memory, bytes", number(own, "/heapBytesEach"), lib ->
                Measure.at(results.workload(lib, apart), NATIVE.contains(lib) ? "/rssPerDoc" : "/heapPerDoc"));
    }

    /** What grows with what was done, a file or its loading, says nothing where not all was done. */
    private void map(String title, JsonNode own, String pointer, String workload, String their) {
        boolean grows = their.equals("/size") || their.startsWith("/load/");
        row(title, number(own, pointer), lib -> {
            Figure figure = Measure.at(results.workload(lib, workload), their);
            return grows && figure.partial() ? Figure.NONE : figure;
        });
    }

    private void edges(List<String> sequential) {
        JsonNode own = MicroTable.row(results.ours("micro"), "paste");
        row("paste 10 MB and delete it, ms", number(own, "/timeMs"), lib -> Measure.at(results.script("paste", lib), "/ms"));
        row("its memory at most, garbage included, bytes", number(own, "/heapPeakBytes"), lib ->
                Measure.at(results.script("paste", lib), "/peakBytes"));
        row("its file, bytes", number(own, "/fileBytes"), lib ->
                Measure.at(results.script("paste", lib), "/fileBytes"));
        row("200 flips of a file: refused", number(own, "/flipsRefused"), lib ->
                Measure.at(results.script("flips", lib), "/rejected"));
        if (!sequential.isEmpty()) {
            String trace = sequential.get(0);
            row(trace + " open: memory, bytes", number(results.ours("seq." + trace), "/heapBytes"), lib ->
                    Measure.at(results.memory(lib, trace), NATIVE.contains(lib) ? "/afterEdit/rss" : "/afterEdit/heapUsed"));
        }
    }

    static Figure number(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isNumber() ? Figure.of(value.asDouble()) : Figure.NONE;
    }

    private void row(String title, Figure own, Function<String, Figure> theirs) {
        boolean any = own.known();
        StringBuilder line = new StringBuilder("| " + title + " | " + own + " |");
        for (String lib : libs) {
            Figure figure = theirs.apply(lib);
            any |= figure.known();
            Figure ratio = figure.ratio(own);
            line.append(' ').append(figure).append(" | ").append(new Figure(ratio.value(), false)).append(" |");
        }
        if (any) {
            rows.add(line.toString());
        }
    }

    private static void foot(List<String> skipped) {
        if (!skipped.isEmpty()) {
            System.out.println("Skipped:");
            System.out.println();
        }
        for (String line : skipped) {
            System.out.println("- " + line.strip());
        }
    }
}
