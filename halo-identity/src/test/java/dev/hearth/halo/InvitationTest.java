package dev.hearth.halo;

import static dev.hearth.halo.TestDesk.BINDING;
import static dev.hearth.halo.TestDesk.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One attempt by code: what guest and host say to each other. */
final class InvitationTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final SpaceCredentials space = People.space(ann);
    private final TestDesk desk = desk(space, TestDesk.terms(1));

    private TestDesk desk(SpaceCredentials of, InvitationTerms terms) {
        return new TestDesk(of, ann, HostedInvitation.byCode(terms, People.SEAMS.random()));
    }

    private String code() {
        return desk.invitation().code();
    }

    @Test
    void theRightCodeAdmits() throws MalformedException {
        SpaceCredentials joined = TestDesk.joined(desk.withCode(bob, code()));
        assertThat(joined.authority().roleOf(bob.id())).contains(Role.WRITER);
        assertThat(new SpaceKeys(joined, bob).topic()).isEqualTo(new SpaceKeys(space, ann).topic());
        assertThat(desk.admitted()).containsExactly(bob.id());
        assertThatThrownBy(() -> desk.withCode(People.person("Eve"), code()))
                .as("for one use")
                .satisfies(is(ErrorCode.INVITATION_SPENT));
    }

    /** It broke off before the credentials arrived, or the guest lost its folder's last second. */
    @Test
    void whoIsInAlreadyIsWelcomedAgainAndTakesNoUse() throws MalformedException {
        desk.withCode(bob, code());
        int before = space.size();
        desk.now = NOW.plusSeconds(61);
        assertThat(TestDesk.joined(desk.withCode(bob, code())).id()).isEqualTo(space.id());
        assertThat(space.size()).isEqualTo(before);
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS);
        space.changeRole(ann, bob.id(), Role.READER);
        desk.withCode(bob, code());
        assertThat(space.authority().roleOf(bob.id())).as("keeps its role").contains(Role.READER);
    }

    @Test
    void whoWasRemovedDoesNotComeBackByTheSameInvitation() throws MalformedException {
        TestDesk many = desk(space, TestDesk.terms(10));
        many.withCode(bob, many.invitation().code());
        space.remove(ann, bob.id(), java.util.Map.of());
        assertThatThrownBy(() -> many.withCode(bob, many.invitation().code())).satisfies(is(ErrorCode.NOT_PERMITTED));
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
    }

    @Test
    void whoHasNoKeyForAPostQuantumSpaceIsToldSo() {
        SpaceCredentials quantum = SpaceCredentials.createPostQuantum(ann, People.SEAMS);
        TestDesk of = desk(quantum, TestDesk.terms(1));
        int before = quantum.size();
        InvitationHost host = of.host(SuiteAttacksTest.classical("Old"), BINDING);
        InvitationGuest guest =
                InvitationGuest.withCode(of.invitation().id(), of.invitation().code(), BINDING, People.SEAMS.random());
        assertThatThrownBy(() -> TestDesk.run(guest, host)).satisfies(is(ErrorCode.KEY_MISSING));
        assertThat(quantum.size()).isEqualTo(before);
    }

    @Test
    void aHostThatMayNotAdmitOrWhoseSpaceEndedSaysSo() {
        TestDesk writer = new TestDesk(space, bob, HostedInvitation.byCode(TestDesk.terms(1), People.SEAMS.random()));
        space.admit(ann, bob.chain(), Role.WRITER);
        LocalIdentity carl = People.person("Carl");
        assertThatThrownBy(() -> writer.withCode(carl, writer.invitation().code()))
                .satisfies(is(ErrorCode.NOT_PERMITTED));
        space.delete(ann);
        assertThatThrownBy(() -> desk.withCode(carl, code())).satisfies(is(ErrorCode.SPACE_DELETED));
    }

    @Test
    void aReplayedExchangeIsRefused() throws MalformedException {
        InvitationGuest guest =
                InvitationGuest.withCode(desk.invitation().id(), code(), BINDING, People.SEAMS.random());
        InvitationHost first = desk.host(bob.chain(), BINDING);
        Bytes hello = guest.first();
        InvitationGuest.Step.Answer confirm = (InvitationGuest.Step.Answer) guest.received(first.received(hello));
        InvitationHost second = desk.host(bob.chain(), BINDING);
        second.received(hello);
        Bytes answer = second.received(confirm.message());
        assertThat(answer.at(0)).as("a refusal").isEqualTo((byte) InvitationHost.REFUSAL);
        assertThatThrownBy(() -> second.received(confirm.message())).isInstanceOf(MalformedException.class);
    }

    @Test
    void anExpiredInvitationSaysSo() {
        desk.now = NOW.plusSeconds(60);
        assertThatThrownBy(() -> desk.withCode(bob, code())).satisfies(is(ErrorCode.INVITATION_EXPIRED));
    }

    @Test
    void aCancelledInvitationSaysSo() {
        desk.keep(desk.invitation().afterCancel());
        assertThatThrownBy(() -> desk.withCode(bob, code())).satisfies(is(ErrorCode.INVITATION_CANCELLED));
    }

    @Test
    void onlyTheInvitedIdentityGetsIn() throws MalformedException {
        TestDesk forBob =
                desk(space, new InvitationTerms(Role.READER, NOW.plusSeconds(60), 1, false, Optional.of(bob.id())));
        String code = forBob.invitation().code();
        assertThatThrownBy(() -> forBob.withCode(People.person("Bob"), code))
                .satisfies(is(ErrorCode.INVITATION_NOT_FOR_YOU));
        assertThat(TestDesk.joined(forBob.withCode(bob, code)).authority().roleOf(bob.id()))
                .contains(Role.READER);
    }

    @Test
    void malformedMessagesAreRefusedAndCountNothing() {
        List<Bytes> bad =
                new ArrayList<>(List.of(Bytes.EMPTY, Bytes.fromHex("00"), Bytes.fromHex("01"), Bytes.fromHex("03")));
        Bytes hello = InvitationGuest.withCode(desk.invitation().id(), "1", BINDING, People.SEAMS.random())
                .first();
        for (int cut = 0; cut < hello.size(); cut++) {
            bad.add(hello.slice(0, cut));
        }
        bad.add(Bytes.concat(hello, Bytes.fromHex("00")));
        bad.add(Bytes.concat(hello, Bytes.of(new byte[1 << 20])));
        for (Bytes message : bad) {
            assertThatThrownBy(() -> desk.host(bob.chain(), BINDING).received(message))
                    .isInstanceOf(MalformedException.class);
        }
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS);
    }

    @Test
    void linksSurviveTheirTextAndRefuseEveryChange() {
        InvitationKey key = InvitationKey.generate(People.SEAMS.random());
        for (InvitationLink.Way way : List.of(
                new InvitationLink.Way.Code(desk.invitation().id(), ann.device()),
                new InvitationLink.Way.Key(key, space.id()))) {
            InvitationLink link =
                    new InvitationLink(way, List.of(URI.create("ws://127.0.0.1:8890/")), NOW.plusSeconds(60));
            String text = link.text();
            InvitationLink read = InvitationLink.parse("  " + text + "\n");
            assertThat(read.text()).isEqualTo(text);
            assertThat(read.id()).isEqualTo(link.id());
            assertThat(read.signals()).isEqualTo(link.signals());
            assertThat(read.expires()).isEqualTo(NOW.plusSeconds(60));
            for (int at = 0; at < text.length(); at++) {
                char changed = text.charAt(at) == 'A' ? 'B' : 'A';
                String broken = text.substring(0, at) + changed + text.substring(at + 1);
                assertThatThrownBy(() -> InvitationLink.parse(broken))
                        .as(broken)
                        .satisfies(is(ErrorCode.INVITATION_MALFORMED));
            }
            assertThatThrownBy(() -> InvitationLink.parse(text.substring(0, 40)))
                    .satisfies(is(ErrorCode.INVITATION_MALFORMED));
        }
    }

    /** What a former version kept of an open invitation. */
    @Test
    void anInvitationKeptInTheFirstFormatGoesOn() throws MalformedException {
        Bytes id = Bytes.of(new byte[InvitationLink.ID]);
        Bytes first = Cbor.array(
                        Cbor.of(1),
                        Cbor.of(id),
                        Cbor.of("1234-5678"),
                        Cbor.of(Role.READER.code()),
                        Cbor.of(NOW.getEpochSecond()),
                        Cbor.of(2),
                        Cbor.of(5))
                .encode();
        HostedInvitation kept = HostedInvitation.decode(first);
        assertThat(kept.code()).isEqualTo("1234-5678");
        assertThat(kept.attemptsLeft()).isEqualTo(2);
        assertThat(kept.terms()).isEqualTo(new InvitationTerms(Role.READER, NOW, 5, false, Optional.empty()));
        assertThat(HostedInvitation.decode(kept.encode())).isEqualTo(kept);
    }

    @Test
    void secretsAreNotPrinted() {
        InvitationKey key = InvitationKey.generate(People.SEAMS.random());
        HostedInvitation byLink = HostedInvitation.byLink(TestDesk.terms(1), key);
        String secret = key.reveal().hex();
        assertThat(desk.invitation().toString() + desk.invitation().proof()).doesNotContain(code());
        assertThat(byLink.toString() + byLink.proof() + key).doesNotContain(secret);
        assertThat(new InvitationLink(new InvitationLink.Way.Key(key, space.id()), List.of(), NOW).toString())
                .doesNotContain(secret);
        assertThat(dev.hearth.halo.crypto.Secret.of(Bytes.utf8("hidden"))).hasToString("***");
    }

    @Test
    void safetyDigitsTellGuestsApart() {
        Bytes id = desk.invitation().id();
        String digits = SafetyDigits.of(id, bob.id());
        assertThat(digits).matches("\\d{5} \\d{5} \\d{5} \\d{5}").isEqualTo(SafetyDigits.of(id, bob.id()));
        assertThat(digits).isNotEqualTo(SafetyDigits.of(id, ann.id()));
    }

    private static Consumer<Throwable> is(ErrorCode code) {
        return thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(code);
    }
}
