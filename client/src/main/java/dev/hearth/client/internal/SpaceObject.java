package dev.hearth.client.internal;

import dev.hearth.echo.Type;
import java.util.Map;

/**
 * What a space says about itself, as an object of its own database.
 *
 * @param name what it is called
 * @param properties free properties
 */
@Type("hearth.space")
public record SpaceObject(String name, Map<String, String> properties) {
    /** Copies its input. */
    public SpaceObject {
        properties = Map.copyOf(properties);
    }
}
