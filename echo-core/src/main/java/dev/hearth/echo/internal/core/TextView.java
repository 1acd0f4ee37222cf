package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Cursor;
import dev.hearth.echo.Expansion;
import dev.hearth.echo.TextChange;
import dev.hearth.echo.TextField;
import dev.hearth.echo.TextMark;
import dev.hearth.echo.crdt.Anchor;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Expand;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A text of one object, read and written through the database. */
record TextView(Core core, ObjectId object, String field) implements TextField {
    @Override
    public String value() {
        return core.read(object, found -> found.state().text(field));
    }

    @Override
    public int length() {
        return core.read(object, found -> found.state().textLength(field));
    }

    @Override
    public void begin(String content) {
        core.edit(object, true, edit -> {
            try {
                edit.beginText(field, content);
            } catch (ChangeException e) {
                throw new IllegalStateException("A text without history has no damaged one", e);
            }
        });
    }

    @Override
    public void splice(int at, int count, String text) {
        core.edit(object, true, edit -> {
            if (count > 0) {
                edit.deleteText(field, at, count);
            }
            if (!text.isEmpty()) {
                edit.insertText(field, at, text);
            }
        });
    }

    @Override
    public void mark(int from, int to, String name, Object value, Expansion expansion) {
        write(from, to, name, Values.scalar(name, value, core.id()), Expand.valueOf(expansion.name()));
    }

    @Override
    public void unmark(int from, int to, String name) {
        write(from, to, name, new Scalar.Null(), Expand.AFTER);
    }

    private void write(int from, int to, String name, Scalar value, Expand expand) {
        core.edit(object, true, edit -> {
            try {
                edit.mark(field, from, to, name, value, expand);
            } catch (ChangeException e) {
                throw damaged(e);
            }
        });
    }

    @Override
    public List<TextMark> marks() {
        return core.read(object, found -> {
            try {
                return found.state().marks(field).stream()
                        .map(span -> new TextMark(
                                span.from(), span.to(), span.name(), Values.plain(span.value(), core.id())))
                        .toList();
            } catch (ChangeException e) {
                throw damaged(e);
            }
        });
    }

    @Override
    public Cursor cursor(int at) {
        return core.read(object, found -> {
            try {
                Anchor anchor = found.state().anchor(field, at, false);
                return new Cursor(Bytes.of(anchor.encode(core.actors())));
            } catch (ChangeException e) {
                throw damaged(e);
            }
        });
    }

    @Override
    public OptionalInt position(Cursor cursor) {
        return core.read(object, found -> {
            Anchor anchor;
            try {
                anchor = Anchor.decode(cursor.place().toArray(), core.actors());
            } catch (ChangeException e) {
                return OptionalInt.empty();
            }
            try {
                return found.state().position(field, anchor);
            } catch (ChangeException e) {
                throw damaged(e);
            }
        });
    }

    private HearthException damaged(ChangeException cause) {
        return new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "object"), cause);
    }

    @Override
    public Subscription onChange(Executor executor, Consumer<TextChange> listener) {
        return core.onCommit(executor, commit -> tell(commit, listener));
    }

    private void tell(Commit commit, Consumer<TextChange> listener) {
        for (Commit.ObjectChange change : commit.objects()) {
            List<TextChange.Splice> splices = change.texts().get(field);
            if (change.id().equals(object) && splices != null) {
                listener.accept(new TextChange(splices, commit.local()));
            }
        }
    }

    @Override
    public String toString() {
        return value();
    }
}
