package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.halo.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * What an invitation grants, and what a guest has to show for it.
 *
 * @param role the role of whoever joins
 * @param validity how long the link works, from 1 second to 30 days, by the clock of the device that lets the guest in
 * @param uses how many may join with it, from 1 to 1000
 * @param code whether the guest needs a code besides the link: then this device alone lets guests in. Without, the link
 *     is all it takes, and every device of a member who may admit {@code role} lets guests in
 * @param approval whether each guest waits until a member has looked at who asks, and said yes
 * @param guest the one identity that may use it; empty for whoever has the link
 */
public record InvitationOptions(
        Role role, Duration validity, int uses, boolean code, boolean approval, Optional<IdentityId> guest) {
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

    /** Returns an invitation by link and code for one person with {@code role}, valid for an hour. */
    public static InvitationOptions of(Role role) {
        return new InvitationOptions(role, Duration.ofHours(1), 1, true, false, Optional.empty());
    }

    /** Returns these options with another validity. */
    public InvitationOptions validFor(Duration other) {
        return new InvitationOptions(role, other, uses, code, approval, guest);
    }

    /** Returns these options for that many people. */
    public InvitationOptions uses(int other) {
        return new InvitationOptions(role, validity, other, code, approval, guest);
    }

    /** Returns these options for a link that needs no code. */
    public InvitationOptions byLink() {
        return new InvitationOptions(role, validity, uses, false, approval, guest);
    }

    /** Returns these options for a link that is of use to {@code identity} alone, and so needs no code. */
    public InvitationOptions onlyFor(IdentityId identity) {
        return new InvitationOptions(role, validity, 1, false, approval, Optional.of(identity));
    }

    /** Returns these options for guests who wait until a member approves. */
    public InvitationOptions onApproval() {
        return new InvitationOptions(role, validity, uses, code, true, guest);
    }
}
