import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The targets, what was measured of each, and whether it is reached; of several histories the worst decides. */
final class TargetTable {
    /** The histories that are also merged 25 times over. */
    static final List<String> REPEATED = List.of("friendsforever", "clownschool");

    private final Results results;
    private final List<String> sequential;
    private final List<String> concurrent;
    private final List<String> lines = new ArrayList<>();

    TargetTable(Results results, List<String> sequential, List<String> concurrent) {
        this.results = results;
        this.sequential = sequential;
        this.concurrent = concurrent;
    }

    void print() {
        typing();
        files();
        merging();
        small();
        maps();
        objects();
        edges();
        if (!lines.isEmpty()) {
            System.out.println("## Targets\n");
            System.out.println("| row | work | target | measured | reached |");
            System.out.println("|--:|---|--:|--:|---|");
            lines.forEach(System.out::println);
            System.out.println();
        }
    }

    private void typing() {
        String first = "automerge-paper";
        ratio(1, "local edits of B4, to yjs", Measure.LOCAL, "seq", List.of(first), "yjs", 1 / 60.0);
        ratio(1, "local edits of B4, to loro", Measure.LOCAL, "seq", List.of(first), "loro", 1 / 40.0);
        ratio(1, "local edits of B4, to json-joy", Measure.LOCAL, "seq", List.of(first), "json-joy", 1 / 2.0);
        limit(1, "local edits of B4, ms (aim)", results.ours(Measure.LOCAL, "seq", first), 50);
        ratio(2, "bytes of an update, to yjs", Measure.UPDATE, "seq", sequential, "yjs", 0.75);
    }

    private void files() {
        ratio(3, "file with its history, to automerge", Measure.FILE, "seq", sequential, "automerge", 0.7);
        ratio(3, "file with its history, to loro", Measure.FILE, "seq", sequential, "loro", 0.4);
        ratio(3, "file with its history, to diamond-types", Measure.FILE, "seq", sequential, "diamond-types", 0.8);
        ratio(4, "open and read, to loro", Measure.OPEN, "seq", sequential, "loro", 0.5);
        ratio(4, "open and read, to yjs", Measure.OPEN, "seq", sequential, "yjs", 1 / 20.0);
        limit(7, "heap of the open B4, MB", scaled(CompareTable.number(results.ours("seq.automerge-paper"), "/heapBytes"), 1e6), 1.2);
    }

    private void merging() {
        ratio(5, "merge, to yjs", Measure.MERGE, "conc", List.of("node_nodecc"), "yjs", 1);
        ratio(5, "merge, to loro", Measure.MERGE, "conc", concurrent, "loro", 0.15);
        for (String trace : REPEATED) {
            Figure own = Measure.MERGE.ours(results.ours("repeat." + trace + ".25"));
            for (String lib : List.of("yjs", "loro")) {
                Figure their = Measure.at(results.script("merges." + trace, lib), "/ms");
                add(5, "merge of " + trace + " 25 times, to " + lib, "≤ ", their.ratio(own), lib.equals("yjs") ? 1 : 0.15, "");
            }
            growth(trace, own);
        }
        ratio(6, "26,000 concurrent updates one by one, to yjs", Measure.STREAM, "conc", List.of("friendsforever"), "yjs", 0.5);
    }

    /** Log-linear: a hundred times the history may take a hundred times as long, and a quarter more for the logarithm. */
    private void growth(String trace, Figure repeated) {
        Figure once = results.ours(Measure.MERGE, "conc", trace);
        add(5, "growth of the merge of " + trace + ", an edit of 25 to one of 1", "≤ ", perEdit(once, repeated, 25), 1.25, "");
        Figure hundred = Measure.MERGE.ours(results.ours("repeat." + trace + ".100"));
        add(5, "the same, of 100 to one of 1", "≤ ", perEdit(once, hundred, 100), 1.25, "");
    }

    private static Figure perEdit(Figure once, Figure repeated, int times) {
        return scaled(once.ratio(repeated), times);
    }

