/** Reads and writes JSON, the form in which people and pages see things. */
package dev.hearth.kube.internal.json;
