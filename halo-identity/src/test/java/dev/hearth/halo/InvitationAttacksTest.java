package dev.hearth.halo;

import static dev.hearth.halo.TestDesk.BINDING;
import static dev.hearth.halo.TestDesk.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Attacks on invitations, by their numbers in {@code docs/threat-model.md}. */
final class InvitationAttacksTest {
    private static final Bytes OTHER = Bytes.of(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity eve = People.person("Eve");
    private final SpaceCredentials space = People.space(ann);
    private final TestDesk desk =
            new TestDesk(space, ann, HostedInvitation.byCode(TestDesk.terms(1), People.SEAMS.random()));
    private final InvitationKey key = TestDesk.delegate(space, ann, TestDesk.terms(1));
    private final TestDesk byLink = TestDesk.of(space, ann, key.id());

    private String wrong() {
        return desk.invitation().code().equals("0000-0000") ? "0000-0001" : "0000-0000";
    }

    private InvitationGuest guess(String code) {
        return InvitationGuest.withCode(desk.invitation().id(), code, BINDING, People.SEAMS.random());
    }

    /** The desk reads what was kept as bytes each time, as after a restart. */
    @Test
    void a16ThreeWrongCodesBurnItOverConnectionsAndRestartsAndIdentities() {
        for (int left = 2; left >= 0; left--) {
            int expected = left;
            assertThatThrownBy(() -> desk.withCode(People.person("Eve" + expected), wrong()))
                    .satisfies(is(ErrorCode.CODE_WRONG))
                    .satisfies(thrown -> assertThat(((HearthException) thrown).details())
                            .containsEntry("attempts left", String.valueOf(expected)));
        }
        assertThatThrownBy(() -> desk.withCode(bob, desk.invitation().code()))
                .satisfies(is(ErrorCode.INVITATION_SPENT));
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
    }

    @Test
    void a16BreakingOffCountsAsAnAttempt() throws MalformedException {
        desk.host(eve.chain(), BINDING).received(guess(wrong()).first());
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS - 1);
    }

