/** Presence: short-lived values that connected devices tell each other, and nobody stores. */
package dev.hearth.echo.internal.presence;
