/** Objects of a space as JSON lines, tables in CSV and tables in SQLite, and back. */
@org.jspecify.annotations.NullMarked
package dev.hearth.kube.internal.transfer;
