/** The keyrings of operating systems; the only place that knows D-Bus. */
package dev.hearth.client.internal.keyring;
