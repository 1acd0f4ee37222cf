package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.UndoOptions;
import dev.hearth.echo.UndoStack;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.UndoMemory;
import dev.hearth.echo.crdt.UndoSteps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The undo stack of one database, kept under its lock. */
final class Undos implements UndoStack {
    /** What one object takes to undo one transaction. */
    private record Part(ObjectId object, UndoSteps steps) {}

    /** What is undone at once, the first edit first, and what goes with it. */
    private record Step(List<Part> parts, Optional<Object> attached) {}

    private final Core core;
    private final UndoOptions options;
    private final LongSupplier nanoTime;
    private final Deque<Step> undoable = new ArrayDeque<>();
    private final Deque<Step> redoable = new ArrayDeque<>();
    private final Map<ObjectId, UndoMemory> memories = new HashMap<>();
    private List<Part> undone = List.of();
    private boolean undoing;
    private int grouping;
    private boolean begun; // whether the next transaction may join the latest step
    private long latest;

    Undos(Core core, UndoOptions options, LongSupplier nanoTime) {
        this.core = core;
        this.options = options;
        this.nanoTime = nanoTime;
    }

    /** Notes a local transaction that was committed. */
    void committed(Transaction transaction) {
        List<Part> parts = new ArrayList<>();
        transaction.edits().forEach((object, edit) -> {
            UndoSteps own = edit.undoSteps();
            if (!own.isEmpty() && (undoing || isInScope(object))) {
                parts.add(new Part(object, own));
            }
        });
        if (undoing) {
            undone = parts;
        } else if (!parts.isEmpty()) {
            redoable.clear();
            push(parts);
        }
    }

    private boolean isInScope(ObjectId object) {
        return (options.objects().isEmpty() && options.types().isEmpty())
                || options.objects().contains(object)
                || (!options.types().isEmpty()
                        && options.types().contains(core.objects().get(object).type()));
    }

    private void push(List<Part> parts) {
        long now = nanoTime.getAsLong();
        boolean joins =
                begun && (grouping > 0 || now - latest < options.together().toNanos());
        latest = now;
        begun = true;
        Step before = joins ? undoable.poll() : null;
        if (before == null) {
            undoable.push(new Step(parts, Optional.empty()));
        } else {
            List<Part> joined = new ArrayList<>(before.parts());
            joined.addAll(parts);
            undoable.push(new Step(joined, before.attached()));
        }
        if (undoable.size() > options.steps()) {
            undoable.removeLast();
        }
    }

    @Override
    public int undoable() {
        return core.locked(undoable::size);
    }

    @Override
    public int redoable() {
        return core.locked(redoable::size);
    }

    @Override
    public boolean undo() {
        return core.locked(() -> turn(undoable, redoable, null)).isPresent();
    }

    @Override
    public boolean redo() {
        return core.locked(() -> turn(redoable, undoable, null)).isPresent();
    }

    @Override
    public void attach(Object attached) {
        core.locked(() -> {
            Step step = undoable.poll();
            if (step != null) {
                undoable.push(new Step(step.parts(), Optional.of(attached)));
            }
            return true;
        });
    }

    @Override
    public Optional<Turned> undo(Object here) {
        return core.locked(() -> turn(undoable, redoable, here));
    }

    @Override
    public Optional<Turned> redo(Object here) {
        return core.locked(() -> turn(redoable, undoable, here));
    }

    private Optional<Turned> turn(Deque<Step> from, Deque<Step> to, @Nullable Object here) {
        Step step = from.peek();
        if (step == null) {
            return Optional.empty();
        }
        undoing = true;
        undone = List.of();
        begun = false;
        try {
            core.transact(() -> {
                for (int i = step.parts().size() - 1; i >= 0; i--) {
                    turn(step.parts().get(i));
                }
            });
            from.pop();
            to.push(new Step(undone, Optional.ofNullable(here)));
        } finally {
            undoing = false;
        }
        return Optional.of(new Turned(step.attached()));
    }

    private void turn(Part part) {
        UndoMemory memory = memories.computeIfAbsent(part.object(), object -> new UndoMemory());
        core.edit(part.object(), false, edit -> undo(part, edit, memory));
    }

    private void undo(Part part, Edit edit, UndoMemory memory) {
        try {
            core.objects().get(part.object()).state().undo(edit, part.steps(), memory);
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "object"), e);
        }
    }

    @Override
    public void group(Runnable work) {
        core.locked(() -> {
            begun = grouping > 0 && begun;
            grouping++;
            try {
                work.run();
            } finally {
                grouping--;
                begun = grouping > 0 && begun;
            }
            return true;
        });
    }

    @Override
    public void separate() {
        core.locked(() -> begun = false);
    }

    @Override
    public void close() {
        core.forget(this);
    }
}
