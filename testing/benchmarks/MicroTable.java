import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The small workloads B1 to B3 beside the fastest rival in each; {@code micro.mjs} plays the same edits. */
final class MicroTable {
    private static final List<String> LIBS = List.of("yjs", "ywasm", "loro");
    /** The times that the published tables list: the work, {@code parseTime} and {@code encodeTime}. */

    private final Results results;
    private final JsonNode ours;
    private final List<String> libs;

    MicroTable(Results results) {
        this.results = results;
        this.ours = results.ours("micro");
        this.libs = LIBS.stream()
                .filter(lib -> results.script("micro", lib).has("rows"))
                .toList();
    }

    static JsonNode row(JsonNode result, String id) {
        for (JsonNode row : result.path("rows")) {
            if (row.path("id").asText().equals(id)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    /** The rows whose time is at most so many times that of the fastest rival. */
    record Count(int reached, int of) {}

    /** Counts the rows of the whole table of which {@code time} is at or under {@code factor} times the fastest. */
    Count count(String time, double factor) {
        int reached = 0;
        int of = 0;
        for (JsonNode row : ours.path("rows")) {
            Figure ratio = ratio(row, time);
            if (ratio.known()) {
                of++;
                reached += ratio.value() <= factor ? 1 : 0;
            }
        }
        return new Count(reached, of);
    }

    /** Names the rows of which {@code time} is above {@code factor} times the fastest. */
    List<String> above(String time, double factor) {
        List<String> names = new ArrayList<>();
        for (JsonNode row : ours.path("rows")) {
            Figure ratio = ratio(row, time);
            if (ratio.known() && ratio.value() > factor) {
                names.add(row.path("id").asText() + " " + ratio);
            }
        }
        return names;
    }

    private Figure ratio(JsonNode row, String time) {
        return fastest(row.path("id").asText(), time).ratio(CompareTable.number(row, "/" + time));
    }

    private Figure fastest(String id, String time) {
        return libs.stream()
                .map(lib -> theirs(lib, id, time))
                .filter(Figure::known)
                .min((a, b) -> Double.compare(a.value(), b.value()))
                .orElse(Figure.NONE);
    }

    private Figure theirs(String lib, String id, String field) {
        return CompareTable.number(row(results.script("micro", lib), id), "/" + field);
    }

    void print() {
        if (libs.isEmpty() || !ours.has("rows")) {
            return;
        }
        StringBuilder names = new StringBuilder("| id | workload | ours, ms |");
        StringBuilder rule = new StringBuilder("|---|---|--:|");
        for (String lib : libs) {
            names.append(' ').append(lib).append(" |");
            rule.append("--:|");
        }
        names.append(" ratio to the fastest | load: ours | fastest | ratio | save: ours | fastest | ratio")
                .append(" | update, bytes: ours | least | file, bytes: ours | least |");
        rule.append("--:|".repeat(11));
        System.out.println("## Small workloads: B1 to B3\n");
        System.out.println(names);
        System.out.println(rule);
        ours.path("rows").forEach(this::line);
        System.out.println();
    }

    private void line(JsonNode row) {
        String id = row.path("id").asText();
        if (!fastest(id, "timeMs").known()) {
            return;
        }
        StringBuilder line = new StringBuilder("| " + id + " | " + row.path("what").asText() + differing(row) + " | ");
        line.append(CompareTable.number(row, "/timeMs")).append(" |");
        for (String lib : libs) {
            line.append(' ').append(theirs(lib, id, "timeMs")).append(" |");
        }
        line.append(' ').append(ratio(row, "timeMs")).append(" |");
        for (String time : List.of("loadMs", "saveMs")) {
            Stream.of(CompareTable.number(row, "/" + time), fastest(id, time), ratio(row, time))
                    .forEach(figure -> line.append(' ').append(figure).append(" |"));
        }
        Stream.of(average(row), least(id, true), CompareTable.number(row, "/fileBytes"), least(id, false))
                .forEach(figure -> line.append(' ').append(figure).append(" |"));
        System.out.println(line);
    }

    private Figure least(String id, boolean update) {
        return libs.stream()
                .map(lib -> row(results.script("micro", lib), id))
                .map(row -> update ? average(row) : CompareTable.number(row, "/fileBytes"))
                .filter(Figure::known)
                .min((a, b) -> Double.compare(a.value(), b.value()))
                .orElse(Figure.NONE);
    }

    private static Figure average(JsonNode row) {
        Figure all = CompareTable.number(row, "/updateBytes");
        return all.known() ? Figure.of(all.value() / row.path("updates").asDouble(1)) : all;
    }

    /** Says which rivals ended with something else. */
    private String differing(JsonNode row) {
        StringBuilder names = new StringBuilder();
        for (String lib : libs) {
            JsonNode their = row(results.script("micro", lib), row.path("id").asText());
            boolean same = their.path("equal").asBoolean() && their.path("fingerprint").equals(row.path("fingerprint"));
            if (their.has("fingerprint") && !same) {
                names.append(" (**").append(lib).append(" ended with something else**)");
            }
        }
        return names.toString();
    }
}
