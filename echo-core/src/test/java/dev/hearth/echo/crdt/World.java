package dev.hearth.echo.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replicas of one object that exchange changes in any order that respects causality, each beside a naive model. */
final class World {
    static final String TEXT = "body";
    static final String LIST = "items";
    static final String MAP = "entries";
    static final String SCALAR = "title";
    static final String COUNTER = "count";
    static final String SET = "tags";
    static final String EVENTS = "game";

    /** The naive model of one replica's object. */
    static final class Model {
        final FugueOracle text = new FugueOracle();
        final ListModel list = new ListModel();
        final MarksModel marks = new MarksModel();
        final TreeMap<Long, List<String>> events = new TreeMap<>();
        long counter;
        boolean deleted;
        private long lifecycleStamp = -1;
        final Map<String, Map<Long, Scalar>> registers = new TreeMap<>();

        void lifecycle(boolean delete, long stamp) {
            if (stamp >= lifecycleStamp) {
                lifecycleStamp = stamp;
                deleted = delete;
            }
        }
    }

    /** One change on its way. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(int author, int number, long lamport, byte[] change, int[] needs, List<Consumer<Model>> model) {}

    /** One replica. */
    final class Replica {
        final int index;
        final Actors actors;
        final int actor;
        ObjectState state;
        final Model model = new Model();
        final int[] has;
        private final int[] actorOf;
        private final Deque<UndoSteps> undos = new ArrayDeque<>();
        private final Deque<UndoSteps> redos = new ArrayDeque<>();
        private final UndoMemory memory = new UndoMemory();
        private long lamport;
        private int textNumber;
        private int listNumber;

        Replica(int index, Actors actors, int replicas) {
            this.index = index;
            this.actors = actors;
            this.actorOf = new int[replicas];
            for (int i = 0; i < replicas; i++) {
                actorOf[i] = actors.intern(key(i));
            }
            this.actor = actorOf[index];
            this.state = new ObjectState(actors);
            this.has = new int[replicas];
        }

        /** Makes one transaction. */
        void edit(Consumer<Writer> work) {
            undos.push(commit(work));
            redos.clear();
        }

        private UndoSteps commit(Consumer<Writer> work) {
            int[] needs = has.clone();
            Edit edit = state.edit(actor, ++lamport);
            Writer writer = new Writer(this, edit, lamport);
            work.accept(writer);
            sent.get(index).add(new Sent(index, has[index], lamport, edit.finish(), needs, writer.effects));
            has[index]++;
            return edit.undoSteps();
        }

        /** Takes back this replica's last transaction that stands; the models do not follow. */
        void undo() {
            takeBack(undos, redos);
        }

        /** Takes back the last undoing. */
        void redo() {
            takeBack(redos, undos);
        }

        private void takeBack(Deque<UndoSteps> from, Deque<UndoSteps> to) {
            if (!from.isEmpty()) {
                UndoSteps steps = from.pop();
                modelled = false;
                to.push(commit(writer -> writer.undo(steps, memory)));
            }
        }

        boolean mayReceive(int author) {
            if (author == index || has[author] == sent.get(author).size()) {
                return false;
            }
            int[] needs = sent.get(author).get(has[author]).needs();
            for (int i = 0; i < needs.length; i++) {
                if (has[i] < needs[i]) {
                    return false;
                }
            }
            return true;
        }

        void receive(int author) throws ChangeException {
            Sent next = sent.get(author).get(has[author]);
            ObjectState.check(next.change());
            state.apply(next.change(), actorOf[author], next.lamport());
            if (modelled) {
                next.model().forEach(effect -> effect.accept(model));
            }
            lamport = Math.max(lamport, next.lamport());
            has[author]++;
        }

        /** Goes on with what was saved. */
        void restart() throws ChangeException {
            state = ObjectState.load(state.save(), actors);
        }

        boolean isModelled() {
            return modelled;
        }

        String modelText() {
            return String.join("", model.text.visible());
        }
    }

    /** Edits an object and its model alike. */
    static final class Writer {
        private final Replica replica;
        final Edit edit;
        private final long stamp;
        final List<Consumer<Model>> effects = new ArrayList<>();
        private final int firstItem;
        private int markIndex;

        Writer(Replica replica, Edit edit, long lamport) {
            this.replica = replica;
            this.edit = edit;
            this.stamp = lamport * 100 + replica.index;
            this.firstItem = replica.listNumber;
        }

