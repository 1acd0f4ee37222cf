/** How the database works: one writer under a lock, feeds, objects, and what tells others of changes. */
package dev.hearth.echo.internal;
