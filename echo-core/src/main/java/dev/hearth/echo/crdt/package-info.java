/** The replicated state of one object: registers, maps, lists and texts that merge without coordination. */
@NullMarked
package dev.hearth.echo.crdt;

import org.jspecify.annotations.NullMarked;
