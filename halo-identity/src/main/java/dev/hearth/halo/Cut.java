package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;

/**
 * The last block of a removed member's feed that the remover accepts.
 *
 * @param seq its number; 0 when none is accepted
 * @param block its hash; all zeros when none is accepted
 */
public record Cut(long seq, Hash block) {
    /** Accepts nothing of a feed. */
    public static final Cut NOTHING = new Cut(0, new Hash(Bytes.of(new byte[Hash.SIZE])));
}
