package dev.hearth.kube.bench;

import dev.hearth.halo.KeychainCost;

/**
 * How long a keychain takes to open.
 *
 * @param cost what was measured for a passphrase on this machine
 * @param calibrateMs time that measuring took
 * @param firstMs time to open by the passphrase at once, in milliseconds that passed
 * @param passphraseMs median of the rounds after that
 * @param floorMs the same at the least cost that is allowed
 * @param keyFileMs the same by a key file
 * @param recoveryMs the same by a recovery key
 */
public record UnlockResult(
        KeychainCost cost,
        double calibrateMs,
        double firstMs,
        double passphraseMs,
        double floorMs,
        double keyFileMs,
        double recoveryMs) {}
