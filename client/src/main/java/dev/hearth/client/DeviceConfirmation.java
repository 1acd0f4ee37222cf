package dev.hearth.client;

import dev.hearth.halo.SafetyEmoji;

/**
 * Asks a device's user whether the other device shows the same emoji: where it does not, somebody who knows the code
 * sits between them.
 */
@FunctionalInterface
public interface DeviceConfirmation {
    /**
     * Returns whether the user said yes. Called on a thread that may wait for the user; after two minutes the answer is
     * not waited for.
     *
     * @param emoji what both devices show
     * @param name what the identity calls itself
     */
    boolean isSame(SafetyEmoji emoji, String name);
}
