package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant as the wallet keeps it.
 *
 * @param grant what was granted
 * @param asked what the user was asked, which is not asked again
 * @param chain the application's chain once it is a device of the identity, else empty
 * @param undone whether the grant has ended and the device may still be in a space
 */
record StoredGrant(AppGrant grant, AppScope asked, Bytes chain, boolean undone) {
    private static final int FORMAT = 1;

    StoredGrant entered(Bytes encodedChain) {
        return new StoredGrant(grant, asked, encodedChain, undone);
    }

    StoredGrant ended(Instant at, boolean expired) {
        AppGrant over = new AppGrant(
                grant.app(),
                grant.name(),
                grant.scope(),
                grant.granted(),
                Optional.of(new AppGrant.Ending(at, expired)));
        return new StoredGrant(over, asked, chain, true);
    }

    StoredGrant done() {
        return new StoredGrant(grant, asked, chain, false);
    }

    /** Returns this with what was granted beside it. */
    StoredGrant with(AppScope more, AppScope moreAsked) {
        AppGrant wider =
                new AppGrant(grant.app(), grant.name(), grant.scope().with(more), grant.granted(), grant.ending());
        return new StoredGrant(wider, asked.with(moreAsked), chain, undone);
    }

    boolean hasEntered() {
        return !chain.isEmpty();
    }

    Bytes encode() {
        return Cbor.array(
                        Cbor.of(FORMAT),
                        GrantCodec.encode(grant),
                        GrantCodec.encode(asked),
                        Cbor.of(chain),
                        Cbor.of(undone))
                .encode();
    }

    static StoredGrant decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList(5);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Grant of an unknown format");
        }
        return new StoredGrant(
                GrantCodec.grant(fields.get(1)),
                GrantCodec.scope(fields.get(2)),
                fields.get(3).asBytes(),
                fields.get(4).asBool());
    }
}
