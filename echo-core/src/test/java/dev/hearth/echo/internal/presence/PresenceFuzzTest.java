package dev.hearth.echo.internal.presence;

import dev.hearth.echo.fuzz.FuzzContract;

/** The frames of presence under hostile input. */
final class PresenceFuzzTest extends FuzzContract {
    PresenceFuzzTest() {
        super(PresenceTargets.ALL, "PresenceFuzzerInputs/offer");
    }
}
