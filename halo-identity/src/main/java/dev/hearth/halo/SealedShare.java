package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.halo.internal.recovery.ShareWords;
import dev.hearth.halo.internal.recovery.WordList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A share of a recovery phrase that one device of a guardian can open: sealed to its hybrid key, or to its box key when
 * it has no hybrid one. What it is a share of, whose and for whom is readable, and can't be changed without its staying
 * shut. It does not tell who sealed it: whoever knows the guardian's keys can seal a share, so take it from a signed
 * message of its owner. Immutable.
 */
public final class SealedShare {
    /** The longest sealed share that is read, in bytes. */
    public static final Limit MAX_SIZE = new Limit("bytes of a sealed share", 2_048);

    /** The longest label, in UTF-16 units. */
    public static final Limit MAX_LABEL = new Limit("characters of a share's label", 64);

    private static final int FORMAT = 1;
    private static final int FIELDS = 9;
    private static final String DOMAIN = "hearth recovery share";
    private static final Limit MAX_SET = new Limit("identifier of a share set", (1 << 15) - 1);
    private static final Limit MAX_COUNT = new Limit("shares of a set", RecoveryShares.MAX_SHARES);

    private final Bytes header;
    private final Suite suite;
    private final IdentityId owner;
    private final IdentityId guardian;
    private final DeviceId device;
    private final ShareNumber number;
    private final String label;
    private final Bytes sealed;

    /** Which share it is, as its words say it too. */
    private record ShareNumber(int set, int index, int threshold) {
        ShareNumber(RecoveryShare share) {
            this(share.set(), share.index(), share.threshold());
        }
    }

    private SealedShare(Bytes header, Bytes sealed) throws MalformedException {
        List<Cbor> fields = Cbor.decode(header).asList(FIELDS);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Sealed share of an unknown format");
        }
        this.header = header;
        this.sealed = sealed;
        suite = Suite.ofCode(fields.get(1).asLong());
        owner = new IdentityId(fields.get(2).asBytes(IdentityId.SIZE));
        guardian = new IdentityId(fields.get(3).asBytes(IdentityId.SIZE));
        device = new DeviceId(fields.get(4).asBytes(DeviceId.SIZE));
        number = new ShareNumber(
                fields.get(5).asInt(MAX_SET),
                fields.get(6).asInt(MAX_COUNT),
                fields.get(7).asInt(MAX_COUNT));
        label = fields.get(8).asText();
        MAX_LABEL.check(label.length());
        if (number.index == 0 || number.threshold == 0) {
            throw new MalformedException("Shares are counted from 1");
        }
    }

    /**
     * Seals a share of {@code owner}'s phrase to a guardian's device; the label, at most {@link #MAX_LABEL} long, is
     * readable to all. Refuses a guardian whose key is none.
     */
    public static SealedShare seal(RecoveryShare share, IdentityId owner, IdentityChain guardian, String label)
            throws MalformedException {
        if (label.length() > MAX_LABEL.max()) {
            throw new IllegalArgumentException(
                    "label: at most " + MAX_LABEL.max() + " characters, got " + label.length());
        }
        Suite suite = guardian.hybridKey().isPresent() ? Suite.HYBRID : Suite.CLASSICAL;
        Bytes header = Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(suite.code()),
                        Cbor.of(owner.value()),
                        Cbor.of(guardian.identity().value()),
                        Cbor.of(guardian.device().value()),
                        Cbor.of(share.set()),
                        Cbor.of(share.index()),
                        Cbor.of(share.threshold()),
                        Cbor.of(label))
                .encode();
        try (Secret words = words(share)) {
            Bytes sealed = guardian.hybridKey().isPresent()
                    ? Hpke.sealHybrid(guardian.hybridKey().get(), DOMAIN, header, words)
                    : Hpke.seal(guardian.boxKey(), DOMAIN, header, words);
            return new SealedShare(header, sealed);
        }
    }

    /** Two bytes for each word, so that the length tells nothing. */
    private static Secret words(RecoveryShare share) {
        int[] places = ShareWords.write(share.share());
        byte[] bytes = new byte[places.length * Short.BYTES];
        for (int word = 0; word < places.length; word++) {
            bytes[2 * word] = (byte) (places[word] >>> Byte.SIZE);
            bytes[2 * word + 1] = (byte) places[word];
        }
        Arrays.fill(places, 0);
        return Secret.take(bytes);
    }

    /** Reads what {@link #encoded()} gave. */
    public static SealedShare decode(Bytes encoded) throws MalformedException {
        MAX_SIZE.check(encoded.size());
        List<Cbor> parts = Cbor.decode(encoded).asList(2);
        return new SealedShare(parts.get(0).asBytes(), parts.get(1).asBytes());
    }

    /** Returns the bytes to store or send. */
    public Bytes encoded() {
        return Cbor.array(Cbor.of(header), Cbor.of(sealed)).encode();
    }

    /**
     * Opens it on the guardian's device. Throws SHARE_UNREADABLE when it is for another device, was changed, or is not
     * the share that it says it is; KEYCHAIN_LOCKED.
     */
    public RecoveryShare open(LocalIdentity identity) {
        if (!identity.id().equals(guardian) || !identity.device().equals(device)) {
            throw new HearthException(
                    ErrorCode.SHARE_UNREADABLE, Map.of("guardian", guardian.brief(), "device", device.brief()));
        }
        try (Secret words = identity.openSealed(suite, DOMAIN, header, sealed)) {
            return share(words);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.SHARE_UNREADABLE, Map.of("device", device.brief()), e);
        }
    }

    private RecoveryShare share(Secret words) throws MalformedException {
        try {
            RecoveryShare share = RecoveryShare.of(ShareWords.read(places(words)));
            if (new ShareNumber(share).equals(number)) {
                return share;
            }
            share.close();
        } catch (HearthException e) {
            throw new MalformedException("Words that are no share", e);
        }
        throw new MalformedException("Another share than it says it is");
    }

    private static int[] places(Secret words) throws MalformedException {
        byte[] bytes = words.reveal();
        int[] places = new int[bytes.length / Short.BYTES];
        for (int word = 0; word < places.length; word++) {
            places[word] = ((bytes[2 * word] & 0xFF) << Byte.SIZE) | (bytes[2 * word + 1] & 0xFF);
        }
        Arrays.fill(bytes, (byte) 0);
        for (int place : places) {
            new Limit("words", (1 << WordList.SLIP39.bits()) - 1).check(place);
        }
        return places;
    }

    /** Returns whose phrase it is a share of. */
    public IdentityId owner() {
        return owner;
    }

    /** Returns who keeps it. */
    public IdentityId guardian() {
        return guardian;
    }

    /** Returns the guardian's device that can open it. */
    public DeviceId device() {
        return device;
    }

    /** Returns the identifier of its set. */
    public int set() {
        return number.set;
    }

    /** Returns which share of its set it is, from 1 to 16. */
    public int index() {
        return number.index;
    }

    /** Returns how many shares it takes, from 1 to 16. */
    public int threshold() {
        return number.threshold;
    }

    /** Returns what its owner wrote on it. */
    public String label() {
        return label;
    }

    @Override
    public String toString() {
        return "SealedShare(" + index() + " of " + owner.brief() + " for " + guardian.brief() + ")";
    }
}
