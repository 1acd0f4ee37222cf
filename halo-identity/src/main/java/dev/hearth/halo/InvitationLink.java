package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a guest gets to find the inviter: {@code hearth://join#...}. It names the invitation, the inviter's device and
 * where to meet; without the code it admits nobody.
 *
 * @param id 16 random bytes
 * @param inviter the device that admits
 * @param signals the signal servers at which it waits, at most 8
 * @param expires when it stops working, to the second
 */
public record InvitationLink(Bytes id, DeviceId inviter, List<URI> signals, Instant expires) {
    /** Bytes of an invitation's id. */
    public static final int ID = 16;

    private static final String PREFIX = "hearth://join#";
    private static final int FORMAT = 1;
    private static final int CHECKSUM = 4;
    private static final Limit MAX_TEXT = new Limit("characters of an invitation link", 2_048);
    private static final Limit MAX_SIGNALS = new Limit("signal servers of an invitation", 8);
    private static final String TOPIC = "hearth invitation topic";

    /** Checks and copies. */
    public InvitationLink {
        if (id.size() != ID || signals.size() > MAX_SIGNALS.max()) {
            throw new IllegalArgumentException("id takes 16 bytes, signals at most " + MAX_SIGNALS.max());
        }
        signals = List.copyOf(signals);
    }

    /** Returns the text to hand over. */
    public String text() {
        List<Cbor> uris = signals.stream().map(uri -> Cbor.of(uri.toString())).toList();
        Bytes body = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(id),
                        Cbor.of(inviter.value()),
                        Cbor.of(expires.getEpochSecond()),
                        Cbor.array(uris))
                .encode();
        Bytes checked = Bytes.concat(body, checksum(body));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toArray());
    }

    /** Reads a link; throws INVITATION_MALFORMED when a part is missing or was changed. */
    public static InvitationLink parse(String text) {
        try {
            return read(text.strip());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.INVITATION_MALFORMED, java.util.Map.of(), e);
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
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Link of an unknown format");
        }
        List<URI> signals = new ArrayList<>();
        for (Cbor each : fields.get(4).asList()) {
            signals.add(uri(each.asText()));
        }
        MAX_SIGNALS.check(signals.size());
        return new InvitationLink(
                fields.get(1).asBytes(ID),
                new DeviceId(fields.get(2).asBytes(DeviceId.SIZE)),
                signals,
                instant(fields.get(3).asLong()));
    }

    private static Instant instant(long seconds) throws MalformedException {
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedException("Time out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static URI uri(String text) throws MalformedException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new MalformedException("Address is no URI", e);
        }
    }

    private static Bytes checksum(Bytes body) {
        return Sha256.of(body).value().slice(0, CHECKSUM);
    }

    /** Returns where inviter and guest meet: 32 bytes that tell a signal server nothing about the invitation. */
    public static Bytes topic(Bytes id) {
        return Sha256.of(new ByteWriter().text(TOPIC).sized(id).toBytes()).value();
    }
}
