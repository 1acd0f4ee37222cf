/** The Noise protocol framework, revision 34, as far as the mesh uses it. */
package dev.hearth.mesh.internal.noise;
