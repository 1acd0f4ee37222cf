package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.client.internal.wallet.GrantCodec;
import dev.hearth.client.wallet.AppScope;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the data folder of an application remembers of the wallet that it has its identity of. Thread-safe. */
final class AppState {
    private static final int FORMAT = 1;

    private final Registry registry;
    private final InstantSource clock;

    AppState(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private record Kept(AppScope scope, boolean ended) {
        Bytes encode() {
            return Cbor.array(Cbor.of(FORMAT), GrantCodec.encode(scope), Cbor.of(ended))
                    .encode();
        }

        static Kept decode(Bytes encoded) {
            try {
                List<Cbor> fields = Cbor.decode(encoded).asList(3);
                if (fields.get(0).asLong() != FORMAT) {
                    throw new MalformedException("Grant of an unknown format");
                }
                return new Kept(GrantCodec.scope(fields.get(1)), fields.get(2).asBool());
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
            }
        }
    }

    private Optional<Kept> kept() {
        return registry.app().map(Kept::decode);
    }

    /** Remembers what was granted. */
    void granted(AppScope scope) {
        registry.putApp(new Kept(scope, isEnded()).encode());
    }

    /** Remembers that the access has ended, which it stays. */
    void end() {
        kept().ifPresent(now -> registry.putApp(new Kept(now.scope(), true).encode()));
    }

    /** Returns what was granted. */
    Optional<AppScope> scope() {
        return kept().map(Kept::scope);
    }

    /** Returns whether the access has ended, or its time is over. */
    boolean isEnded() {
        return kept().filter(now -> now.ended()
                        || now.scope()
                                .until()
                                .filter(end -> !clock.instant().isBefore(end))
                                .isPresent())
                .isPresent();
    }

    /** Throws WALLET_ACCESS_ENDED when it has ended. */
    void requireGoing() {
        if (isEnded()) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED);
        }
    }
}
