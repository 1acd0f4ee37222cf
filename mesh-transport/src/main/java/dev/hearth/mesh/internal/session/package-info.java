/**
 * The session: handshake on a link, numbered packets over links that come and go, channels inside. No thread, no clock.
 */
package dev.hearth.mesh.internal.session;
