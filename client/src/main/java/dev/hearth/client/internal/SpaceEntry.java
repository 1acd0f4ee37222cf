package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * A space that this data folder holds.
 *
 * @param id the space
 * @param signals the signal servers that its invitation named
 */
record SpaceEntry(SpaceId id, List<URI> signals) {
    private static final int FORMAT = 1;

    SpaceEntry {
        signals = List.copyOf(signals);
    }

    Bytes encode() {
        List<Cbor> uris = signals.stream().map(uri -> Cbor.of(uri.toString())).toList();
        return Cbor.array(Cbor.of(FORMAT), Cbor.of(id.value()), Cbor.array(uris))
                .encode();
    }

    static SpaceEntry decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList(3);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Space entry of an unknown format");
        }
        List<URI> signals = new ArrayList<>();
        for (Cbor uri : fields.get(2).asList()) {
            signals.add(uri(uri.asText()));
        }
        return new SpaceEntry(new SpaceId(fields.get(1).asBytes(SpaceId.SIZE)), signals);
    }

    private static URI uri(String text) throws MalformedException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new MalformedException("Address is no URI", e);
        }
    }
}
