/** Swarms of authenticated peers: open a {@link dev.hearth.mesh.Mesh}, join a topic, talk over channels of sessions. */
package dev.hearth.mesh;
