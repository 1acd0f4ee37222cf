/** Decoders under hostile input: what a target is, and how inputs are made. */
package dev.hearth.testkit.fuzz;
