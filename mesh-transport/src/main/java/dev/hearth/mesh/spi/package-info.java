/** What a transport is to the mesh: it makes links to a peer, and a link carries frames. */
package dev.hearth.mesh.spi;
