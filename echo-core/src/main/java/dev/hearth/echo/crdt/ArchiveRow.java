package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object of an archive that is written: the fields that are stored, sorted, and the authors that named anything.
 */
final class ArchiveRow {
    final UnpackedState state;
    final List<Author> authors = new ArrayList<>(1);
    private Field[] fields = new Field[0];

    ArchiveRow(UnpackedState state) {
        this.state = state;
        for (Author author : state.authors()) {
            if (author.namedAnything()) {
                authors.add(author);
            }
        }
        authors.sort((a, b) -> state.actors().compare(a.actor, b.actor));
    }

    Field[] fields() {
        return fields;
    }

    /** Sorts the fields when the object has exactly those of a shape, all with something in them. */
    boolean sortAs(ArchiveShape shape) {
        FieldTable all = state.fields();
        if (all.size() != shape.size()) {
            return false;
        }
        Field[] sorted = new Field[shape.size()];
        for (int i = 0; i < sorted.length; i++) {
            Field field = all.get(shape.names[i]);
            if (field == null || shape.kinds[i] == 0 || FieldKinds.of(field) != shape.kinds[i]) {
                return false;
            }
            sorted[i] = field;
        }
        fields = sorted;
        return true;
    }

    /** Sorts the fields that hold something and those that a later change may name by number. */
    void sort() {
        Map<String, Field> sorted = new TreeMap<>();
        for (Field field : state.fields().all()) {
            if (FieldKinds.of(field) != 0) {
                sorted.put(field.name, field);
            }
        }
        for (Author author : authors) {
            for (int i = 0; i < author.fieldCount(); i++) {
                sorted.put(author.field(i).name, author.field(i));
            }
        }
        fields = sorted.values().toArray(new Field[0]);
    }
}
