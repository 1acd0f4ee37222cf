/** All that touches Netty: event loops, WebSockets, TCP with TLS. Nothing of it shows outside. */
package dev.hearth.mesh.internal.netty;
