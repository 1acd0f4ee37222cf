package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.TextChange;
import dev.hearth.echo.TextField;
import java.util.List;
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
