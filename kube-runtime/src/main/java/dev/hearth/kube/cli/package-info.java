/** The {@code hearth} command line: each command is a few calls of the public API. */
package dev.hearth.kube.cli;
