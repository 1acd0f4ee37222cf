package dev.hearth.echo.internal.feed;

import dev.hearth.base.DeviceId;

/**
 * A block that another one builds on.
 *
 * @param feed whose
 * @param seq its number
 */
public record Dependency(DeviceId feed, long seq) {}
