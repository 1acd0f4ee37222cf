/** The database of one space: transactions, objects, queries, and the blocks that come from peers. */
package dev.hearth.echo.internal.core;
