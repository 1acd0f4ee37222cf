/** The app host: {@link dev.hearth.kube.Kube} serves bundles that it finds in a client's spaces. */
package dev.hearth.kube;
