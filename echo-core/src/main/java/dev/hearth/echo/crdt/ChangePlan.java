package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Brings one decoded change to a state in two steps: first everything that it names is found and held against the
 * state, and a fault throws with nothing changed; then it is applied, which cannot fail.
 */
final class ChangePlan {
    private final UnpackedState state;
    private final Actors actors;
    private final Change change = new Change();
    private final List<Field> named = new ArrayList<>();
    private final List<Field> created = new ArrayList<>();
    private Field[] fields = new Field[4];
    private int[] places = new int[4];
    private int[] newActors = new int[0];
    private int planned;

    ChangePlan(UnpackedState state) {
        this.state = state;
        this.actors = state.actors();
    }

    void apply(byte[] bytes, int actor, long lamport) throws ChangeException {
        change.read(bytes);
        if (fields.length < change.count) {
            fields = new Field[change.kind.length];
            places = new int[change.kind.length];
        }
        Author author = state.author(actor);
        named.clear();
        created.clear();
        planned = 0;
        try {
            plan(author, lamport);
        } catch (ChangeException e) {
            forgetPlans();
            state.drop(created);
            throw e;
        }
        state.recorder().clear();
        for (int i = 0; i < change.count; i++) {
            execute(i, author, lamport);
        }
        forgetPlans();
        for (Field field : named) {
            author.learn(field);
        }
        for (int known : newActors) {
            author.learnActor(known);
        }
    }

    private void plan(Author author, long lamport) throws ChangeException {
        findActors();
        while (planned < change.count) {
            int at = planned;
            if (change.kind[at] == Op.OBJECT) {
                planned++;
                continue;
            }
            Field field = findField(author, change.field[at]);
            fields[at] = field;
            long[] references = change.references[at];
            if (references.length > 0) {
                resolve(references, author);
            }
            planned++;
            if (Op.onText(change.kind[at])) {
                planText(at, field.textSequence(actors, state.recorder()), author.actor);
            } else if (Op.onList(change.kind[at])) {
                planList(at, field.listSequence(actors, state.recorder()), author.actor);
            } else {
                for (int i = 1; i < references.length; i += 2) {
                    references[i] = lamport - references[i];
                }
            }
        }
    }

    private void findActors() throws ChangeException {
        newActors = new int[change.keys.size()];
        for (int i = 0; i < newActors.length; i++) {
            newActors[i] = actors.find(change.keys.get(i));
            if (newActors[i] < 0) {
                throw new ChangeException("An actor is not known");
            }
        }
    }

    private Field findField(Author author, int number) throws ChangeException {
        if (number < 0) {
            Field field = state.fieldOrNew(change.names.get(-number - 1), created);
            named.add(field);
            return field;
        }
        if (number < author.fieldCount()) {
            return state.field(author, number);
        }
        int index = number - author.fieldCount();
        if (index >= named.size()) {
            throw new ChangeException("A field is not known");
        }
        return named.get(index);
    }

    private void resolve(long[] references, Author author) throws ChangeException {
        for (int i = 0; i < references.length; i += 2) {
            long number = references[i];
            if (number < 0) {
                references[i] = newActors[(int) (-number - 1)];
            } else if (number < author.actorCount()) {
                references[i] = author.actor((int) number);
            } else if (number < author.actorCount() + newActors.length) {
                references[i] = newActors[(int) number - author.actorCount()];
            } else {
                throw new ChangeException("An actor is not known");
            }
        }
    }

    private void planText(int at, TextSequence text, int actor) throws ChangeException {
        int kind = change.kind[at];
        if (kind == Op.MARK) {
            long[] units = change.references[at];
            for (int i = 0; i < units.length; i += 2) {
                text.planAnchor((int) units[i], units[i + 1], actor);
            }
            return;
        }
        if (kind == Op.BEGIN) {
            places[at] = text.planBegin((String) change.value[at], change.surrogates);
            return;
        }
        if (kind == Op.TEXT_AFTER) {
            text.plan(actor, parents(at, text, actor));
            text.planCharacters(true, change.surrogates);
            return;
        }
        if (!text.planned()) {
            text.plan(actor, null);
            text.planCharacters(change.count > 1, change.surrogates);
        } else if (text.planActor() != actor) {
            throw new ChangeException("A change gives a text its first content and edits it");
        }
        places[at] = kind == Op.TEXT_INSERT
                ? text.planInsert(change.delta[at], (String) change.value[at])
                : text.planRemoval(change.delta[at], change.units[at]);
    }

    private void planList(int at, ListSequence list, int actor) throws ChangeException {
        int kind = change.kind[at];
        if (kind == Op.LIST_AFTER) {
            list.plan(actor, parents(at, list, actor));
            return;
        }
        if (!list.planned()) {
            list.plan(actor, null);
        }
        places[at] = switch (kind) {
            case Op.LIST_INSERT -> list.planInsert(change.delta[at], ((Scalar[]) change.value[at]).length);
            case Op.LIST_REMOVE -> list.planDelete(change.delta[at], change.units[at]);
            case Op.PLACE -> {
                change.units[at] = item(list, change.references[at]);
                yield list.planInsert(change.delta[at], 1);
            }
            default -> list.planAssign(change.delta[at]);
        };
    }

