/** Indexes as they are stored: what an object contributes to them, and sorted pages that hold it. */
package dev.hearth.echo.internal.index;
