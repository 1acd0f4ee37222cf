package dev.hearth.client;

import dev.hearth.halo.Role;
import java.time.Duration;

/**
 * What an invitation grants.
 *
 * @param role the role of whoever joins
 * @param validity how long the link works, from 1 second to 30 days
 * @param uses how many may join with it, from 1 to 1000
 */
public record InvitationOptions(Role role, Duration validity, int uses) {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_USES = 1_000;

    /** Checks the ranges. */
    public InvitationOptions {
        if (role == Role.OWNER) {
            throw new IllegalArgumentException("role: a member becomes the owner by a transfer");
        }
        if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("validity: from 1 second to 30 days, got " + validity);
        }
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("uses: from 1 to " + MOST_USES + ", got " + uses);
        }
    }

    /** Returns an invitation for one person with {@code role}, valid for an hour. */
    public static InvitationOptions of(Role role) {
        return new InvitationOptions(role, Duration.ofHours(1), 1);
    }

    /** Returns these options with another validity. */
    public InvitationOptions validFor(Duration other) {
        return new InvitationOptions(role, other, uses);
    }

    /** Returns these options for that many people. */
    public InvitationOptions uses(int other) {
        return new InvitationOptions(role, validity, other);
    }
}
