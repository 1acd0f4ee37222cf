package dev.hearth.echo.crdt;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one change did to the visible state.
 *
 * @param fields names of the fields that it touched
 * @param texts for each text that it changed the steps, in the order in which they apply to the visible text
 * @param lifecycle whether it deleted or restored the object
 */
public record ChangeSummary(Set<String> fields, Map<String, List<TextSplice>> texts, boolean lifecycle) {
    /** Copies the collections in. */
    public ChangeSummary {
        fields = Set.copyOf(fields);
        texts = Map.copyOf(texts);
    }
}
