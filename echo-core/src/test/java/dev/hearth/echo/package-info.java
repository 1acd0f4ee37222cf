/** Tests of the database through its API, and the stand-ins that they share. */
package dev.hearth.echo;
