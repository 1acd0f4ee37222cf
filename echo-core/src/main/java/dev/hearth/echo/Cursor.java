package dev.hearth.echo;

import dev.hearth.base.Bytes;

/**
 * A place in a text that stays between the same characters while the text is edited. Every replica of the object reads
 * its bytes, so it can be sent to others.
 *
 * @param place what {@link TextField#cursor} gave
 */
public record Cursor(Bytes place) {}
