/** Decoders under hostile input: what a target is, how inputs are made, and what must hold for each. */
package dev.hearth.echo.fuzz;
