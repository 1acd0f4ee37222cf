@org.jspecify.annotations.NullMarked
package dev.hearth.echo.internal.rocks;
