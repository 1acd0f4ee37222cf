/** Where a database keeps its bytes: the contract, and the stores that fulfil it. */
package dev.hearth.echo.store;
