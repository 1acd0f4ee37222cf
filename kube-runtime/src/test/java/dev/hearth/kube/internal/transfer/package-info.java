@org.jspecify.annotations.NullMarked
package dev.hearth.kube.internal.transfer;
