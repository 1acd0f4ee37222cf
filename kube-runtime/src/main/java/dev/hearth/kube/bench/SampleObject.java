package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object that is made many times: a task with four scalars, a list of two tags and a map of two entries. */
final class SampleObject {
    static final String COUNT = "count";

    private SampleObject() {}

    static void write(Edit edit, int index) {
        edit.set("id", id(index));
        edit.set("title", title(index));
        edit.set("done", done(index));
        edit.set(COUNT, new Scalar.Int(index));
        edit.insert("tags", 0, tags(index));
        edit.put("meta", "author", author(index));
        edit.put("meta", "created", created(index));
    }

    /** Whether a state holds what {@link #write} wrote, with a given count. */
    static boolean matches(ObjectState state, int index, long count) {
        return state.scalar("id").equals(Optional.of(id(index)))
                && state.scalar("title").equals(Optional.of(title(index)))
                && state.scalar("done").equals(Optional.of(done(index)))
                && state.scalar(COUNT).equals(Optional.of(new Scalar.Int(count)))
                && state.list("tags").equals(tags(index))
                && state.map("meta").equals(Map.of("author", author(index), "created", created(index)));
    }

    private static Scalar id(int index) {
        return new Scalar.Str("o" + index);
    }

    private static Scalar title(int index) {
        return new Scalar.Str("Task number " + index);
    }

    private static Scalar done(int index) {
        return new Scalar.Bool(index % 3 == 0);
    }

    private static List<Scalar> tags(int index) {
        return List.of(new Scalar.Str("red"), new Scalar.Str("t" + index % 50));
    }

    private static Scalar author(int index) {
        return new Scalar.Str("user" + index % 17);
    }

    private static Scalar created(int index) {
        return new Scalar.Int(1_700_000_000_000L + index * 1000L);
    }
}
