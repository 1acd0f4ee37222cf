/** Tests of bundles, and the publisher and folders that other tests use. */
package dev.hearth.kube.internal.bundle;
