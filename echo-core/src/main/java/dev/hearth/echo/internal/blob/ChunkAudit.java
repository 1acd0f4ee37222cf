package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Holds the chunks that blobs hold against their hashes, as of one moment. */
public final class ChunkAudit {
    private final StoreReader store;
    private final BlobKeys keys;
    private long looked;

    /** Reads what {@code store} has of a space. */
    public ChunkAudit(StoreReader store, SpaceId space) {
        this.store = store;
        this.keys = new BlobKeys(space);
    }

    /** Tells each chunk that is held and is not as its hash says, with what is wrong; {@code next} before each. */
    public long run(BiConsumer<Hash, String> damaged, Runnable next) {
        byte[] prefix = keys.holders();
        Hash[] last = {null};
        store.keys(Family.BLOB, prefix, prefix, key -> {
            Hash address = BlobKeys.hash(Arrays.copyOf(key, key.length - Long.BYTES));
            if (!address.equals(last[0])) {
                last[0] = address;
                looked++;
                next.run();
                look(address).ifPresent(what -> damaged.accept(address, what));
            }
            return true;
        });
        return looked;
    }

    private Optional<String> look(Hash address) {
        try {
            Optional<byte[]> chunk = store.get(Family.CHUNK, keys.chunk(address));
            if (chunk.isEmpty()) {
                return Optional.of("It is held and not here.");
            }
            return ChunkSeal.address(chunk.get()).equals(address)
                    ? Optional.empty()
                    : Optional.of("It does not match its hash.");
        } catch (HearthException e) {
            return Optional.of("It can't be read.");
        }
    }
}
