package dev.hearth.echo.crdt;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts and lists that one edit has begun to change, nearly always one: from which event on, to which. */
final class EditedSequences {
    private final int actor;
    private @Nullable Edited only;
    private @Nullable Map<Sequence, Edited> more;

    /** Takes whose edit it is. */
    EditedSequences(int actor) {
        this.actor = actor;
    }

    private static final class Edited {
        final String field;
        final Sequence sequence;
        final int firstEvent;
        final int fromSeq;
        int toSeq;

        Edited(String field, Sequence sequence, int actor) {
            this.field = field;
            this.sequence = sequence;
            this.firstEvent = sequence.graph.next();
            this.fromSeq = sequence.graph.nextSeq(actor);
        }
    }

    /** Notes that a sequence is about to be changed; returns whether it is for the first time. */
    boolean begin(String field, Sequence sequence) {
        if (find(sequence) != null) {
            return false;
        }
        Edited edited = new Edited(field, sequence, actor);
        if (only == null) {
            only = edited;
        } else {
            Map<Sequence, Edited> others = more == null ? new IdentityHashMap<>(2) : more;
            others.put(sequence, edited);
            more = others;
        }
        return true;
    }

    private @Nullable Edited find(Sequence sequence) {
        Edited first = only;
        if (first != null && first.sequence == sequence) {
            return first;
        }
        return more == null ? null : more.get(sequence);
    }

    /** The number of the first event that the edit adds to a sequence. */
    int firstEvent(Sequence sequence) {
        Edited found = find(sequence);
        return found == null ? Integer.MAX_VALUE : found.firstEvent;
    }

    /** Notes that nothing more will be changed. */
    void finish() {
        if (only != null) {
            only.toSeq = only.sequence.graph.nextSeq(actor);
        }
        if (more != null) {
            more.values().forEach(each -> each.toSeq = each.sequence.graph.nextSeq(actor));
        }
    }

    /** Adds what it takes to undo what was changed. */
    void addTo(UndoSteps steps) {
        if (only != null) {
            steps.add(step(only));
        }
        if (more != null) {
            more.values().forEach(each -> steps.add(step(each)));
        }
    }

    private UndoSteps.Step step(Edited edited) {
        return edited.sequence instanceof ListSequence
                ? new UndoSteps.Step.Items(edited.field, actor, edited.fromSeq, edited.toSeq)
                : new UndoSteps.Step.Text(edited.field, actor, edited.fromSeq, edited.toSeq);
    }
}
