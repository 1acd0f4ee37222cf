/** The contract of stores, held against each of them. */
package dev.hearth.echo.store;