    private void small() {
        MicroTable micro = new MicroTable(results);
        Map<String, String> times = new LinkedHashMap<>();
        times.put("timeMs", "time");
        times.put("loadMs", "beside it, load (parseTime)");
        times.put("saveMs", "beside it, save (encodeTime)");
        times.forEach((field, title) -> {
            MicroTable.Count under = micro.count(field, 1);
            if (under.of() > 0) {
                share("B1 to B3, " + title + ": at or under the fastest", under);
                List<String> above = micro.above(field, 2);
                String list = above.isEmpty() ? "none" : String.join(", ", above);
                line(8, "the same: above twice the fastest", "none", list, above.isEmpty());
            }
        });
    }

    private void share(String work, MicroTable.Count count) {
        if (count.of() > 0) {
            boolean reached = count.reached() >= 0.9 * count.of();
            line(8, work, "≥ 90 %", count.reached() + " of " + count.of(), reached);
        }
    }

    private void maps() {
        Figure their = Measure.at(results.workload("ywasm", "m1_set100k_txEach"), "/usPerOp");
        Figure own = CompareTable.number(results.ours("maps"), "/set/micros");
        add(9, "100,000 map sets, to ywasm", "≤ ", their.ratio(own), 1 / 5.0, "");
    }

    private void objects() {
        JsonNode own = results.ours("objects");
        limit(10, "create an object, µs", CompareTable.number(own, "/createMicros"), 6);
        limit(10, "bytes each with history and id, in one archive", CompareTable.number(own, "/archiveBytesEach"), 24);
        limit(10, "change one at random, µs", CompareTable.number(own, "/changeMicros"), 4);
        limit(10, "heap each while resident, bytes", CompareTable.number(own, "/heapBytesEach"), 300);
    }

    private void edges() {
        JsonNode paste = MicroTable.row(results.ours("micro"), "paste");
        limit(14, "10 MB pasted and deleted, ms", CompareTable.number(paste, "/timeMs"), 150);
        limit(14, "its heap in use at most, MB", scaled(CompareTable.number(paste, "/heapLiveBytes"), 1e6), 64);
        limit(14, "its heap at most, garbage included, MB", scaled(CompareTable.number(paste, "/heapPeakBytes"), 1e6), 64);
        limit(14, "100,000 keys set and deleted, file bytes", CompareTable.number(results.ours("maps"), "/remove/fileBytes"), 1000);
        double least = Double.NaN;
        for (JsonNode row : results.ours("micro").path("rows")) {
            double refused = row.path("flipsRefused").asDouble();
            least = refused >= least ? least : refused;
        }
        if (!Double.isNaN(least)) {
            line(15, "200 flips of every saved file: refused", "200", Figure.of(least).toString(), least == 200);
        }
    }

    private static Figure scaled(Figure figure, double divisor) {
        return new Figure(figure.value() / divisor, figure.partial());
    }

    private void limit(int row, String work, Figure figure, double most) {
        add(row, work, "≤ ", figure, most, "");
    }

    private void ratio(int row, String work, Measure measure, String kind, List<String> traces, String lib, double most) {
        Figure worst = Figure.NONE;
        String where = "";
        for (String trace : traces) {
            Figure ratio = results.ratio(measure, kind, trace, lib);
            if (ratio.known() && !(ratio.value() <= worst.value())) {
                worst = ratio;
                where = traces.size() > 1 ? " (" + trace + ")" : "";
            }
        }
        add(row, work, "≤ ", worst, most, where);
    }

    private void add(int row, String work, String sign, Figure figure, double most, String where) {
        if (figure.known()) {
            line(row, work, sign + Figure.of(most), figure + where, figure.value() <= most);
        }
    }

    private void line(int row, String work, String target, String measured, boolean reached) {
        lines.add("| " + row + " | " + work + " | " + target + " | " + measured + " | " + (reached ? "yes" : "**no**") + " |");
    }
}
