package dev.hearth.client;

import dev.hearth.base.IdentityId;
import java.time.Instant;

/**
 * A guest who waits for approval.
 *
 * @param guest the identity, which the guest proved to be
 * @param name what it calls itself, as it may be shown; anybody may take any name
 * @param digits what the guest sees too: whoever reads out the same is the guest
 * @param since when it asked first, to the second
 */
public record JoinRequest(IdentityId guest, String name, String digits, Instant since) {}
