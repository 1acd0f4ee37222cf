package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.LoggedChange;

/** A change that was made in a branch, as its space takes it in. */
record Adopted(ObjectId object, LoggedChange change) {}
