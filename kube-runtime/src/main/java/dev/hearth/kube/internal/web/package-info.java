/**
 * The HTTP host: the one place that knows Netty. What is served is an immutable snapshot that is swapped as a whole.
 */
package dev.hearth.kube.internal.web;
