package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.ObjectState;
import java.util.List;
import java.util.Optional;

/** The objects that a database begins with and does not keep itself. Used under the database's lock. */
interface Inherited {
    /** What the database of a space begins with. */
    Inherited NOTHING = new Inherited() {
        @Override
        public Optional<ObjectState> state(ObjectId object) {
            return Optional.empty();
        }

        @Override
        public Optional<ChangeLog> history(ObjectId object) {
            return Optional.empty();
        }

        @Override
        public List<ObjectId> ofType(String type, Optional<ObjectId> after, int count) {
            return List.of();
        }
    };

    /** Returns what an object was then, for the caller to change; empty when nothing was known of it. */
    Optional<ObjectState> state(ObjectId object);

    /** Returns the changes that made it so, for the caller to add to. */
    Optional<ChangeLog> history(ObjectId object);

    /** Returns at most {@code count} objects that come after one, among them all that were of a type then. */
    List<ObjectId> ofType(String type, Optional<ObjectId> after, int count);
}
