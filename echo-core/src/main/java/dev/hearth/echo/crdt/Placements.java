package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the moved items of one list stand. A move puts a new unit into the row, which stands for the item, and removes
 * the unit that stood for it; so the walk that merges insertions merges moves as well. When an item was moved
 * concurrently, several units stand for it: the one with the greatest stamp shows, and the others, the losers, take no
 * place. An item is gone when no unit stands for it, so that a move wins over a concurrent removal.
 */
final class Placements {
    /** Decides between two units that stand for one item. */
    interface Order {
        /** Whether the unit {@code one} counts more than {@code other}, which is a move. */
        boolean beats(int one, int other);
    }

    private final Order order;
    private final IntTable itemOf = new IntTable();
    private final Map<Integer, List<Integer>> standing = new HashMap<>(0);
    private final BitSet gone = new BitSet(0);
    private int losers;
    private int placements;

    Placements(Order order) {
        this.order = order;
    }

    /** How many units of the row show nothing. */
    int losers() {
        return losers;
    }

    /** Whether no item was ever moved. */
    boolean none() {
        return placements == 0;
    }

    /** The item that a unit stands for: itself, or the one that it moved. */
    int itemOf(int unit) {
        int item = itemOf.get(unit);
        return item < 0 ? unit : item;
    }

    /**
     * The unit by which one that stands in the row may be named when the history is forgotten: of those that stand for
     * an item, that which counts least is as good as the item's own.
     */
    int nameOf(int unit) {
        int item = itemOf(unit);
        List<Integer> units = standing.get(item);
        return units == null || units.get(units.size() - 1) == unit ? item : unit;
    }

    boolean isPlacement(int unit) {
        return itemOf.get(unit) >= 0;
    }

    /** Notes that a unit will stand for an item. */
    void declare(int unit, int item) {
        itemOf.put(unit, item);
        placements++;
    }

    /** Notes that a unit of the row appeared. */
    void appeared(int unit) {
        int item = itemOf.get(unit);
        if (item < 0) {
            return;
        }
        List<Integer> units = standing.get(item);
        if (units == null) {
            units = new ArrayList<>(2);
            standing.put(item, units);
            if (!gone.get(item)) {
                units.add(item);
            }
        }
        losers += units.isEmpty() ? 0 : 1;
        int rank = 0;
        while (rank < units.size() && order.beats(units.get(rank), unit)) {
            rank++;
        }
        units.add(rank, unit);
    }

    /** Notes that a unit left the row. */
    void left(int unit) {
        gone.set(unit);
        List<Integer> units = standing.get(itemOf(unit));
        if (units != null) {
            units.remove((Integer) unit);
            losers -= units.isEmpty() ? 0 : 1;
        }
    }

    /** Whether a unit of the row, which stands for its item, is the one that shows. */
    private boolean shows(int unit) {
        List<Integer> units = standing.get(itemOf(unit));
        return units == null || units.get(0) == unit;
    }

    /** The places in the row of the units that show, in order. */
    int[] shown(IntRope row) {
        int[] out = new int[row.length()];
        int count = 0;
        for (int at = 0; at < out.length; at++) {
            if (shows(row.get(at))) {
                out[count++] = at;
            }
        }
        return Arrays.copyOf(out, count);
    }

    /** The places in the row of all units that stand for an item, the last first. */
    List<Integer> placesOf(int item, IntRope row) {
        List<Integer> out = new ArrayList<>();
        for (int at = row.length() - 1; at >= 0; at--) {
            if (itemOf(row.get(at)) == item) {
                out.add(at);
            }
        }
        return out;
    }
}
