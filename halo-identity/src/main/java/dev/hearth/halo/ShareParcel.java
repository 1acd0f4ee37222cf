package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.VerifyKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the owner of recovery words hands to one guardian: the same share, sealed to each of the guardian's devices, and
 * signed by a device of the owner, so that the guardian knows whose it is. Immutable.
 */
public final class ShareParcel {
    private static final int FORMAT = 1;
    private static final String DOMAIN = "hearth share parcel";
    private static final String PREFIX = "hearth-share:";
    private static final Limit DEVICES = new Limit("devices of a guardian", 64);
    private static final Limit MAX_HOLD = new Limit("seconds that a share is held back", 90 * 86_400);
    private static final Limit MAX_TEXT = new Limit("characters of a share parcel", 1 << 18);

    private final Bytes payload;
    private final Bytes signature;
    private final IdentityChain owner;
    private final List<SealedShare> shares;
    private final Duration hold;

    private ShareParcel(Bytes payload, Bytes signature) throws MalformedException {
        this.payload = payload;
        this.signature = signature;
        List<Cbor> fields = Cbor.decode(payload).asList(4);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Share parcel of an unknown format");
        }
        owner = IdentityChain.verify(fields.get(1).asBytes());
        if (!VerifyKey.of(owner.device().value()).verify(DOMAIN, payload, signature)) {
            throw new MalformedException("Share parcel with a wrong signature");
        }
        List<SealedShare> read = new ArrayList<>();
        List<Cbor> sealed = fields.get(2).asList();
        DEVICES.check(sealed.size());
        for (Cbor each : sealed) {
            read.add(SealedShare.decode(each.asBytes()));
        }
        shares = List.copyOf(read);
        hold = Duration.ofSeconds(fields.get(3).asInt(MAX_HOLD));
        boolean one = !shares.isEmpty()
                && shares.stream()
                        .allMatch(each -> each.owner().equals(owner.identity())
                                && each.guardian().equals(shares.get(0).guardian())
                                && each.set() == shares.get(0).set()
                                && each.index() == shares.get(0).index());
        if (!one) {
            throw new MalformedException("Share parcel of several shares, or of somebody else");
        }
    }

    /**
     * Seals a share of {@code owner}'s words to all of {@code devices}, which are one guardian's.
     *
     * @param hold how long the guardian's client waits before it shows the share, to the second; 90 days at most
     */
    public static ShareParcel seal(
            RecoveryShare share, LocalIdentity owner, Collection<IdentityChain> devices, Duration hold)
            throws MalformedException {
        MAX_HOLD.check(hold.toSeconds());
        List<Cbor> sealed = new ArrayList<>();
        for (IdentityChain each : devices) {
            sealed.add(Cbor.of(
                    SealedShare.seal(share, owner.id(), each, owner.name()).encoded()));
        }
        Bytes payload = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(owner.chain().encoded()),
                        Cbor.array(sealed),
                        Cbor.of(hold.toSeconds()))
                .encode();
        return new ShareParcel(payload, owner.sign(DOMAIN, payload));
    }

    /** Returns the text to hand over: one line, secret to nobody but the guardian's devices. */
    public String text() {
        return PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Cbor.array(Cbor.of(payload), Cbor.of(signature))
                                .encode()
                                .toArray());
    }

    /** Reads what {@link #text()} gave; throws SHARE_MALFORMED for anything else, or a changed one. */
    public static ShareParcel parse(String text) {
        String line = text.strip();
        try {
            MAX_TEXT.check(line.length());
            if (!line.startsWith(PREFIX)) {
                throw new MalformedException("A share to keep starts with " + PREFIX);
            }
            Bytes encoded = Bytes.of(Base64.getUrlDecoder().decode(line.substring(PREFIX.length())));
            List<Cbor> parts = Cbor.decode(encoded).asList(2);
            return new ShareParcel(parts.get(0).asBytes(), parts.get(1).asBytes());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.SHARE_MALFORMED, Map.of("rule", String.valueOf(e.getMessage())), e);
        }
    }

    /** Opens the share on one of the guardian's devices; throws SHARE_UNREADABLE on any other. */
    public RecoveryShare open(LocalIdentity guardian) {
        SealedShare own = shares.stream()
                .filter(each -> each.device().equals(guardian.device()))
                .findFirst()
                .orElse(shares.get(0));
        return own.open(guardian);
    }

    /** Returns whether one of the shares is sealed to the device of {@code guardian}. */
    public boolean isFor(LocalIdentity guardian) {
        return shares.stream()
                .anyMatch(each -> each.device().equals(guardian.device())
                        && each.guardian().equals(guardian.id()));
    }

    /** Returns whose words it is a share of, with the device that signed. */
    public IdentityChain owner() {
        return owner;
    }

    /** Returns how long the guardian's client waits before it shows the share. */
    public Duration hold() {
        return hold;
    }

    /** Returns who keeps it. */
    public IdentityId guardian() {
        return shares.get(0).guardian();
    }

    /** Returns what all shares of one splitting have in common. */
    public int set() {
        return shares.get(0).set();
    }

    /** Returns which share it is, from 1. */
    public int index() {
        return shares.get(0).index();
    }

    /** Returns how many shares it takes. */
    public int threshold() {
        return shares.get(0).threshold();
    }

    @Override
    public String toString() {
        return "ShareParcel(" + shares.get(0) + ")";
    }
}
