/**
 * The database of a space as applications see it: objects as records, dynamic objects, collaborative texts, queries
 * with live results; and the way in for those who open and replicate it.
 */
package dev.hearth.echo;
