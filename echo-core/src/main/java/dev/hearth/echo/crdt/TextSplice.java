package dev.hearth.echo.crdt;

/** One step of how a visible text changed: at a position so many units went and this text came. */
public record TextSplice(int position, int deleted, String inserted) {}
