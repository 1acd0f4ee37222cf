package dev.hearth.echo;

import dev.hearth.base.ObjectId;

/**
 * An object that a type can't be read from. It is kept, is in no result of the type, and can be read and mended as a
 * {@link DynamicObject}.
 *
 * @param object the object
 * @param field the field; the name of the type when its record refuses the values together
 * @param rule what it breaks, in a fixed sentence
 */
public record Unfit(ObjectId object, String field, String rule) {}