        private void undo(UndoSteps steps, UndoMemory memory) {
            try {
                replica.state.undo(edit, steps, memory);
            } catch (ChangeException e) {
                throw new AssertionError(e);
            }
        }

        void insertText(int at, String units) {
            edit.insertText(TEXT, at, units);
            if (!replica.isModelled()) {
                return;
            }
            for (int i = 0; i < units.length(); i++) {
                FugueOracle.Insert insert = replica.model.text.insert(
                        at + i, new FugueOracle.Id(replica.index, replica.textNumber++), units.substring(i, i + 1));
                effects.add(model -> model.text.apply(insert));
            }
        }

        void deleteText(int at, int count) {
            edit.deleteText(TEXT, at, count);
            for (int i = 0; i < count && replica.isModelled(); i++) {
                FugueOracle.Id id = replica.model.text.idAt(at);
                both(model -> model.text.delete(id));
            }
        }

        void insertItem(int at, String value) {
            edit.insert(LIST, at, List.of(new Scalar.Str(value)));
            if (!replica.isModelled()) {
                return;
            }
            FugueOracle.Insert insert =
                    replica.model.list.insert(at, new FugueOracle.Id(replica.index, replica.listNumber++), value);
            effects.add(model -> model.list.apply(insert));
        }

        void removeItem(int at) {
            edit.removeItems(LIST, at, 1);
            if (replica.isModelled()) {
                unstand(replica.model.list.itemAt(at));
            }
        }

        private void unstand(FugueOracle.Id item) {
            for (FugueOracle.Id unit : replica.model.list.unitsOf(item)) {
                both(model -> model.list.delete(unit));
            }
        }

        /** An item that is new in this transaction is moved by making it anew. */
        void moveItem(int from, int to) {
            edit.moveItem(LIST, from, to);
            if (from == to || !replica.isModelled()) {
                return;
            }
            FugueOracle.Id item = replica.model.list.itemAt(from);
            String value = replica.model.list.visible().get(from);
            boolean fresh = item.actor() == replica.index && item.number() >= firstItem;
            unstand(item);
            FugueOracle.Id unit = new FugueOracle.Id(replica.index, replica.listNumber++);
            FugueOracle.Insert insert = replica.model.list.insert(to, unit, fresh ? value : "");
            effects.add(model -> model.list.apply(insert));
            if (!fresh) {
                both(model -> model.list.moved(unit, item, stamp));
            }
        }

        void increment(long by) {
            edit.increment(COUNTER, by);
            both(model -> model.counter += by);
        }

        void addMember(String member) {
            edit.add(SET, new Scalar.Str(member));
            register(SET + member, new HashSet<>(seen(SET + member)), 0);
        }

        void discardMember(String member) {
            edit.discard(SET, new Scalar.Str(member));
            unregister(SET + member, new HashSet<>(seen(SET + member)));
        }

