package dev.hearth.echo.internal.schema;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the objects of a type hold, told without a Java class; other fields are free.
 *
 * @param type the name of the type
 * @param fields the fields by their stored names
 */
public record TypeRules(String type, SortedMap<String, FieldRule> fields) {
    /** Copies its input. */
    public TypeRules {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }
}
