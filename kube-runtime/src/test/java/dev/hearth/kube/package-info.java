/** Tests of nodes in one process. */
package dev.hearth.kube;
