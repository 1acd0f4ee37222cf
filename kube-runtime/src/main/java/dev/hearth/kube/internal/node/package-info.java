/** The node: bundles in spaces, which release is current, and what the node says of itself. */
package dev.hearth.kube.internal.node;
