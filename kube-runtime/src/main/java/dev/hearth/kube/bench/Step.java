package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import java.util.List;

/** One edit of a scripted workload. */
sealed interface Step {
    /** Does it. */
    void on(Edit edit);

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
    }

    /** Writes an entry of the map. */
    record Entry(String key, Scalar value) implements Step {
        @Override
        public void on(Edit edit) {
            edit.put(Script.MAP, key, value);
        }
    }
}
