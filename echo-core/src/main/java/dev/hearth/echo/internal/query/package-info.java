/** What a query asks for, apart from any store: the order of values, conditions, and the bounds that they imply. */
package dev.hearth.echo.internal.query;
