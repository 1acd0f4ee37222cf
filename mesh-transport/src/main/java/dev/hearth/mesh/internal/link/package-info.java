/** The transports that need no library: memory, and the relay through a signal server. */
package dev.hearth.mesh.internal.link;
