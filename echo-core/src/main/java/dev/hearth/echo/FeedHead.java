package dev.hearth.echo;

import dev.hearth.base.Hash;

/**
 * The last block of a feed that a database has applied.
 *
 * @param seq its number
 * @param block its hash
 */
public record FeedHead(long seq, Hash block) {}
