/** Tests of the figures and their format. */
package dev.hearth.kube.internal.metrics;
