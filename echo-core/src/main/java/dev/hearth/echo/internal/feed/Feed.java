package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one device's feed is applied, and what its next block refers to. Used under the database's lock.
 *
 * <p>Not every signed head is kept: the newest one, and as many older ones as it takes for a stretch between two of
 * them to fit a frame, so that any stretch can be passed on with a signature at its end.
 */
public final class Feed {
    private static final int FORMAT = 1;
    private static final int FROZEN = 1;
    private static final int OF_BRANCH = 2;
    private static final int WITHHELD = 4;
    private static final int STRETCH_BYTES = 48 << 10;
    private static final SignedHead UNSIGNED = new SignedHead(0, BlockFormat.NONE, dev.hearth.base.Bytes.EMPTY);

    private final DeviceId device;
    private final Optional<Member> member;
    private int number = -1;
    private int actor = -1;
    private long seq;
    private long held;
    private Hash hash = BlockFormat.NONE;
    private long lamport;
    private List<CredentialId> authority = List.of();
    private @Nullable ObjectId lastObject;
    private Mentions mentions = new Mentions();
    private SignedHead signed = UNSIGNED;
    private long bytesSinceKept;
    private long bytesSinceSigned; // of this run; not stored, as a run ends with its batch
    private boolean frozen;

    /**
     * Whose blocks a branch's are.
     *
     * @param branch the object that stands for the branch
     * @param device who writes there
     */
    public record Member(ObjectId branch, DeviceId device) {}

    Feed(DeviceId device) {
        this(device, Optional.empty());
    }

    Feed(DeviceId device, Optional<Member> member) {
        this.device = device;
        this.member = member;
    }

    /**
     * Returns whom this stands for when it is no feed of the space but gives an author of a branch a number among the
     * authors of the space; {@link #device} is that author's key then.
     */
    public Optional<Member> member() {
        return member;
    }

    /** Returns the number by which the engine knows its author. */
    public int actor() {
        return actor;
    }

    void actor(int assigned) {
        actor = assigned;
    }

    /** Returns whose feed it is. */
    public DeviceId device() {
        return device;
    }

    /** Returns its number in this store, -1 before its first block. */
    public int number() {
        return number;
    }

    void number(int assigned) {
        number = assigned;
    }

    /** Returns the number of its last applied block, 0 before the first. */
    public long seq() {
        return seq;
    }

    /** Returns the number of its last stored block: those beyond the last applied one are withheld. */
    public long held() {
        return held;
    }

    /** Returns the id of its last applied block. */
    public Hash hash() {
        return hash;
    }

    /** Returns the Lamport time of its last applied block. */
    public long lamport() {
        return lamport;
    }

    /** Returns the credentials that its last block named. */
    public List<CredentialId> authority() {
        return authority;
    }

    /** Returns the object that it changed last. */
    public @Nullable ObjectId lastObject() {
        return lastObject;
    }

    Mentions mentions() {
        return mentions;
    }

    /** Returns the newest head that its author signed; 0 when there is none. */
    public SignedHead signed() {
        return signed;
    }

    /** Returns whether its author said two things at one place. */
    public boolean frozen() {
        return frozen;
    }

    /** Takes nothing more from this feed. */
    public void freeze() {
        frozen = true;
    }

    /** Stores one more block, which is withheld. */
    void hold(int bytes) {
        held++;
        bytesSinceKept += bytes;
        bytesSinceSigned += bytes;
    }

    /** Goes back to a place before; what comes after it is withheld. */
    void retreat(Feed then) {
        moveTo(then);
    }

    private void moveTo(Feed then) {
        seq = then.seq;
        hash = then.hash;
        lamport = then.lamport;
        authority = then.authority;
        lastObject = then.lastObject;
        mentions = then.mentions.copy();
    }

    /** Moves on to the next block. */
    void advance(Hash id, long time, List<CredentialId> named, @Nullable ObjectId last, int bytes) {
        seq++;
        held = Math.max(held, seq);
        hash = id;
        lamport = time;
        authority = named;
        lastObject = last;
        bytesSinceKept += bytes;
        bytesSinceSigned += bytes;
    }

