package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** What somebody gets who was let into a space: its credentials, each after those that it builds on. */
final class CredentialBundle {
    private static final Limit MAX_CREDENTIALS = new Limit("credentials of a space that is joined", 10_000);
    private static final Limit MAX_CREDENTIAL = new Limit("bytes of a credential", 1 << 18);

    private CredentialBundle() {}

    static Bytes encode(List<Bytes> credentials) {
        ByteWriter bundle = new ByteWriter(1_024).varint(credentials.size());
        credentials.forEach(bundle::sized);
        return bundle.toBytes();
    }

    static List<Bytes> decode(Bytes encoded) throws MalformedException {
        ByteReader bundle = new ByteReader(encoded);
        int count = bundle.varint(MAX_CREDENTIALS);
        List<Bytes> credentials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            credentials.add(bundle.sized(MAX_CREDENTIAL));
        }
        bundle.end();
        return List.copyOf(credentials);
    }
}
