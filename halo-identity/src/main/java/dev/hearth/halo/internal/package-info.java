/** How the keychain is laid out and kept. */
package dev.hearth.halo.internal;
