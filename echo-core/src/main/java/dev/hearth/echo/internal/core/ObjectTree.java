package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Hierarchy;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.EntryStamp;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tree of the objects of one database. An object keeps its placements in a map by the parents' ids, and a parent,
 * or an object that stands for the top, keeps the order of its children in a list: so both merge as maps and lists do.
 * All is read under the database's lock.
 */
final class ObjectTree implements Hierarchy {
    /** The map of an object's placements. */
    static final String PLACES = "^";

    /** The list of the order among siblings, in their parent. */
    private static final String ORDER = "v";

    private final Core core;
    private final ObjectId top;
    private @Nullable Forest forest;

    ObjectTree(Core core) {
        this.core = core;
        this.top = new ObjectId(core.id().value().slice(0, ObjectId.SIZE));
    }

    /** Returns what stands for the place above all. */
    ObjectId root() {
        return top;
    }

    /** Looks again at what a commit placed. */
    void committed(Commit commit) {
        Forest known = forest;
        if (known != null) {
            for (Commit.ObjectChange change : commit.objects()) {
                if (change.fields().contains(PLACES)) {
                    known.put(change.id(), placements(change.id()));
                }
            }
        }
    }

    /** Forgets all: a transaction that placed something was undone. */
    void forget() {
        forest = null;
    }

    private Forest forest() {
        Forest known = forest;
        if (known == null) {
            known = new Forest(top);
            for (ObjectId object : core.objects().ofType(PLACES)) {
                known.put(object, placements(object));
            }
            forest = known;
        }
        return known;
    }

    private List<Forest.Placement> placements(ObjectId object) {
        return placements(core.objects().get(object).state(), core.actors());
    }

    /** Returns the placements that an object's state keeps. */
    static List<Forest.Placement> placements(ObjectState state, Actors actors) {
        List<Forest.Placement> out = new ArrayList<>();
        for (EntryStamp entry : state.stamps(PLACES)) {
            try {
                Forest.Rank rank = new Forest.Rank(entry.lamport(), Bytes.of(actors.key(entry.actor())));
                out.add(new Forest.Placement(ObjectId.fromHex(entry.key()), rank));
            } catch (IllegalArgumentException e) {
                // A peer wrote what is no id: such a placement counts nowhere.
            }
        }
        return out;
    }

    @Override
    public void place(ObjectId object, ObjectId parent, int index) {
        core.transact(() -> {
            if (forest().isUnder(parent, object)) {
                throw new IllegalArgumentException("parent: stands under the object, or is it");
            }
            List<ObjectId> siblings = new ArrayList<>(shown(parent));
            siblings.remove(object);
            if (index < 0 || index > siblings.size()) {
                throw new IllegalArgumentException("index: from 0 to " + siblings.size() + ", got " + index);
            }
            core.edit(object, true, edit -> edit.put(PLACES, parent.toString(), new Scalar.Bool(true)));
            Optional<ObjectId> next = index < siblings.size() ? Optional.of(siblings.get(index)) : Optional.empty();
            core.edit(parent, !parent.equals(top), edit -> order(edit, parent, object, next));
            forest().put(object, placements(object));
        });
    }

    /** Puts an object into its parent's order in front of the next one. */
    private void order(Edit edit, ObjectId parent, ObjectId object, Optional<ObjectId> next) {
        List<Scalar> order = core.objects().get(parent).state().list(ORDER);
        int from = order.indexOf(reference(object));
        int to = next.map(id -> order.indexOf(reference(id))).orElse(order.size());
        if (to < 0) {
            to = order.size();
        }
        if (from >= 0) {
            edit.moveItem(ORDER, from, from < to ? to - 1 : to);
        } else {
            edit.insert(ORDER, to, List.of(reference(object)));
        }
    }

    private static Scalar reference(ObjectId object) {
        return Scalar.Reference.of(object.value().toArray());
    }

    @Override
    public void placeAtTop(ObjectId object, int index) {
        place(object, top, index);
    }

    @Override
    public Optional<ObjectId> parent(ObjectId object) {
        return core.read(object, found -> forest().parent(object).filter(parent -> !parent.equals(top)));
    }

    @Override
    public List<ObjectId> children(ObjectId parent) {
        return core.read(parent, found -> shown(parent));
    }

    @Override
    public List<ObjectId> top() {
        return children(top);
    }

    /** The children that are not deleted, those in the parent's order first, the rest by their ids. */
    private List<ObjectId> shown(ObjectId parent) {
        List<ObjectId> shown = forest().children(parent).stream()
                .filter(child -> core.objects().get(child).shown())
                .toList();
        return ordered(shown, core.objects().get(parent).state());
    }

    /** Returns children in the order that their parent's state keeps, those that it does not know last. */
    static List<ObjectId> ordered(List<ObjectId> children, ObjectState parent) {
        Map<ObjectId, Integer> places = new HashMap<>();
        List<Scalar> order = parent.list(ORDER);
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) instanceof Scalar.Reference reference) {
                places.putIfAbsent(new ObjectId(Bytes.of(reference.object())), i);
            }
        }
        return children.stream()
                .sorted(java.util.Comparator.<ObjectId>comparingInt(
                                child -> places.getOrDefault(child, Integer.MAX_VALUE))
                        .thenComparing(ObjectId::value))
                .toList();
    }

    @Override
    public void delete(ObjectId object) {
        core.transact(() -> {
            for (ObjectId child : shown(object)) {
                delete(child);
            }
            core.edit(object, true, Edit::delete);
        });
    }
}
