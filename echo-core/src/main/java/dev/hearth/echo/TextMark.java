package dev.hearth.echo;

/**
 * A stretch of a text that carries a mark.
 *
 * @param from its first UTF-16 unit
 * @param to the unit after its last
 * @param name the kind of mark, such as {@code bold}
 * @param value its value, such as true or an address
 */
public record TextMark(int from, int to, String name, Object value) {}
