package dev.hearth.echo.crdt;

/**
 * When an entry of a map was written last.
 *
 * @param key the entry's key
 * @param lamport the Lamport time of the value that counts
 * @param actor who wrote it
 */
public record EntryStamp(String key, long lamport, int actor) {}
