package dev.hearth.kube.internal.transfer;

import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Page;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a space that are shown, some at a time.
 *
 * @param space the space
 * @param only one type; empty for all
 */
record Objects(Space space, Optional<String> only) {
    private static final int PAGE = 256;

    /** Takes one object. */
    interface Taker {
        void take(DynamicObject object) throws IOException;
    }

    /** Returns the types, without those that are the space's own. */
    List<String> types() {
        return space.transfer().types().stream()
                .filter(type -> only.isEmpty() || only.get().equals(type))
                .filter(type -> !type.startsWith("hearth."))
                .toList();
    }

    /** Hands on all objects of a type, in the order of their ids. */
    void each(String type, Taker taker) throws IOException {
        Query<DynamicObject> all = space.query(type);
        Page<DynamicObject> page = all.page(PAGE);
        while (true) {
            for (Result<DynamicObject> result : page.results()) {
                taker.take(result.value());
            }
            if (page.next().isEmpty()) {
                return;
            }
            page = all.after(page.next().get()).page(PAGE);
        }
    }

    /** Returns whether an object is the one edge between its ends. */
    boolean isEdge(DynamicObject object) {
        Optional<Object> source = object.get("source");
        Optional<Object> target = object.get("target");
        return source.isPresent()
                && target.isPresent()
                && source.get() instanceof Ref<?> from
                && target.get() instanceof Ref<?> to
                && space.transfer().edge(object.type(), from, to).equals(object.id());
    }

    /** Takes a place in the tree; no parent stands for the top. */
    interface PlaceTaker {
        void take(ObjectId object, Optional<ObjectId> parent, int index) throws IOException;
    }

    /** Hands on the tree, each parent before what stands under it. */
    void tree(PlaceTaker taker) throws IOException {
        if (only.isEmpty()) {
            List<ObjectId> top = space.hierarchy().top();
            for (int i = 0; i < top.size(); i++) {
                taker.take(top.get(i), Optional.empty(), i);
                under(top.get(i), taker);
            }
        }
    }

    private void under(ObjectId parent, PlaceTaker taker) throws IOException {
        List<ObjectId> children = space.hierarchy().children(parent);
        for (int i = 0; i < children.size(); i++) {
            taker.take(children.get(i), Optional.of(parent), i);
            under(children.get(i), taker);
        }
    }
}
