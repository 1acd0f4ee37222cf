/** The one place that touches Bouncy Castle: curves, HPKE and Argon2id, as functions over byte arrays. */
package dev.hearth.halo.internal.bc;
