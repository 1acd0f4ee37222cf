package dev.hearth.halo;

import java.util.Optional;

/**
 * One of the ways into a keychain; nothing of it is secret.
 *
 * @param number its number, from 1 to 255, which stays when another is removed
 * @param kind what opens it
 * @param cost what guessing costs; of a passphrase only
 * @param keyring the name of the keyring; of a keyring only
 */
public record KeychainSlot(int number, SlotKind kind, Optional<KeychainCost> cost, Optional<String> keyring) {}
