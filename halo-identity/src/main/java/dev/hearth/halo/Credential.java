package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A signed statement in one space, by one device, in the knowledge of its parents. An instance exists only when its
 * signature was verified over the exact bytes received; what its author may say is for {@link Authority} to decide.
 *
 * @param id the SHA-256 of domain and payload
 * @param space the space; for a genesis the one that it founds
 * @param parents the newest credentials that the author knew, in ascending order
 * @param author the device that signed it
 * @param statement what it says
 * @param encoded the envelope as received
 */
record Credential(
        CredentialId id,
        SpaceId space,
        List<CredentialId> parents,
        DeviceId author,
        Statement statement,
        Bytes encoded) {
    private static final Limit MAX_SIZE = new Limit("bytes of a credential", 1 << 18);
    private static final Limit MAX_PARENTS = new Limit("parents of a credential", 64);
    private static final int FORMAT = 1;
    private static final String DOMAIN = "hearth credential";

    /** Makes and signs a credential; {@code space} is empty for a genesis alone. */
    static Credential sign(LocalIdentity author, Bytes space, List<CredentialId> parents, Statement statement) {
        List<Cbor> ids =
                parents.stream().sorted().map(parent -> Cbor.of(parent.value())).toList();
        Bytes payload = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(space),
                        Cbor.array(ids),
                        Cbor.of(author.device().value()),
                        statement.encode())
                .encode();
        Bytes encoded = Cbor.array(Cbor.of(payload), Cbor.of(author.sign(DOMAIN, payload)))
                .encode();
        try {
            return verify(encoded);
        } catch (MalformedException e) {
            throw new IllegalStateException("A credential that was just made does not verify", e);
        }
    }

    /** Verifies a credential that somebody sent. */
    static Credential verify(Bytes encoded) throws MalformedException {
        MAX_SIZE.check(encoded.size());
        List<Cbor> envelope = Cbor.decode(encoded).asList(2);
        Bytes payload = envelope.get(0).asBytes();
        List<Cbor> fields = Cbor.decode(payload).asList(5);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Credential of an unknown format");
        }
        DeviceId author = new DeviceId(fields.get(3).asBytes(DeviceId.SIZE));
        if (!VerifyKey.of(author.value())
                .verify(DOMAIN, payload, envelope.get(1).asBytes())) {
            throw new MalformedException("Credential with a wrong signature");
        }
        CredentialId id =
                new CredentialId(Sha256.of(Bytes.utf8(DOMAIN), payload).value());
        Statement statement = Statement.decode(fields.get(4));
        List<CredentialId> parents = parents(fields.get(2));
        Bytes space = fields.get(1).asBytes();
        boolean genesis = statement instanceof Statement.Genesis;
        if (genesis != space.isEmpty() || genesis != parents.isEmpty()) {
            throw new MalformedException("Only a genesis has no space and no parents");
        }
        SpaceId founded = new SpaceId(genesis ? id.value() : fields.get(1).asBytes(SpaceId.SIZE));
        return new Credential(id, founded, parents, author, statement, encoded);
    }

    private static List<CredentialId> parents(Cbor field) throws MalformedException {
        List<Cbor> ids = field.asList();
        MAX_PARENTS.check(ids.size());
        List<CredentialId> parents = new ArrayList<>(ids.size());
        for (Cbor each : ids) {
            CredentialId parent = new CredentialId(each.asBytes(CredentialId.SIZE));
            if (!parents.isEmpty() && parents.get(parents.size() - 1).compareTo(parent) >= 0) {
                throw new MalformedException("Parents repeat or are out of order");
            }
            parents.add(parent);
        }
        return List.copyOf(parents);
    }
}
