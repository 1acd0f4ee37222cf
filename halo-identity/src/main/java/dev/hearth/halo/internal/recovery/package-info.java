/** Words for secrets: the lists, BIP-39's phrases and SLIP-39's shares, as functions over arrays that can be wiped. */
package dev.hearth.halo.internal.recovery;
