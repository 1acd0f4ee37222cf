package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An invitation as one of its hosts keeps it. Immutable: each step yields a changed one, which the host stores before
 * it answers, so that neither a new connection nor a restart gives attempts back or forgets who waits. Who joined is
 * not here but in the space's credentials, for all hosts alike.
 *
 * @param id 16 bytes
 * @param proof what a guest has to show
 * @param terms whom it lets in
 * @param attemptsLeft wrong codes that it still bears
 * @param cancelled whether a member took it back
 * @param asking who waits for approval, at most {@link #MOST_ASKING}, in the order in which they came
 * @param declined who was turned down here
 */
public record HostedInvitation(
        Bytes id,
        Proof proof,
        InvitationTerms terms,
        int attemptsLeft,
        boolean cancelled,
        List<Asking> asking,
        List<IdentityId> declined) {
    /** Wrong codes that an invitation bears. */
    public static final int ATTEMPTS = 3;

    /** Guests who may wait for approval at a time. */
    public static final int MOST_ASKING = 50;

    /** Guests of whom it is remembered that they were turned down. */
    private static final int MOST_DECLINED = 1_000;

    private static final int FORMAT = 2;
    private static final Limit COUNT = new Limit("attempts of an invitation", 1 << 20);
    private static final Limit ENTRIES = new Limit("guests of an invitation", MOST_DECLINED);
    private static final int CODE_RANGE = 100_000_000;

    /** Copies its input. */
    public HostedInvitation {
        asking = List.copyOf(asking);
        declined = List.copyOf(declined);
    }

    /** What a guest has to show: one thing, fixed when the invitation is made. */
    public sealed interface Proof {
        /** The digits, in a run of CPace. */
        record Code(String digits) implements Proof {
            @Override
            public String toString() {
                return "code";
            }
        }

        /**
         * A signature by the key of the link.
         *
         * @param publicKey 32 bytes
         * @param secret the link's secret on the device that made it; empty on the other hosts
         */
        record Key(Bytes publicKey, Bytes secret) implements Proof {
            @Override
            public String toString() {
                return "key";
            }
        }
    }

    /**
     * A guest who waits for approval.
     *
     * @param guest identity and device
     * @param since when it asked first, to the second
     */
    public record Asking(IdentityChain guest, Instant since) {}

    /** Returns a random code of eight digits. */
    static String code(SecureRandom random) {
        String digits = String.format(Locale.ROOT, "%08d", random.nextInt(CODE_RANGE));
        return digits.substring(0, 4) + "-" + digits.substring(4);
    }

    /** Makes an invitation with a random id and a code of eight digits. */
    public static HostedInvitation byCode(InvitationTerms terms, SecureRandom random) {
        byte[] id = new byte[InvitationLink.ID];
        random.nextBytes(id);
        String code = code(random);
        return new HostedInvitation(Bytes.of(id), new Proof.Code(code), terms, ATTEMPTS, false, List.of(), List.of());
    }

    /** Makes what the device keeps that delegated an invitation by link. */
    public static HostedInvitation byLink(InvitationTerms terms, InvitationKey key) {
        return byLink(terms, key.publicKey(), key.reveal());
    }

    /** Makes what another host keeps of an invitation by link: it knows the public key. */
    public static HostedInvitation byLink(DelegatedInvitation delegated) {
        return byLink(delegated.terms(), delegated.publicKey(), Bytes.EMPTY).with(delegated);
    }

    private static HostedInvitation byLink(InvitationTerms terms, Bytes publicKey, Bytes secret) {
        Proof proof = new Proof.Key(publicKey, secret);
        return new HostedInvitation(InvitationKey.id(publicKey), proof, terms, ATTEMPTS, false, List.of(), List.of());
    }

    /** Returns this with what the credentials say of it, which holds, whatever was kept. */
    public HostedInvitation with(DelegatedInvitation delegated) {
        return new HostedInvitation(
                id, proof, delegated.terms(), attemptsLeft, delegated.cancelled(), asking, declined);
    }

    /** Returns the code; empty where there is none. */
    public String code() {
        return proof instanceof Proof.Code it ? it.digits() : "";
    }

    /** Returns the key pair of the link, on the device that made it. */
    public Optional<InvitationKey> key() {
        return proof instanceof Proof.Key it && !it.secret().isEmpty()
                ? Optional.of(InvitationKey.of(it.secret()))
                : Optional.empty();
    }

    private HostedInvitation withAttempts(int left) {
        return new HostedInvitation(id, proof, terms, left, cancelled, asking, declined);
    }

    private HostedInvitation withGuests(List<Asking> now, List<IdentityId> turnedDown) {
        return new HostedInvitation(id, proof, terms, attemptsLeft, cancelled, now, turnedDown);
    }

    /** Returns this after a wrong code. */
    public HostedInvitation afterWrongCode() {
        return withAttempts(attemptsLeft - 1);
    }

    /** Returns this after the attempt that was counted as wrong proved right. */
    public HostedInvitation afterRightCode() {
        return withAttempts(attemptsLeft + 1);
    }

    /** Returns this once a member took it back. */
    public HostedInvitation afterCancel() {
        return new HostedInvitation(id, proof, terms, attemptsLeft, true, List.of(), declined);
    }

    /** Returns this with one more guest who waits. */
    HostedInvitation afterAsking(IdentityChain guest, Instant now) {
        List<Asking> more = new ArrayList<>(asking);
        more.add(new Asking(guest, Instant.ofEpochSecond(now.getEpochSecond())));
        return withGuests(more, declined);
    }

    /** Returns this after a guest who waited was let in, or got in another way. */
    public HostedInvitation afterAdmission(IdentityId guest) {
        return withGuests(without(guest), declined);
    }

    /** Returns this after a guest who waited was turned down. */
    public HostedInvitation afterDecline(IdentityId guest) {
        List<IdentityId> more = new ArrayList<>(declined);
        more.add(guest);
        return withGuests(without(guest), more.subList(Math.max(0, more.size() - MOST_DECLINED), more.size()));
    }

    private List<Asking> without(IdentityId guest) {
        return asking.stream()
                .filter(each -> !each.guest().identity().equals(guest))
                .toList();
    }

    boolean isAsking(IdentityId who) {
        return asking.stream().anyMatch(each -> each.guest().identity().equals(who));
    }

    /**
     * Returns why {@code who}, no member now, is turned away at {@code now}; empty when it may join or ask to. Who
     * asked in time is not too late.
     *
     * @param admitted who came in by this invitation, members still or not
     */
    Optional<InvitationRefusal> refusal(IdentityId who, Collection<IdentityId> admitted, Instant now) {
        if (cancelled) {
            return Optional.of(InvitationRefusal.CANCELLED);
        } else if (!terms.guest().orElse(who).equals(who)) {
            return Optional.of(InvitationRefusal.NOT_FOR_YOU);
        } else if (declined.contains(who)) {
            return Optional.of(InvitationRefusal.DECLINED);
        } else if (admitted.contains(who)) {
            return Optional.of(InvitationRefusal.NOT_PERMITTED);
        } else if (!now.isBefore(terms.expires()) && !isAsking(who)) {
            return Optional.of(InvitationRefusal.EXPIRED);
        }
        boolean spent = attemptsLeft <= 0 || admitted.size() >= terms.uses();
        return spent ? Optional.of(InvitationRefusal.SPENT) : Optional.empty();
    }

    /** Returns the bytes to keep. They hold the code, or the link's secret, so they are kept sealed. */
    public Bytes encode() {
        List<Cbor> waiting = asking.stream()
                .map(each -> Cbor.array(
                        Cbor.of(each.guest().encoded()), Cbor.of(each.since().getEpochSecond())))
                .toList();
        List<Cbor> turnedDown =
                declined.stream().map(each -> Cbor.of(each.value())).toList();
        return Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(id),
                        encode(proof),
                        terms.encode(),
                        Cbor.of(attemptsLeft),
                        Cbor.of(cancelled),
                        Cbor.array(waiting),
                        Cbor.array(turnedDown))
                .encode();
    }

    private static Cbor encode(Proof proof) {
        return proof instanceof Proof.Key key
                ? Cbor.array(Cbor.of(key.publicKey()), Cbor.of(key.secret()))
                : Cbor.array(Cbor.of(((Proof.Code) proof).digits()));
    }

    /** Reads what {@link #encode()} gave, now or in a former version. */
    public static HostedInvitation decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList();
        if (fields.size() == 7 && fields.get(0).asLong() == 1) {
            return decodeFirstFormat(fields);
        }
        if (fields.size() != 8 || fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Invitation of an unknown format");
        }
        List<Asking> asking = new ArrayList<>();
        for (Cbor each : entries(fields.get(6))) {
            List<Cbor> guest = each.asList(2);
            asking.add(new Asking(
                    IdentityChain.verify(guest.get(0).asBytes()),
                    InvitationTerms.instant(guest.get(1).asLong())));
        }
        List<IdentityId> declined = new ArrayList<>();
        for (Cbor each : entries(fields.get(7))) {
            declined.add(new IdentityId(each.asBytes(IdentityId.SIZE)));
        }
        return new HostedInvitation(
                fields.get(1).asBytes(InvitationLink.ID),
                proof(fields.get(2).asList()),
                InvitationTerms.decode(fields.get(3)),
                fields.get(4).asInt(COUNT),
                fields.get(5).asBool(),
                asking,
                declined);
    }

    private static List<Cbor> entries(Cbor field) throws MalformedException {
        List<Cbor> entries = field.asList();
        ENTRIES.check(entries.size());
        return entries;
    }

    private static Proof proof(List<Cbor> fields) throws MalformedException {
        if (fields.size() == 1) {
            return new Proof.Code(fields.get(0).asText());
        }
        if (fields.size() != 2) {
            throw new MalformedException("Proof of an unknown kind");
        }
        Bytes secret = fields.get(1).asBytes();
        if (!secret.isEmpty() && secret.size() != InvitationKey.SECRET) {
            throw new MalformedException("Secret of another length");
        }
        return new Proof.Key(fields.get(0).asBytes(InvitationKey.SECRET), secret);
    }

    /** The first format counted uses here, and knew codes alone. */
    private static HostedInvitation decodeFirstFormat(List<Cbor> fields) throws MalformedException {
        int uses = fields.get(6).asInt(new Limit("uses of an invitation", InvitationTerms.MOST_USES));
        Role role = Role.ofCode(fields.get(3).asLong());
        if (role == Role.OWNER) {
            throw new MalformedException("Invitation to be the owner");
        }
        InvitationTerms terms = new InvitationTerms(
                role, InvitationTerms.instant(fields.get(4).asLong()), Math.max(1, uses), false, Optional.empty());
        return new HostedInvitation(
                fields.get(1).asBytes(InvitationLink.ID),
                new Proof.Code(fields.get(2).asText()),
                terms,
                uses > 0 ? fields.get(5).asInt(COUNT) : 0,
                false,
                List.of(),
                List.of());
    }

    @Override
    public String toString() {
        return "HostedInvitation(" + id.slice(0, 4).hex() + ", " + terms.role() + ")";
    }
}
