package dev.hearth.echo.internal.blob;

import dev.hearth.base.MalformedException;
import java.util.List;

/** Where a tree's nodes and content come from. */
interface Pieces {
    /**
     * Returns the plaintext of one piece, waiting for it where it has to come from others; {@code ahead} are those that
     * will probably be asked for next.
     */
    byte[] piece(ChunkSeal.Kind kind, BlobNode.Entry wanted, List<BlobNode.Entry> ahead) throws MalformedException;
}
