import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** The histories as this engine alone sees them. */
final class TraceTable {
    private static final List<String> FIELDS = List.of(
            "edits",
            "localMs",
            "updateBytesAvg",
            "fileBytes",
            "loadMs",
            "forgottenBytes",
            "historyBytes",
            "mergeFileMs",
            "mergeMs",
            "streamMs",
            "heapBytes");

    private final Results results;
    private final List<String> sequential;
    private final List<String> concurrent;
    private boolean begun;

    TraceTable(Results results, List<String> sequential, List<String> concurrent) {
        this.results = results;
        this.sequential = sequential;
        this.concurrent = concurrent;
    }

    void print() {
        sequential.forEach(trace -> line(trace, results.ours("seq." + trace)));
        concurrent.forEach(trace -> line(trace, results.ours("conc." + trace)));
        for (String trace : TargetTable.REPEATED) {
            for (int times : List.of(25, 100)) {
                line(trace + " ×" + times, results.ours("repeat." + trace + "." + times));
            }
        }
        if (begun) {
            System.out.println();
        }
    }

    private void line(String title, JsonNode result) {
        if (!result.has("edits")) {
            return;
        }
        if (!begun) {
            begun = true;
            System.out.println("## Histories, ours alone\n");
            System.out.println("| history | edits | local, ms | update, bytes | file, bytes | load, ms | without, bytes | history, bytes"
                    + " | merge it, ms | merge changes, ms | one by one, ms | heap, bytes |");
            System.out.println("|---|" + "--:|".repeat(FIELDS.size()));
        }
        StringBuilder line = new StringBuilder("| " + title + " |");
        for (String field : FIELDS) {
            boolean whole = result.path(field).isIntegralNumber();
            double value = result.path(field).asDouble();
            line.append(' ').append(whole ? String.format(Locale.ROOT, "%,d", (long) value) : Figure.of(value)).append(" |");
        }
        System.out.println(line);
    }
}
