/** Tests of the command line. */
package dev.hearth.kube.cli;
