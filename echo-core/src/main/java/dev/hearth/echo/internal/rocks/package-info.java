/** The one place that knows RocksDB. */
package dev.hearth.echo.internal.rocks;
