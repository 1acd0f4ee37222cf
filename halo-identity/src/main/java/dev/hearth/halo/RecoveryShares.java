package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.recovery.Slip39;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Splits a recovery phrase into shares and brings it back from them (SLIP-39, "Shamir's Secret-Sharing for Mnemonic
 * Codes", one group, without a passphrase).
 */
public final class RecoveryShares {
    /** The most shares of a phrase. */
    public static final int MAX_SHARES = Slip39.MAX_SHARES;

    private RecoveryShares() {}

    /**
     * Returns {@code count} shares, any {@code threshold} of which are the phrase: from 2 to {@link #MAX_SHARES}
     * shares, with a threshold of 2 at least, or a single one. Each call makes another set, whose shares don't go with
     * those of an earlier one.
     */
    public static List<RecoveryShare> split(RecoveryPhrase phrase, int threshold, int count, SecureRandom random) {
        byte[] secret = phrase.entropy().reveal();
        try {
            return Slip39.split(secret, threshold, count, random).stream()
                    .map(RecoveryShare::of)
                    .toList();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Returns the phrase of {@code shares}, as many as it takes or more, in any order; takes well under a second. The
     * details of a refusal name shares by their position in the list, from 1. Throws SHARES_MISSING, with how many;
     * SHARE_FOREIGN when one is of another set than the most; SHARE_TWICE; SHARES_WRONG when one was changed: with a
     * share more than it takes it is named, otherwise it is one of those named; SHARE_MALFORMED when they are of
     * something else than a phrase. Those who hold as many shares as it takes can make any phrase of them, so it says
     * nothing about who made it: compare what it restores.
     */
    public static RecoveryPhrase combine(List<RecoveryShare> shares) {
        List<RecoveryShare> given = List.copyOf(shares);
        byte[] secret = Slip39.combine(given.stream().map(RecoveryShare::share).toList(), new char[0]);
        if (secret.length != RecoveryPhrase.ENTROPY) {
            Arrays.fill(secret, (byte) 0);
            throw new HearthException(ErrorCode.SHARE_MALFORMED, Map.of("rule", "shares of 33 words"));
        }
        return RecoveryPhrase.of(Secret.take(secret));
    }
}
