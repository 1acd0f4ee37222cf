/** What must hold for decoders under hostile input. */
package dev.hearth.echo.fuzz;
