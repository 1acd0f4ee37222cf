/** The signal server: introduces peers to each other and relays between those that cannot connect. */
package dev.hearth.mesh.signal;
