package dev.hearth.echo.crdt;

/**
 * A stretch of a visible text that carries a mark.
 *
 * @param from its first unit
 * @param to the unit after its last
 * @param name the kind of mark, such as {@code bold}
 * @param value the mark's value, such as true or an address
 */
public record MarkSpan(int from, int to, String name, Scalar value) {}
