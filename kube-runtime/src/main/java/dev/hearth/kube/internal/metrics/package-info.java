/** A small registry of counters, gauges and histograms in the text format that Prometheus reads. */
package dev.hearth.kube.internal.metrics;
