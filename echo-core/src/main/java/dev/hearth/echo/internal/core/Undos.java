package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
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

/** The undo stack of one database, kept under its lock. */
final class Undos implements UndoStack {
    private static final int MOST = 10_000;

    /** What one object takes to undo one transaction. */
    private record Step(ObjectId object, UndoSteps steps) {}

    private final Core core;
    private final Deque<List<Step>> undoable = new ArrayDeque<>();
    private final Deque<List<Step>> redoable = new ArrayDeque<>();
    private final Map<ObjectId, UndoMemory> memories = new HashMap<>();
    private List<Step> undone = List.of();
    private boolean undoing;
    private int grouping;
    private boolean begun;

    Undos(Core core) {
        this.core = core;
    }

    /** Notes a local transaction that was committed. */
    void committed(Transaction transaction) {
        List<Step> steps = new ArrayList<>();
        transaction.edits().forEach((object, edit) -> {
            UndoSteps own = edit.undoSteps();
            if (!own.isEmpty()) {
                steps.add(new Step(object, own));
            }
        });
        if (undoing) {
            undone = steps;
        } else if (!steps.isEmpty()) {
            redoable.clear();
            push(steps);
        }
    }

    private void push(List<Step> steps) {
        if (grouping > 0 && begun) {
            List<Step> joined = new ArrayList<>(undoable.pop());
            joined.addAll(steps);
            undoable.push(joined);
            return;
        }
        begun = true;
        undoable.push(steps);
        if (undoable.size() > MOST) {
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
        return core.locked(() -> turn(undoable, redoable));
    }

    @Override
    public boolean redo() {
        return core.locked(() -> turn(redoable, undoable));
    }

    private boolean turn(Deque<List<Step>> from, Deque<List<Step>> to) {
        List<Step> steps = from.peek();
        if (steps == null) {
            return false;
        }
        undoing = true;
        undone = List.of();
        try {
            core.transact(() -> {
                for (int i = steps.size() - 1; i >= 0; i--) {
                    turn(steps.get(i));
                }
            });
            from.pop();
            to.push(undone);
        } finally {
            undoing = false;
        }
        return true;
    }

    private void turn(Step step) {
        UndoMemory memory = memories.computeIfAbsent(step.object(), object -> new UndoMemory());
        core.edit(step.object(), false, edit -> undo(step, edit, memory));
    }

    private void undo(Step step, Edit edit, UndoMemory memory) {
        try {
            core.objects().get(step.object()).state().undo(edit, step.steps(), memory);
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
    public void close() {
        core.forget(this);
    }
}
