/**
 * The crypto suite: typed keys and the few operations on them. Suite 1 is Ed25519, X25519, HKDF-SHA-256, AES-256-GCM,
 * HPKE and CPace; its byte stands in front of all that is signed. Curves come from Bouncy Castle, symmetric algorithms
 * from the JDK.
 */
package dev.hearth.halo.crypto;
