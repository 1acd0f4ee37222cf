/**
 * One process serves its identity to the other applications of its user on the same machine: the wallet's side, and
 * what an application asks of it.
 */
package dev.hearth.client.wallet;