    /** Several sessions at once: each attempt is counted before any is answered. */
    @Test
    void a16AttemptsSideBySideAreCountedEach() throws MalformedException {
        List<InvitationHost> hosts = new ArrayList<>();
        List<InvitationGuest> guests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            hosts.add(desk.host(eve.chain(), BINDING));
            guests.add(guess(wrong()));
            guests.get(i).received(hosts.get(i).received(guests.get(i).first()));
        }
        assertThatThrownBy(() -> desk.withCode(bob, desk.invitation().code()))
                .satisfies(is(ErrorCode.INVITATION_SPENT));
    }

    /** A member that has been let in may not guess on, for somebody else, without being counted. */
    @Test
    void a16AMemberIsCountedToo() {
        space.admit(ann, eve.chain(), Role.READER);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.withCode(eve, wrong())).satisfies(is(ErrorCode.CODE_WRONG));
        }
        assertThatThrownBy(() -> desk.withCode(eve, desk.invitation().code()))
                .satisfies(is(ErrorCode.INVITATION_SPENT));
    }

    /** A code is known to its one host; a link's key has 256 bits, and another host counts nothing that could leak. */
    @Test
    void a16AWrongKeyIsToldNothingWhateverTheStateOfTheInvitation() {
        InvitationKey other = InvitationKey.generate(People.SEAMS.random());
        List<Consumer<TestDesk>> states = List.of(
                same -> {},
                same -> same.now = NOW.plusSeconds(61),
                same -> new SpaceInvitations(space).cancel(ann, key.id()));
        for (Consumer<TestDesk> state : states) {
            state.accept(byLink);
            assertThatThrownBy(() -> byLink.withKey(eve, other))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("Invitation redeemed with a wrong signature");
        }
        assertThat(space.authority().roleOf(eve.id())).isEmpty();
    }

    /** Somebody in the middle has two sessions with two bindings: neither the code nor the key carries over. */
    @Test
    void a17AManInTheMiddleLearnsAndGetsNothing() {
        InvitationGuest codeTo = InvitationGuest.withCode(
                desk.invitation().id(), desk.invitation().code(), OTHER, People.SEAMS.random());
        assertThatThrownBy(() -> TestDesk.run(codeTo, desk.host(bob.chain(), BINDING)))
                .satisfies(is(ErrorCode.CODE_WRONG));
        InvitationGuest keyTo = InvitationGuest.withKey(key, bob.chain(), OTHER);
        assertThatThrownBy(() -> TestDesk.run(keyTo, byLink.host(bob.chain(), BINDING)))
                .isInstanceOf(MalformedException.class);
        assertThat(space.authority().members()).containsOnlyKeys(ann.id());
    }

    /** Eve passes Bob's redemption on as her own, in the very session it is bound to. */
    @Test
    void a17ARedemptionIsOfOneIdentityAlone() {
        Bytes ofBob = InvitationGuest.withKey(key, bob.chain(), BINDING).first();
        assertThatThrownBy(() -> byLink.host(eve.chain(), BINDING).received(ofBob))
                .isInstanceOf(MalformedException.class);
        assertThat(space.authority().roleOf(eve.id())).isEmpty();
    }

    @Test
    void a17ARedemptionOfOneInvitationIsNoneOfAnother() {
        InvitationKey second = TestDesk.delegate(space, ann, TestDesk.terms(1));
        Bytes ofTheFirst = InvitationGuest.withKey(key, bob.chain(), BINDING).first();
        assertThatThrownBy(() -> TestDesk.of(space, ann, second.id())
                        .host(bob.chain(), BINDING)
                        .received(ofTheFirst))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void a25AReplayedRedemptionIsRefused() throws MalformedException {
        TestDesk many = TestDesk.of(
                space, ann, TestDesk.delegate(space, ann, TestDesk.terms(5)).id());
        Bytes redeem = InvitationGuest.withKey(key, bob.chain(), BINDING).first();
        InvitationHost host = byLink.host(bob.chain(), BINDING);
        host.received(redeem);
        assertThatThrownBy(() -> host.received(redeem)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> byLink.host(bob.chain(), OTHER).received(redeem))
                .as("in another session")
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> many.host(bob.chain(), BINDING).received(redeem))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void a25OneSessionHasOneTry() {
        InvitationHost host = byLink.host(bob.chain(), BINDING);
        Bytes ofEve = InvitationGuest.withKey(key, eve.chain(), BINDING).first();
        assertThatThrownBy(() -> host.received(ofEve)).isInstanceOf(MalformedException.class);
        Bytes right = InvitationGuest.withKey(key, bob.chain(), BINDING).first();
        assertThatThrownBy(() -> host.received(right)).isInstanceOf(MalformedException.class);
    }

    /** What is to be shown is fixed: a host takes nothing else, and a guest offers nothing else. */
    @Test
    void a17TheWayIsNotNegotiated() {
        Bytes redeem = InvitationGuest.withKey(key, bob.chain(), BINDING).first();
        assertThatThrownBy(() -> desk.host(bob.chain(), BINDING).received(redeem))
                .as("the key of a link where a code is asked for")
                .isInstanceOf(MalformedException.class);
        Bytes hello = InvitationGuest.withCode(key.id(), "", BINDING, People.SEAMS.random())
                .first();
        assertThatThrownBy(() -> byLink.host(bob.chain(), BINDING).received(hello))
                .as("an empty code where a key is asked for")
                .isInstanceOf(MalformedException.class);
        Bytes share = new ByteWriter().u8(InvitationHost.SHARE).raw(OTHER).toBytes();
        assertThatThrownBy(
                        () -> InvitationGuest.withKey(key, bob.chain(), BINDING).received(share))
                .as("a host that asks a guest with a link for a code")
                .isInstanceOf(MalformedException.class);
        for (int kind : new int[] {InvitationHost.WELCOME, InvitationHost.WAITING}) {
            Bytes early = new ByteWriter().u8(kind).raw(OTHER).raw(OTHER).toBytes();
            assertThatThrownBy(() -> guess("1").received(early))
                    .as("a host that skips the code")
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void a17WhatASideSaidComesBackToItForNothing() throws MalformedException {
        InvitationGuest guest = guess(desk.invitation().code());
        Bytes mine = guest.first().slice(1 + Handshake.RUN, guest.first().size());
        InvitationGuest.Step.Answer confirm = (InvitationGuest.Step.Answer) guest.received(
                new ByteWriter().u8(InvitationHost.SHARE).raw(mine).toBytes());
        Bytes confirmation = confirm.message().slice(1, confirm.message().size());
        for (int kind : new int[] {InvitationHost.WELCOME, InvitationHost.WAITING}) {
            assertThatThrownBy(() -> guest.received(
                            new ByteWriter().u8(kind).raw(confirmation).toBytes()))
                    .satisfies(is(ErrorCode.CODE_WRONG));
        }
        InvitationHost host = desk.host(eve.chain(), BINDING);
        Bytes answer = host.received(guess(wrong()).first());
        Bytes reflected = host.received(new ByteWriter()
                .u8(InvitationHost.CONFIRM)
                .raw(answer.slice(1, answer.size()))
                .toBytes());
        assertThat(reflected.at(0)).isEqualTo((byte) InvitationHost.REFUSAL);
    }

    /** The points of order 1, 2, 4 and 8 of the curve and its twist, and their forms over the prime. */
    @Test
    void a17SharesOfLowOrderAreRefusedByBothSides() {
        List<String> points = List.of(
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        for (String point : points) {
            Bytes share = Bytes.fromHex(point);
            Bytes hello = new ByteWriter()
                    .u8(InvitationHost.HELLO)
                    .raw(new byte[Handshake.RUN])
                    .raw(share)
                    .toBytes();
            assertThatThrownBy(() -> desk.host(eve.chain(), BINDING).received(hello))
                    .as(point)
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> guess("1")
                            .received(new ByteWriter()
                                    .u8(InvitationHost.SHARE)
                                    .raw(share)
                                    .toBytes()))
                    .as(point)
                    .isInstanceOf(MalformedException.class);
        }
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS);
    }

    /** A stranger at the topic, such as the signal server: it knows neither the key nor its public part. */
    @Test
    void a17AStrangerCanNeitherWelcomeNorRefuseForALink() {
        InvitationGuest guest = InvitationGuest.withKey(key, bob.chain(), BINDING);
        for (int kind : new int[] {InvitationHost.WELCOME, InvitationHost.WAITING}) {
            assertThatThrownBy(() -> guest.received(
                            new ByteWriter().u8(kind).raw(OTHER).raw(OTHER).toBytes()))
                    .isInstanceOf(MalformedException.class);
        }
        for (InvitationRefusal refusal : InvitationRefusal.values()) {
            assertThatThrownBy(() -> guest.received(new ByteWriter()
                            .u8(InvitationHost.REFUSAL)
                            .u8(refusal.code())
                            .u8(0)
                            .raw(OTHER)
                            .toBytes()))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void a25LinksThatAreNoneAreRefused() {
        List<String> bad = new ArrayList<>(List.of(
                "",
                "hearth://join#",
                "hearth://join",
                "http://join#AAAA",
                "hearth://join#" + "A".repeat(4_000),
                "hearth://join#" + "A".repeat(100_000),
                "hearth://join#%00",
                "hearth://join#\u202Eabcd"));
        Cbor id = Cbor.of(Bytes.of(new byte[16]));
        Cbor device = Cbor.of(ann.device().value());
        Cbor none = Cbor.array();
        bad.add(link(Cbor.array(Cbor.of(0), id, device, Cbor.of(1), none)));
        bad.add(link(Cbor.array(Cbor.of(3), id, device, Cbor.of(1), none)));
        bad.add(link(Cbor.array(Cbor.of(2), id, device, Cbor.of(1), none)));
        bad.add(link(Cbor.array(Cbor.of(1), device, device, Cbor.of(1), none)));
        bad.add(link(Cbor.array(Cbor.of(1), id, device, Cbor.of(-1), none)));
        bad.add(link(Cbor.array(Cbor.of(1), id, device, Cbor.of(Long.MAX_VALUE), none)));
        bad.add(link(Cbor.array(Cbor.of(1), id, device, Cbor.of(1))));
        bad.add(link(Cbor.array(
                Cbor.of(1), id, device, Cbor.of(1), Cbor.array(Collections.nCopies(9, Cbor.of("ws://h/"))))));
        Cbor far = Cbor.of("ws://" + "h".repeat(240) + "/");
        bad.add(link(Cbor.array(Cbor.of(1), id, device, Cbor.of(1), Cbor.array(Collections.nCopies(8, far)))));
        assertThat(InvitationLink.parse(link(Cbor.array(Cbor.of(1), id, device, Cbor.of(1), Cbor.array(far))))
                        .signals())
                .hasSize(1);
        for (String text : bad) {
            assertThatThrownBy(() -> InvitationLink.parse(text))
                    .as(text.substring(0, Math.min(60, text.length())))
                    .satisfies(is(ErrorCode.INVITATION_MALFORMED));
        }
    }

    @Test
    void a25ALinkLeadsToSignalServersAlone() {
        for (String address : List.of(
                "file:///etc/passwd",
                "http://10.0.0.1/admin",
                "https://example.org/",
                "jar:ws://example.org/!/",
                "javascript:alert(1)",
                "ws:opaque",
                "ws:///nohost",
                "ws://user:secret@example.org/",
                "ws://user@example.org/",
                "ws://example.org/?query",
                "ws://example.org/#fragment",
                "ws://example.org:99999/",
                "ws://example.org/\u202Egro",
                "ws://ex\u0430mple.org/",
                "ws://example.org/\r\nHost:evil",
                "ws://example.org/\u0000",
                "WS://" + "a".repeat(300),
                "//example.org/",
                "")) {
            assertThatThrownBy(() -> InvitationLink.parse(to(address)))
                    .as(address)
                    .satisfies(is(ErrorCode.INVITATION_MALFORMED));
        }
        for (String address : List.of("ws://127.0.0.1:8890/", "ws://[::1]:1/", "wss://example.org/signal")) {
            assertThat(InvitationLink.parse(to(address)).signals()).containsExactly(URI.create(address));
        }
    }

    private String to(String address) {
        return link(Cbor.array(
                Cbor.of(1),
                Cbor.of(Bytes.of(new byte[16])),
                Cbor.of(ann.device().value()),
                Cbor.of(1),
                Cbor.array(Cbor.of(address))));
    }

    /** A link with the right checksum over whatever it says. */
    private static String link(Cbor body) {
        Bytes encoded = body.encode();
        Bytes checked = Bytes.concat(encoded, Sha256.of(encoded).value().slice(0, 4));
        return "hearth://join#" + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toArray());
    }

    @Test
    void a25NamesAreShownWithoutWhatHidesOrTurnsText() {
        String replaced = "\uFFFD";
        assertThat(ShownName.of("Ann\u202Enimda")).isEqualTo("Ann" + replaced + "nimda");
        assertThat(ShownName.of("Ann\r\n\u001b[2JOK\u0000")).isEqualTo("Ann" + replaced.repeat(3) + "[2JOK" + replaced);
        assertThat(ShownName.of("A\u2028\u2029\u200B\uFEFF\uE000\uD800")).isEqualTo("A" + replaced.repeat(6));
        for (String plain : List.of("Ann Müller", "王小明", "\uD83D\uDC69\u200D\uD83D\uDE80", "علی\u200Cرضا")) {
            assertThat(ShownName.of(plain)).isEqualTo(plain);
        }
        assertThat(ShownName.of("x".repeat(64)).toUpperCase(Locale.ROOT)).hasSize(64);
    }

    private static Consumer<Throwable> is(ErrorCode code) {
        return thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(code);
    }
}
