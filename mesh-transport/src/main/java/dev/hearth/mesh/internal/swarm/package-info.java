/** Finds the peers of a topic, connects to them over the best transport, and keeps a session with each. */
package dev.hearth.mesh.internal.swarm;
