package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The naive model of a list with moves: a row of units, each of which stands for an item; of the units that stand for
 * one item, the one moved last shows.
 */
final class ListModel {
    private final FugueOracle row = new FugueOracle();
    private final Map<FugueOracle.Id, FugueOracle.Id> itemOf = new HashMap<>();
    private final Map<FugueOracle.Id, Long> movedAt = new HashMap<>();

    private FugueOracle.Id item(FugueOracle.Id unit) {
        return itemOf.getOrDefault(unit, unit);
    }

    private List<FugueOracle.Id> shown() {
        List<FugueOracle.Id> units = row.visibleIds();
        Map<FugueOracle.Id, FugueOracle.Id> best = new HashMap<>();
        for (FugueOracle.Id unit : units) {
            best.merge(item(unit), unit, (one, other) -> beats(one, other) ? one : other);
        }
        return units.stream().filter(unit -> unit.equals(best.get(item(unit)))).toList();
    }

    private boolean beats(FugueOracle.Id one, FugueOracle.Id other) {
        long at = movedAt.getOrDefault(one, -1L);
        long otherAt = movedAt.getOrDefault(other, -1L);
        return at != otherAt ? at > otherAt : one.number() > other.number();
    }

    FugueOracle.Id itemAt(int at) {
        return item(shown().get(at));
    }

    /** The items that show. */
    List<FugueOracle.Id> items() {
        return shown().stream().map(this::item).toList();
    }

    /** The units that stand for an item. */
    List<FugueOracle.Id> unitsOf(FugueOracle.Id item) {
        List<FugueOracle.Id> out = new ArrayList<>(row.visibleIds());
        out.removeIf(unit -> !item(unit).equals(item));
        return out;
    }

    FugueOracle.Insert insert(int at, FugueOracle.Id id, String value) {
        List<FugueOracle.Id> shown = shown();
        List<FugueOracle.Id> units = row.visibleIds();
        return row.insert(at == shown.size() ? units.size() : units.indexOf(shown.get(at)), id, value);
    }

    void apply(FugueOracle.Insert insert) {
        row.apply(insert);
    }

    void moved(FugueOracle.Id unit, FugueOracle.Id item, long stamp) {
        itemOf.put(unit, item);
        movedAt.put(unit, stamp);
    }

    void delete(FugueOracle.Id unit) {
        row.delete(unit);
    }

    void assign(FugueOracle.Id item, long stamp, String value) {
        row.assign(item, stamp, value);
    }

    List<String> visible() {
        return shown().stream().map(unit -> row.value(item(unit))).toList();
    }
}
