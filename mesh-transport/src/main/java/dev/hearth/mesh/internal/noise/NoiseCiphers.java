package dev.hearth.mesh.internal.noise;

/**
 * What a finished handshake leaves.
 *
 * @param sending seals what we send
 * @param receiving opens what we receive
 */
public record NoiseCiphers(NoiseCipher sending, NoiseCipher receiving) {}
