/** The bundle: a folder as a signed, content-addressed value, packed and verified without knowing any key. */
package dev.hearth.kube.internal.bundle;
