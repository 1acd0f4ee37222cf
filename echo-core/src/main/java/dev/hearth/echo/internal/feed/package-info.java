/** Feeds and their blocks: format, chain, causality. */
package dev.hearth.echo.internal.feed;
