package dev.hearth.client.internal;

import dev.hearth.echo.Type;

/**
 * What a space says about itself, as an object of its own database.
 *
 * @param name what its creator called it
 */
@Type("hearth.space")
public record SpaceProperties(String name) {}
