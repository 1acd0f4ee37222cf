package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.Sha256;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a guest gets to find a host: {@code hearth://join#...}. Its way says what the guest will have to show; the host
 * is never asked for another one.
 *
 * @param way how it opens the space
 * @param signals the signal servers at which hosts wait, at most 8: ws or wss, with a host, without user, query and
 *     fragment
 * @param expires when it stops working, to the second
 */
public record InvitationLink(Way way, List<URI> signals, Instant expires) {
    /** Bytes of an invitation's id. */
    public static final int ID = 16;

    private static final String PREFIX = LinkKind.JOIN.prefix();
    private static final int CODE = 1;
    private static final int KEY = 2;
    private static final int CHECKSUM = 4;
    private static final Limit MAX_TEXT = new Limit("characters of an invitation link", 2_048);
    private static final Limit MAX_SIGNALS = new Limit("signal servers of an invitation", 8);
    private static final String TOPIC = "hearth invitation topic";

    /** How a link opens the space. */
    public sealed interface Way {
        /**
         * Together with a code, at one device: without the code the link admits nobody.
         *
         * @param id 16 random bytes
         * @param inviter the device that admits
         */
        record Code(Bytes id, DeviceId inviter) implements Way {
            /** Checks the length. */
            public Code {
                if (id.size() != ID) {
                    throw new IllegalArgumentException("id takes " + ID + " bytes, got " + id.size());
                }
            }
        }

        /**
         * By itself, at any host of the space: whoever has the link has what it takes.
         *
         * @param key the invitation's key pair
         * @param space where it leads; credentials of another space are refused
         */
        record Key(InvitationKey key, SpaceId space) implements Way {}
    }

    /** Checks and copies. */
    public InvitationLink {
        if (signals.size() > MAX_SIGNALS.max()) {
            throw new IllegalArgumentException("signals: at most " + MAX_SIGNALS.max());
        }
        signals = List.copyOf(signals);
        expires = Instant.ofEpochSecond(expires.getEpochSecond());
    }

    /** Returns the invitation's id, 16 bytes. */
    public Bytes id() {
        return way instanceof Way.Key it ? it.key().id() : ((Way.Code) way).id();
    }

    /** Returns whether the guest needs a code besides. */
    public boolean needsCode() {
        return way instanceof Way.Code;
    }

    /** Returns the text to hand over. Of a link that opens by itself it holds the secret. */
    public String text() {
        List<Cbor> uris = signals.stream().map(uri -> Cbor.of(uri.toString())).toList();
        Bytes body = Cbor.array(
                        Cbor.of(needsCode() ? CODE : KEY),
                        Cbor.of(way instanceof Way.Key it ? it.key().reveal() : id()),
                        Cbor.of(
                                way instanceof Way.Key it
                                        ? it.space().value()
                                        : ((Way.Code) way).inviter().value()),
                        Cbor.of(expires.getEpochSecond()),
                        Cbor.array(uris))
                .encode();
        Bytes checked = Bytes.concat(body, checksum(body));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toArray());
    }

    /**
     * Reads a link; throws INVITATION_MALFORMED when a part is missing, was changed, or is not what it must be, and
     * LINK_OF_ANOTHER_KIND when it begins as one that is for something else.
     */
    public static InvitationLink parse(String text) {
        LinkKind.JOIN.requireNoOther(text);
        try {
            return read(text.strip());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.INVITATION_MALFORMED, Map.of(), e);
        }
    }

    private static InvitationLink read(String text) throws MalformedException {
        MAX_TEXT.check(text.length());
        if (!text.startsWith(PREFIX)) {
            throw new MalformedException("Not an invitation link");
        }
        Bytes checked = Bytes.of(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
        int end = checked.size() - CHECKSUM;
        if (end < 0 || !checksum(checked.slice(0, end)).equals(checked.slice(end, checked.size()))) {
            throw new MalformedException("Link with a wrong checksum");
        }
        List<Cbor> fields = Cbor.decode(checked.slice(0, end)).asList(5);
        List<URI> signals = new ArrayList<>();
        for (Cbor each : fields.get(4).asList()) {
            signals.add(SignalAddress.parse(each.asText()));
        }
        MAX_SIGNALS.check(signals.size());
        return new InvitationLink(
                way(fields), signals, InvitationTerms.instant(fields.get(3).asLong()));
    }

    private static Way way(List<Cbor> fields) throws MalformedException {
        long kind = fields.get(0).asLong();
        if (kind == CODE) {
            return new Way.Code(
                    fields.get(1).asBytes(ID), new DeviceId(fields.get(2).asBytes(DeviceId.SIZE)));
        } else if (kind == KEY) {
            return new Way.Key(
                    InvitationKey.of(fields.get(1).asBytes(InvitationKey.SECRET)),
                    new SpaceId(fields.get(2).asBytes(SpaceId.SIZE)));
        }
        throw new MalformedException("Link of an unknown format");
    }

    private static Bytes checksum(Bytes body) {
        return Sha256.of(body).value().slice(0, CHECKSUM);
    }

    /** Returns where host and guest meet: 32 bytes that tell a signal server nothing about the invitation. */
    public static Bytes topic(Bytes id) {
        return Sha256.of(new ByteWriter().text(TOPIC).sized(id).toBytes()).value();
    }
}
