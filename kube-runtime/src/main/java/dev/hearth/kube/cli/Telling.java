package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stays until a member has heard what a command changed among the members. */
final class Telling {
    /** What a command adds when nobody was met. */
    static final String UNTOLD = "; no member was met, they hear of it from whoever is met next";

    private static final Duration MEETING = Duration.ofSeconds(5);

    /** A device whose greeting has come is sent what it lacks at once; this is the time for that to leave. */
    private static final Duration PASSING = Duration.ofMillis(300);

    private Telling() {}

    /** Returns whether there is nobody to tell, or a member was met and told, who tells the others. */
    static boolean members(Client client, Space space) {
        return members(client, List.of(space));
    }

    /** As {@link #members(Client, Space)}, for each of several spaces. */
    static boolean members(Client client, List<Space> spaces) {
        List<Space> shared =
                spaces.stream().filter(space -> space.members().size() > 1).toList();
        if (shared.isEmpty()) {
            return true;
        }
        boolean alone =
                client.status().mesh().map(mesh -> mesh.signals().isEmpty()).orElse(true);
        boolean met = !alone && Pauses.until(MEETING, () -> shared.stream().allMatch(Telling::isMet));
        if (!alone) {
            Pauses.until(PASSING, () -> false);
        }
        return met;
    }

    /**
     * Returns whether there is no other device of this identity to tell, or one was met, which has all that is here.
     */
    static boolean devices(Client client) {
        if (client.halo().devices().list().size() <= 1) {
            return true;
        }
        List<Space> all = new ArrayList<>(client.spaces().list());
        all.add(client.spaces().personal());
        return Pauses.until(MEETING, () -> all.stream().allMatch(Telling::isMet));
    }

    private static boolean isMet(Space space) {
        return space.spaceStatus().peers().stream()
                .anyMatch(peer -> peer.replica().greeted() && peer.replica().missingThere() == 0);
    }
}
