/**
 * The front door: {@link dev.hearth.client.Client} opens a data folder and gives access to the identity that lives in
 * it, to its spaces and to the mesh that connects them.
 */
package dev.hearth.client;
