package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Model;
import dev.hearth.echo.ModelField;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A field that a model interprets, read and written through the database. */
final class ModelView<S, O> implements ModelField<S, O> {
    private final Core core;
    private final ObjectId object;
    private final String field;
    private final Model<S, O> model;
    private final ModelFold<S, O> fold; // guarded by the database's lock

    ModelView(Core core, ObjectId object, String field, Model<S, O> model) {
        this.core = core;
        this.object = object;
        this.field = field;
        this.model = model;
        this.fold = new ModelFold<>(model, core.actors());
    }

    @Override
    public S state() {
        return core.read(object, found -> fold.after(found.state().events(field)));
    }

    @Override
    public void submit(O operation) {
        byte[] encoded = model.encode(operation);
        core.edit(object, true, edit -> edit.submit(field, encoded));
    }

    @Override
    public Subscription onChange(Executor executor, Consumer<S> listener) {
        return core.onCommit(executor, commit -> {
            if (touches(commit)) {
                listener.accept(state());
            }
        });
    }

    private boolean touches(Commit commit) {
        return commit.objects().stream()
                .anyMatch(
                        change -> change.id().equals(object) && change.fields().contains(field));
    }
}
