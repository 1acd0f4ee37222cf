package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes to a data folder together with an identity: written before the keychain has the identity, and takes effect
 * once it has, so that a process that ends between the two leaves neither without the other.
 *
 * @param identity whose spaces they are
 * @param othersLost whether all devices that the identity had before are lost
 * @param spaces the spaces; their credentials lie in the registry already
 */
record Arrival(IdentityId identity, boolean othersLost, List<SpaceEntry> spaces) {
    private static final int FORMAT = 1;

    Arrival {
        spaces = List.copyOf(spaces);
    }

    Bytes encode() {
        return Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(identity.value()),
                        Cbor.of(othersLost),
                        Cbor.array(spaces.stream()
                                .map(each -> Cbor.of(each.encode()))
                                .toList()))
                .encode();
    }

    static Arrival decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList(4);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Arrival of an unknown format");
        }
        List<SpaceEntry> spaces = new ArrayList<>();
        for (Cbor each : fields.get(3).asList()) {
            spaces.add(SpaceEntry.decode(each.asBytes()));
        }
        return new Arrival(
                new IdentityId(fields.get(1).asBytes(IdentityId.SIZE)),
                fields.get(2).asBool(),
                spaces);
    }
}