    /** The item that a move names. */
    private static int item(ListSequence list, long[] reference) throws ChangeException {
        long seq = reference[1];
        int item = seq > Sequence.MAX_EVENTS ? -1 : list.graph.event((int) reference[0], (int) seq);
        if (item < 0 || !list.isItem(item)) {
            throw new ChangeException("A move is of no item that is here");
        }
        return item;
    }

    private long[] parents(int at, Sequence sequence, int actor) throws ChangeException {
        long[] references = change.references[at];
        if (change.units[at] == 0) {
            return references;
        }
        int own = sequence.graph.nextSeq(actor) - 1;
        if (own < 0) {
            throw new ChangeException("A parent is not here");
        }
        long[] all = new long[references.length + 2];
        System.arraycopy(references, 0, all, 2, references.length);
        all[0] = actor;
        all[1] = own;
        return all;
    }

    private void forgetPlans() {
        for (int i = 0; i < planned; i++) {
            if (Op.onText(change.kind[i])) {
                fields[i].textSequence(actors, state.recorder()).forgetPlan();
            } else if (Op.onList(change.kind[i])) {
                fields[i].listSequence(actors, state.recorder()).forgetPlan();
            }
        }
    }

    private void execute(int at, Author author, long lamport) {
        int kind = change.kind[at];
        int actor = author.actor;
        if (kind == Op.OBJECT) {
            state.become(change.units[at], actor, lamport);
            return;
        }
        Field field = fields[at];
        if (Op.onText(kind)) {
            TextSequence text = field.textSequence(actors, state.recorder());
            text.stamp.raise(lamport, actor, actors);
            if (kind == Op.TEXT_INSERT) {
                text.insert(places[at], (String) change.value[at], actor);
            } else if (kind == Op.TEXT_DELETE) {
                text.delete(places[at], change.units[at], actor);
            } else if (kind == Op.BEGIN) {
                text.begin(places[at], (String) change.value[at]);
            } else if (kind == Op.MARK) {
                mark(at, text, actor, lamport);
            }
        } else if (Op.onList(kind)) {
            executeList(at, field.listSequence(actors, state.recorder()), actor, lamport);
        } else {
            executeRegister(at, field, actor, lamport);
        }
    }

    private void mark(int at, TextSequence text, int actor, long lamport) {
        int flags = change.units[at];
        long[] units = change.references[at];
        boolean fromStart = (flags & Op.FROM_START) != 0;
        Anchor start =
                fromStart ? Anchor.START : new Anchor((int) units[0], (int) units[1], (flags & Op.START_AFTER) != 0);
        int last = units.length - 2;
        Anchor end = (flags & Op.TO_END) != 0
                ? Anchor.END
                : new Anchor((int) units[last], (int) units[last + 1], (flags & Op.END_AFTER) != 0);
        String name = Objects.requireNonNullElse(change.key[at], "");
        text.mark(lamport, actor, name, (Scalar) change.value[at], start, end);
    }

    private void executeList(int at, ListSequence list, int actor, long lamport) {
        list.stamp.raise(lamport, actor, actors);
        switch (change.kind[at]) {
            case Op.LIST_INSERT -> list.insert(places[at], (Scalar[]) change.value[at], actor);
            case Op.LIST_REMOVE -> list.delete(places[at], change.units[at], actor);
            case Op.LIST_SET -> list.assign(places[at], (Scalar) change.value[at], actor, lamport);
            case Op.PLACE -> list.place(places[at], change.units[at], actor, lamport);
            default -> state.recorder().touched(list.field);
        }
    }

    private void executeRegister(int at, Field field, int actor, long lamport) {
        long[] covered = change.references[at];
        String key = Objects.requireNonNullElse(change.key[at], "");
        switch (change.kind[at]) {
            case Op.SET, Op.SET_OVER -> state.scalar(field, covered, actor, lamport, (Scalar) change.value[at]);
            case Op.CLEAR -> state.scalar(field, covered, actor, lamport, null);
            case Op.REMOVE -> state.entry(field, key, covered, actor, lamport, null);
            case Op.COUNT -> state.count(field, ((Scalar.Int) change.value[at]).value(), actor, lamport);
            case Op.ADD, Op.DISCARD ->
                state.member(field, (Scalar) change.value[at], covered, actor, lamport, change.kind[at] == Op.ADD);
            case Op.EVENT -> state.event(field, (byte[]) change.value[at], actor, lamport);
            default -> state.entry(field, key, covered, actor, lamport, (Scalar) change.value[at]);
        }
    }
}
