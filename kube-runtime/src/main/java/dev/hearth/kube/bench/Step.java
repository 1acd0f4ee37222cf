package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One edit of a scripted workload. */
sealed interface Step {
    /** Does it. */
    void on(Edit edit);

    /** Says it in values of JSON, for other engines to do the same. */
    List<Object> plain();

    /** Returns the value of JSON for a scalar. */
    static Object plain(Scalar scalar) {
        if (scalar instanceof Scalar.Int number) {
            return number.value();
        }
        if (scalar instanceof Scalar.Str string) {
            return string.value();
        }
        throw new IllegalArgumentException("no script writes " + scalar);
    }

    /** Replaces some units of the text. */
    record Text(int at, int deleted, String inserted) implements Step {
        @Override
        public void on(Edit edit) {
            if (deleted > 0) {
                edit.deleteText(Script.TEXT, at, deleted);
            }
            if (!inserted.isEmpty()) {
                edit.insertText(Script.TEXT, at, inserted);
            }
        }

        @Override
        public List<Object> plain() {
            return List.of("text", at, deleted, inserted);
        }
    }

    /** Inserts items into the list. */
    record Items(int at, List<Scalar> values) implements Step {
        /** Copies the values in. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public void on(Edit edit) {
            edit.insert(Script.LIST, at, values);
        }

        @Override
        public List<Object> plain() {
            return List.of("items", at, values.stream().map(Step::plain).toList());
        }
    }

    /** Writes an entry of the map. */
    record Entry(String key, Scalar value) implements Step {
        @Override
        public void on(Edit edit) {
            edit.put(Script.MAP, key, value);
        }

        @Override
        public List<Object> plain() {
            return List.of("entry", key, Step.plain(value));
        }
    }

    /** Writes an object as an entry of the map: here an entry for each of its fields, for maps do not nest. */
    record Composite(String key, SortedMap<String, Scalar> fields) implements Step {
        /** Copies the fields in. */
        public Composite {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        @Override
        public void on(Edit edit) {
            fields.forEach((name, value) -> edit.put(Script.MAP, key + "/" + name, value));
        }

        @Override
        public List<Object> plain() {
            Map<String, Object> plain = new TreeMap<>();
            fields.forEach((name, value) -> plain.put(name, Step.plain(value)));
            return List.of("entry", key, plain);
        }
    }
}
