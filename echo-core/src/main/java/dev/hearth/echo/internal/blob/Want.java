package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that is missing here: for whom, who is asked for it, and who need not be asked again. Guarded by its
 * exchange.
 */
final class Want {
    final Hash address;
    final CompletableFuture<Void> arrival = new CompletableFuture<>();
    /** The blobs that will hold it. */
    final Set<Hash> blobs = new HashSet<>();
    /** Who waits for it; it is forgotten when nobody does. */
    final Set<Object> waiting = new HashSet<>();
    /** Those that said they lack it. */
    final Set<ChunkPeer> lacking = new HashSet<>();
    /** Those that sent something else under its address. */
    final Set<ChunkPeer> damaging = new HashSet<>();

    @Nullable ChunkPeer asked;

    long askedAt;

    Want(Hash address) {
        this.address = address;
    }

    boolean mayAsk(ChunkPeer peer) {
        return !lacking.contains(peer) && !damaging.contains(peer);
    }
}