    /** Stands at a block whose id is known, whatever came before. */
    void resume(long at, Hash id) {
        seq = at;
        hash = id;
        lastObject = null;
    }

    /** Notes a signed head that has been applied; returns the one before when that must be kept. */
    @Nullable SignedHead sign(SignedHead head) {
        SignedHead before = signed;
        signed = head;
        long run = bytesSinceSigned;
        bytesSinceSigned = 0;
        if (bytesSinceKept > STRETCH_BYTES && before.seq() > 0) {
            bytesSinceKept = run;
            return before;
        }
        return null;
    }

    /** What the block at a place leaves for the next one to refer to. */
    record Place(
            long seq,
            Hash hash,
            long lamport,
            List<CredentialId> authority,
            @Nullable ObjectId lastObject) {}

    /** Returns this feed as it was at a place. */
    Feed at(Place place, Mentions named) {
        Feed then = new Feed(device);
        then.number = number;
        then.seq = place.seq();
        then.held = place.seq();
        then.hash = place.hash();
        then.lamport = place.lamport();
        then.authority = place.authority();
        then.lastObject = place.lastObject();
        then.mentions = named;
        return then;
    }

    /** Becomes what it was at the place of a checkpoint, of which nothing is here but that. */
    void takeOver(Feed then, SignedHead head) {
        moveTo(then);
        held = seq;
        signed = head.seq() == then.seq ? head : UNSIGNED;
        bytesSinceKept = 0;
        bytesSinceSigned = 0;
    }

    /** Returns the bytes to store. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(256);
        out.u8(FORMAT).raw(device.value()).varint(seq).raw(hash.value()).varint(lamport);
        out.varint(authority.size());
        authority.forEach(id -> out.raw(id.value()));
        out.raw(Changes.orNone(lastObject));
        mentions.write(out);
        signed.write(out);
        out.varint(bytesSinceKept);
        out.u8((frozen ? FROZEN : 0) | (member.isPresent() ? OF_BRANCH : 0) | (held > seq ? WITHHELD : 0));
        member.ifPresent(
                known -> out.raw(known.branch().value()).raw(known.device().value()));
        if (held > seq) {
            out.varint(held - seq);
        }
        return out.toArray();
    }

    /** Reads what {@link #encode()} gives. */
    static Feed decode(byte[] stored, int number) throws MalformedException {
        ByteReader in = new ByteReader(stored);
        if (in.u8() != FORMAT) {
            throw new MalformedException("Unknown feed format");
        }
        DeviceId device = new DeviceId(in.raw(DeviceId.SIZE));
        long seq = in.varint();
        Hash hash = new Hash(in.raw(Hash.SIZE));
        long lamport = in.varint();
        int named = in.varint(Limits.AUTHORITY);
        List<CredentialId> authority = new ArrayList<>();
        for (int i = 0; i < named; i++) {
            authority.add(new CredentialId(in.raw(CredentialId.SIZE)));
        }
        ObjectId last = new ObjectId(in.raw(ObjectId.SIZE));
        Mentions mentions = Mentions.read(in);
        SignedHead signed = SignedHead.read(in);
        long bytesSinceKept = in.varint();
        int flags = in.u8();
        Feed feed = new Feed(device, (flags & OF_BRANCH) == 0 ? Optional.empty() : Optional.of(readMember(in)));
        long withheld = (flags & WITHHELD) == 0 ? 0 : in.varint();
        in.end();
        feed.number = number;
        feed.seq = seq;
        feed.held = Math.max(seq, seq + withheld);
        feed.hash = hash;
        feed.lamport = lamport;
        feed.authority = List.copyOf(authority);
        feed.lastObject = last.value().equals(Changes.orNone(null)) ? null : last;
        feed.mentions = mentions;
        feed.signed = signed;
        feed.bytesSinceKept = bytesSinceKept;
        feed.frozen = (flags & FROZEN) != 0;
        return feed;
    }

    private static Member readMember(ByteReader in) throws MalformedException {
        return new Member(new ObjectId(in.raw(ObjectId.SIZE)), new DeviceId(in.raw(DeviceId.SIZE)));
    }
}