        void submit(String operation) {
            edit.submit(EVENTS, operation.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            both(model ->
                    model.events.computeIfAbsent(stamp, at -> new ArrayList<>()).add(operation));
        }

        void mark(int from, int to, String name, @Nullable Long value, Expand expand) {
            try {
                edit.mark(TEXT, from, to, name, value == null ? new Scalar.Null() : new Scalar.Int(value), expand);
            } catch (ChangeException e) {
                throw new AssertionError(e);
            }
            if (!replica.isModelled()) {
                return;
            }
            FugueOracle text = replica.model.text;
            MarksModel.End start = end(text, from, expand.before());
            MarksModel.End end = end(text, to, !expand.after());
            MarksModel.Operation operation = new MarksModel.Operation(stamp, markIndex++, name, value, start, end);
            both(model -> model.marks.add(operation));
        }

        private static MarksModel.End end(FugueOracle text, int at, boolean afterPrevious) {
            List<FugueOracle.Id> units = text.visibleIds();
            if (afterPrevious) {
                return at == 0 ? new MarksModel.End(null, false) : new MarksModel.End(units.get(at - 1), true);
            }
            return at == units.size() ? new MarksModel.End(null, true) : new MarksModel.End(units.get(at), false);
        }

        void setItem(int at, String value) {
            edit.setItem(LIST, at, new Scalar.Str(value));
            if (replica.isModelled()) {
                FugueOracle.Id item = replica.model.list.itemAt(at);
                both(model -> model.list.assign(item, stamp, value));
            }
        }

        void put(String key, long value) {
            edit.put(MAP, key, new Scalar.Int(value));
            register(MAP + key, new HashSet<>(seen(MAP + key)), value);
        }

        void remove(String key) {
            edit.remove(MAP, key);
            unregister(MAP + key, new HashSet<>(seen(MAP + key)));
        }

        void set(long value) {
            edit.set(SCALAR, new Scalar.Int(value));
            register(SCALAR, new HashSet<>(seen(SCALAR)), value);
        }

        void clear() {
            edit.clear(SCALAR);
            unregister(SCALAR, new HashSet<>(seen(SCALAR)));
        }

        /** Empties the field of one kind. */
        void clear(String field) {
            edit.clear(field);
            Model model = replica.model;
            if (field.equals(TEXT)) {
                for (FugueOracle.Id id : model.text.visibleIds()) {
                    both(each -> each.text.delete(id));
                }
            } else if (field.equals(LIST)) {
                for (FugueOracle.Id item : model.list.items()) {
                    unstand(item);
                }
            } else if (field.equals(COUNTER)) {
                long sum = model.counter;
                both(each -> each.counter -= sum);
            } else {
                for (String register : List.copyOf(model.registers.keySet())) {
                    if (register.startsWith(field)) {
                        unregister(register, new HashSet<>(seen(register)));
                    }
                }
            }
        }

        void delete(boolean gone) {
            if (gone) {
                edit.delete();
            } else {
                edit.restore();
            }
            both(model -> model.lifecycle(gone, stamp));
        }

        private Set<Long> seen(String register) {
            return replica.model.registers.getOrDefault(register, Map.of()).keySet();
        }

        private void register(String name, Set<Long> covered, long value) {
            both(model -> {
                Map<Long, Scalar> values = model.registers.computeIfAbsent(name, key -> new HashMap<>());
                values.keySet().removeAll(covered);
                values.put(stamp, new Scalar.Int(value));
            });
        }

        private void unregister(String name, Set<Long> covered) {
            both(model -> model.registers
                    .computeIfAbsent(name, key -> new HashMap<>())
                    .keySet()
                    .removeAll(covered));
        }

        private void both(Consumer<Model> effect) {
            if (replica.isModelled()) {
                effect.accept(replica.model);
                effects.add(effect);
            }
        }
    }

    final Actors actors = new Actors();
    final List<Replica> replicas = new ArrayList<>();
    final List<List<Sent>> sent = new ArrayList<>();

    /** Whether the models follow the objects. */
    boolean modelled = true;

    /** Replicas of one process, which know the actors by the same numbers. */
    World(int count) {
        for (int i = count - 1; i >= 0; i--) {
            actors.intern(key(i));
        }
        for (int i = 0; i < count; i++) {
            add(actors, count);
        }
    }

    private World(List<Actors> each) {
        each.forEach(table -> add(table, each.size()));
    }

    /** Replicas of as many processes, each of which numbers the actors in another order. */
    static World apart(int count) {
        List<Actors> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Actors table = new Actors();
            for (int k = 0; k < count; k++) {
                table.intern(key((k * (i % 2 == 0 ? 1 : count - 1) + i) % count));
            }
            each.add(table);
        }
        return new World(each);
    }

    private void add(Actors table, int count) {
        replicas.add(new Replica(replicas.size(), table, count));
        sent.add(new ArrayList<>());
    }

    static byte[] key(int index) {
        byte[] key = new byte[Actors.KEY_LENGTH];
        key[0] = (byte) (index + 1);
        return key;
    }

    /** Brings everything to everyone; each replica prefers other authors first. */
    void settle() throws ChangeException {
        for (Replica replica : replicas) {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int i = 0; i < replicas.size() && !moved; i++) {
                    int author = (replica.index + 1 + i) % replicas.size();
                    if (replica.mayReceive(author)) {
                        replica.receive(author);
                        moved = true;
                    }
                }
            }
        }
    }

    static List<String> modelValues(Model model, String register) {
        return model.registers.getOrDefault(register, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<Long, Scalar>comparingByKey().reversed())
                .map(entry -> entry.getValue().toString())
                .collect(Collectors.toList());
    }

    static List<String> values(List<Scalar> values) {
        return values.stream().map(Scalar::toString).collect(Collectors.toList());
    }
}
