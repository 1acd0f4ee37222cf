package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.VerifyKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What an identity hands out so that others know it without sharing a space: {@code hearth://contact#...}, signed by
 * one of its devices. It proves that whoever made it has that identity's key, and nothing about who that is; whether
 * the device was revoked since it does not tell. An instance exists only when all of it was verified.
 *
 * @param chain the device that signed it, and its identity
 * @param root the chain of the identity with the newest root key that the device knew of
 * @param name what the identity calls itself, from 1 to 64 characters; shown by {@link ShownName}
 * @param signals where it can be met, at most 8
 * @param text the link
 */
public record ContactCard(IdentityChain chain, IdentityChain root, String name, List<URI> signals, String text) {
    private static final Limit MAX_TEXT = new Limit("characters of a contact card", 20_000);
    private static final Limit MAX_SIGNALS = new Limit("signal servers of a contact card", 8);
    private static final String PREFIX = LinkKind.CONTACT.prefix();
    private static final String DOMAIN = "hearth contact card";
    private static final int FORMAT = 1;
    private static final int CHECKSUM = 4;

    /**
     * Makes the card of the identity that {@code by} is a device of. Signal servers that a card can't name are left
     * out, and those beyond the eighth.
     *
     * @param root a chain of the identity with the newest root key
     */
    public static ContactCard create(LocalIdentity by, IdentityChain root, IdentityName name, List<URI> signals) {
        Bytes payload = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(by.chain().encoded()),
                        Cbor.of(root.rootKeys().equals(by.chain().rootKeys()) ? Bytes.EMPTY : root.encoded()),
                        Cbor.of(name.name()),
                        Cbor.array(addresses(signals)))
                .encode();
        Bytes body =
                Cbor.array(Cbor.of(payload), Cbor.of(by.sign(DOMAIN, payload))).encode();
        Bytes checked = Bytes.concat(body, checksum(body));
        try {
            return read(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toArray()));
        } catch (MalformedException e) {
            throw new IllegalStateException("A contact card that was just made does not verify", e);
        }
    }

    private static List<Cbor> addresses(List<URI> signals) {
        List<Cbor> addresses = new ArrayList<>();
        for (URI each : signals) {
            try {
                SignalAddress.parse(each.toString());
            } catch (MalformedException e) {
                continue; // one that this client was configured with, which nobody is to be sent to
            }
            if (addresses.size() < MAX_SIGNALS.max()) {
                addresses.add(Cbor.of(each.toString()));
            }
        }
        return addresses;
    }

    /**
     * Reads and verifies a card; throws CONTACT_MALFORMED when a part is missing, was changed, or is not allowed, and
     * LINK_OF_ANOTHER_KIND for a link that is for something else.
     */
    public static ContactCard parse(String text) {
        LinkKind.CONTACT.requireNoOther(text);
        try {
            return read(text.strip());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.CONTACT_MALFORMED, Map.of("rule", String.valueOf(e.getMessage())), e);
        }
    }

    private static ContactCard read(String text) throws MalformedException {
        MAX_TEXT.check(text.length());
        if (!text.startsWith(PREFIX)) {
            throw new MalformedException("Not a contact card");
        }
        String encoded = text.substring(PREFIX.length());
        Bytes checked = Bytes.of(Base64.getUrlDecoder().decode(encoded));
        boolean canonical = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(checked.toArray())
                .equals(encoded);
        int end = checked.size() - CHECKSUM;
        if (!canonical || end < 0 || !checksum(checked.slice(0, end)).equals(checked.slice(end, checked.size()))) {
            throw new MalformedException("Contact card with a wrong checksum");
        }
        List<Cbor> envelope = Cbor.decode(checked.slice(0, end)).asList(2);
        Bytes payload = envelope.get(0).asBytes();
        List<Cbor> fields = Cbor.decode(payload).asList(5);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Contact card of an unknown format");
        }
        IdentityChain chain = IdentityChain.verify(fields.get(1).asBytes());
        if (!VerifyKey.of(chain.device().value())
                .verify(DOMAIN, payload, envelope.get(1).asBytes())) {
            throw new MalformedException("Contact card with a wrong signature");
        }
        return new ContactCard(
                chain, root(chain, fields.get(2).asBytes()), name(fields.get(3)), signals(fields.get(4)), text);
    }

    /** A newer root key counts only if the key before it says so, and the identity stays. */
    private static IdentityChain root(IdentityChain chain, Bytes newer) throws MalformedException {
        if (newer.isEmpty()) {
            return chain;
        }
        IdentityChain root = IdentityChain.verify(newer);
        NewestRoot newest = NewestRoot.of(List.of(chain, root)).orElseThrow();
        if (newest.isDisputed() || root.rootChanges() <= chain.rootChanges()) {
            throw new MalformedException("Contact card with the root key of another identity, or a former one");
        }
        return root;
    }

    private static String name(Cbor field) throws MalformedException {
        String name = field.asText();
        IdentityChain.MAX_NAME.check(name.length());
        if (name.isBlank()) {
            throw new MalformedException("Contact card without a name");
        }
        return name;
    }

    private static List<URI> signals(Cbor field) throws MalformedException {
        List<Cbor> addresses = field.asList();
        MAX_SIGNALS.check(addresses.size());
        List<URI> signals = new ArrayList<>();
        for (Cbor each : addresses) {
            signals.add(SignalAddress.parse(each.asText()));
        }
        return List.copyOf(signals);
    }

    private static Bytes checksum(Bytes body) {
        return Sha256.of(body).value().slice(0, CHECKSUM);
    }

    /** Returns the link. */
    @Override
    public String toString() {
        return text;
    }
}
