/**
 * Identity, credentials, access and keys, as pure functions over bytes: this module knows neither storage nor network,
 * apart from the keychain's own file.
 */
package dev.hearth.halo;
