package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes cheaply what a change does, in arrays that are used again, and tells it when asked. */
final class ChangeRecorder {
    private static final String[] NOTHING = {};
    private static final int[] NOWHERE = {};

    private int count;
    private String[] fields = NOTHING;
    private int[] positions = NOWHERE;
    private int[] deleted = NOWHERE;
    private @Nullable String[] inserted = NOTHING;
    private boolean lifecycle;

    void clear() {
        count = 0;
        lifecycle = false;
    }

    void lifecycle() {
        lifecycle = true;
    }

    void touched(String field) {
        if (count == 0 || !fields[count - 1].equals(field) || inserted[count - 1] != null) {
            add(field, 0, 0, null);
        }
    }

    void splice(String field, int position, int deletedUnits, String text) {
        add(field, position, deletedUnits, text);
    }

    private void add(String field, int position, int deletedUnits, @Nullable String text) {
        if (count == fields.length) {
            int capacity = Math.max(1, count * 2);
            fields = Arrays.copyOf(fields, capacity);
            positions = Arrays.copyOf(positions, capacity);
            deleted = Arrays.copyOf(deleted, capacity);
            inserted = Arrays.copyOf(inserted, capacity);
        }
        fields[count] = field;
        positions[count] = position;
        deleted[count] = deletedUnits;
        inserted[count++] = text;
    }

    ChangeSummary summary() {
        if (count == 1) {
            String only = fields[0];
            String text = inserted[0];
            Map<String, List<TextSplice>> step =
                    text == null ? Map.of() : Map.of(only, List.of(new TextSplice(positions[0], deleted[0], text)));
            return new ChangeSummary(Set.of(only), step, lifecycle);
        }
        Set<String> names = new HashSet<>();
        Map<String, List<TextSplice>> texts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            names.add(fields[i]);
            String text = inserted[i];
            if (text != null) {
                texts.computeIfAbsent(fields[i], name -> new ArrayList<>())
                        .add(new TextSplice(positions[i], deleted[i], text));
            }
        }
        return new ChangeSummary(names, texts, lifecycle);
    }
}
