package dev.hearth.client.wallet;

import dev.hearth.base.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user granted to an application.
 *
 * @param app the application's key, by which it is known
 * @param name what it calls itself, made safe to show
 * @param scope how far it reaches
 * @param granted when
 * @param ending how it ended, if it did
 */
public record AppGrant(DeviceId app, String name, AppScope scope, Instant granted, Optional<Ending> ending) {
    /**
     * How a grant ended.
     *
     * @param at when
     * @param expired whether its time was over; otherwise it was revoked
     */
    public record Ending(Instant at, boolean expired) {}

    /** Returns whether it is in force at a time. */
    public boolean isInForce(Instant now) {
        return ending.isEmpty()
                && scope.until().filter(end -> !now.isBefore(end)).isEmpty();
    }
}
