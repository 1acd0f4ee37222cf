package dev.hearth.echo.crdt;

import org.jspecify.annotations.Nullable;

/** What the state of one object lies in: fields that can be changed, or one row of bytes. */
sealed interface StateForm permits UnpackedState, PackedState {
    boolean deleted();

    boolean purged();

    /** A field as it stands now, to be looked at; null when there is none. */
    @Nullable Field read(String name, Actors actors);

    /** The state as fields that can be changed: itself, or a copy. */
    UnpackedState unpack(Actors actors);
}
