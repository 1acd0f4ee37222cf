package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.Base64;
import java.util.Optional;

/**
 * The proof that an exchange key is of a device of an identity: the identity's chain, and the device's signature of
 * identity and key. Device keys themselves sign no document, so a chain can't be put beside a key that it is not about.
 */
final class IdentityEvidence {
    static final String TYPE = "HearthIdentityEvidence";
    private static final String IDENTITY = "urn:hearth:identity:";
    private static final String DOMAIN = "hearth exchange key";

    private IdentityEvidence() {}

    /** Returns how an identity is called in a document. */
    static String name(IdentityId identity) {
        return IDENTITY + identity.value().hex();
    }

    static Json.Fields of(LocalIdentity self) {
        Bytes signature = self.sign(DOMAIN, Bytes.concat(self.id().value(), self.exchangeKey()));
        return Json.Fields.NONE
                .with("type", Json.texts(TYPE))
                .with("chain", text(self.chain().encoded()))
                .with("signature", text(signature));
    }

    /** Returns the chain that stands behind {@code key}; empty where {@code document} shows none of this kind. */
    static Optional<IdentityChain> verify(Json.Fields document, DidKey key) throws MalformedException, Refused {
        Optional<Json> shown = document.get("evidence");
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        for (Json each : shown.get().oneOrMore()) {
            Json.Fields evidence = each.asFields();
            if (evidence.get("type").map(Json::oneOrMore).stream()
                    .anyMatch(types -> types.contains(new Json.Text(TYPE)))) {
                return Optional.of(verified(evidence, key));
            }
        }
        return Optional.empty();
    }

    private static IdentityChain verified(Json.Fields evidence, DidKey key) throws Refused {
        try {
            IdentityChain chain = IdentityChain.verify(bytes(evidence, "chain"));
            Bytes said = Bytes.concat(chain.identity().value(), key.raw());
            boolean right = VerifyKey.of(chain.device().value()).verify(DOMAIN, said, bytes(evidence, "signature"));
            Refused.unless(right && !chain.isProvisional(), Reason.WRONG_EVIDENCE);
            return chain;
        } catch (MalformedException e) {
            throw new Refused(Reason.WRONG_EVIDENCE);
        }
    }

    static String text(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }

    private static Bytes bytes(Json.Fields fields, String name) throws MalformedException {
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(fields.required(name).asText()));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("Not base64url: " + name, e);
        }
    }
}
