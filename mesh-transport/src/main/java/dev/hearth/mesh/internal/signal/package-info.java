/**
 * The signalling protocol: its frames, the server's hub, and the client that introduces peers and carries the relay.
 */
package dev.hearth.mesh.internal.signal;
