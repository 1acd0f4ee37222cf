package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;

/** The tree of the objects at a version: all placements are read for it. */
record PastTree(Core core, PastObjects objects, Forest forest) {
    static PastTree of(Core core, PastObjects objects) {
        Forest forest = new Forest(core.tree().root());
        for (ObjectId object : objects.ofType(ObjectTree.PLACES, Optional.empty(), Integer.MAX_VALUE)) {
            forest.put(object, objects.read(object, state -> ObjectTree.placements(state, core.actors())));
        }
        return new PastTree(core, objects, forest);
    }

    Optional<ObjectId> parent(ObjectId object) {
        return forest.parent(object).filter(parent -> !parent.equals(core.tree().root()));
    }

    List<ObjectId> children(ObjectId parent) {
        List<ObjectId> shown = forest.children(parent).stream()
                .filter(child -> objects.read(child, PastObjects::shown))
                .toList();
        return objects.read(parent, state -> ObjectTree.ordered(shown, state));
    }
}
