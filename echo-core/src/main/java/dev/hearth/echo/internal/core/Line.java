package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;

/**
 * What makes a database that of a branch.
 *
 * @param main the space's
 * @param branch the object that stands for the branch
 * @param origin what it begins with
 * @param floor the Lamport time that it begins after
 */
record Line(Core main, ObjectId branch, BranchOrigin origin, long floor) {}
