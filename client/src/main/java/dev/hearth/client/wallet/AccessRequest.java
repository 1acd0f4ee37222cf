package dev.hearth.client.wallet;

import dev.hearth.base.DeviceId;
import dev.hearth.client.KnownSpace;
import java.util.List;
import java.util.Set;

/**
 * What a user is asked about.
 *
 * @param app the application's key
 * @param name what it calls itself, made safe to show: anybody can call himself anything
 * @param scope what it asks for
 * @param spaces the spaces that are meant, or that can be picked from
 * @param more whether it has a grant already and asks for more
 */
public record AccessRequest(DeviceId app, String name, AppScope scope, List<KnownSpace> spaces, boolean more) {
    /** Copies its input. */
    public AccessRequest {
        spaces = List.copyOf(spaces);
    }

    /** Returns the scope that gives all that is asked for; where the user picks, all that can be picked. */
    public AppScope asAsked() {
        return scope.isForTheUserToPick()
                ? scope.inSpaces(Set.copyOf(spaces.stream().map(KnownSpace::id).toList()))
                : scope;
    }
}
