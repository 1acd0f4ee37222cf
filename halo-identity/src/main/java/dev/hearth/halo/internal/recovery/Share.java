package dev.hearth.halo.internal.recovery;

import dev.hearth.halo.crypto.Secret;

/**
 * One share of a secret as SLIP-39 has it.
 *
 * @param set what it belongs to
 * @param group from 0 to 15
 * @param member which share of its group, from 0 to 15
 * @param threshold how many shares of the group it takes, from 1 to 16
 * @param value as many bytes as the secret has
 */
public record Share(ShareSet set, int group, int member, int threshold, Secret value) {
    Point point() {
        return new Point(member, value.reveal());
    }
}
