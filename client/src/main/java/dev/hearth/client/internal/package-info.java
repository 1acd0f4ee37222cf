/** Joins ECHO, HALO and MESH: ports implemented, spaces opened, invitations hosted. */
package dev.hearth.client.internal;
