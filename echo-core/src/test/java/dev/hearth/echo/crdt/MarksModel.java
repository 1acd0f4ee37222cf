package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The naive model of marks: what each visible unit carries, found by asking every operation. */
final class MarksModel {
    /** One end of a mark: before or after a unit; no unit for an end of the text. */
    record End(FugueOracle.@Nullable Id unit, boolean after) {}

    /** One operation; no value takes marks away. */
    record Operation(
            long stamp, int index, String name, @Nullable Long value, End start, End end) {}

    private final List<Operation> all = new ArrayList<>();

    int size() {
        return all.size();
    }

    void add(Operation operation) {
        all.add(operation);
    }

    /** What each unit of the text carries, by name. */
    List<Map<String, Long>> units(FugueOracle text) {
        List<FugueOracle.Id> row = text.allIds();
        List<Map<String, Long>> out = new ArrayList<>();
        for (int at = 0; at < row.size(); at++) {
            if (!text.isGone(row.get(at))) {
                out.add(unit(row, at));
            }
        }
        return out;
    }

    private Map<String, Long> unit(List<FugueOracle.Id> row, int at) {
        Map<String, Operation> best = new TreeMap<>();
        for (Operation operation : all) {
            if (place(row, operation.start) <= at && at < place(row, operation.end)) {
                best.merge(operation.name, operation, (one, other) -> {
                    boolean later = one.stamp != other.stamp ? one.stamp > other.stamp : one.index > other.index;
                    return later ? one : other;
                });
            }
        }
        Map<String, Long> values = new TreeMap<>();
        best.forEach((name, operation) -> {
            if (operation.value != null) {
                values.put(name, operation.value);
            }
        });
        return values;
    }

    private static int place(List<FugueOracle.Id> row, End end) {
        if (end.unit == null) {
            return end.after ? row.size() : 0;
        }
        return row.indexOf(end.unit) + (end.after ? 1 : 0);
    }

    /** What each unit carries according to spans. */
    static List<Map<String, Long>> units(List<MarkSpan> spans, int length) {
        List<Map<String, Long>> out = new ArrayList<>();
        for (int at = 0; at < length; at++) {
            Map<String, Long> values = new TreeMap<>();
            for (MarkSpan span : spans) {
                if (span.from() <= at && at < span.to()) {
                    values.put(span.name(), ((Scalar.Int) span.value()).value());
                }
            }
            out.add(values);
        }
        return out;
    }
}
