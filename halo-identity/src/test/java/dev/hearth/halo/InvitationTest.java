package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class InvitationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Bytes BINDING = Bytes.of(new byte[32]);

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private SpaceCredentials space = People.space(ann);
    private Bytes kept = HostedInvitation.create(Role.WRITER, NOW.plusSeconds(60), 1, People.SEAMS.random())
            .encode();
    private Instant now = NOW;

    /** Keeps the invitation as bytes only, as a restart would find it. */
    private final InvitationHost.Desk desk = new InvitationHost.Desk() {
        @Override
        public HostedInvitation invitation() {
            try {
                return HostedInvitation.decode(kept);
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void keep(HostedInvitation changed) {
            kept = changed.encode();
        }

        @Override
        public List<Bytes> admit(IdentityChain guest, Role role) {
            space.admit(ann, guest, role);
            return space.all();
        }
    };

    private InvitationHost host(Bytes binding) {
        return host(binding, bob.chain());
    }

    private InvitationHost host(Bytes binding, IdentityChain guest) {
        InstantSource clock = () -> now;
        return new InvitationHost(desk, guest, binding, People.SEAMS.random(), clock);
    }

    private InvitationGuest guest(String code, Bytes binding) {
        InvitationLink link = new InvitationLink(
                desk.invitation().id(),
                ann.device(),
                List.of(),
                desk.invitation().expires());
        return new InvitationGuest(link, code, binding, People.SEAMS.random());
    }

    private List<Bytes> run(InvitationGuest guest, InvitationHost host) throws MalformedException {
        Bytes message = guest.hello();
        for (int i = 0; i < 5; i++) {
            InvitationGuest.Step step = guest.received(host.received(message));
            if (step instanceof InvitationGuest.Step.Joined joined) {
                return joined.credentials();
            }
            message = ((InvitationGuest.Step.Answer) step).message();
        }
        throw new IllegalStateException("The exchange does not end");
    }

    @Test
    void theRightCodeAdmits() throws MalformedException {
        List<Bytes> credentials = run(guest(desk.invitation().code(), BINDING), host(BINDING));
        SpaceCredentials joined = People.restore(credentials);
        assertThat(joined.authority().roleOf(bob.id())).contains(Role.WRITER);
        assertThat(new SpaceKeys(joined, bob).topic()).isEqualTo(new SpaceKeys(space, ann).topic());
        assertThatThrownBy(() -> run(guest(desk.invitation().code(), BINDING), host(BINDING)))
                .as("for one use")
                .satisfies(is(ErrorCode.INVITATION_SPENT));
    }

    @Test
    void whoHasNoKeyForAPostQuantumSpaceIsToldSo() {
        space = SpaceCredentials.createPostQuantum(ann, People.SEAMS);
        int before = space.size();
        assertThatThrownBy(() ->
                        run(guest(desk.invitation().code(), BINDING), host(BINDING, SuiteAttacksTest.classical("Old"))))
                .satisfies(is(ErrorCode.KEY_MISSING));
        assertThat(space.size()).isEqualTo(before);
    }

    @Test
    void threeWrongCodesBurnItOverConnectionsAndRestarts() {
        String wrong = desk.invitation().code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        for (int left = 2; left >= 0; left--) {
            int expected = left;
            assertThatThrownBy(() -> run(guest(wrong, BINDING), host(BINDING)))
                    .satisfies(is(ErrorCode.CODE_WRONG))
                    .satisfies(thrown -> assertThat(((HearthException) thrown).details())
                            .containsEntry("attempts left", String.valueOf(expected)));
        }
        assertThatThrownBy(() -> run(guest(desk.invitation().code(), BINDING), host(BINDING)))
                .satisfies(is(ErrorCode.INVITATION_SPENT));
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
    }

    @Test
    void breakingOffCountsAsAnAttempt() throws MalformedException {
        host(BINDING).received(guest("0000-0000", BINDING).hello());
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS - 1);
    }

    /** Somebody in the middle has two sessions with two bindings: the code does not carry over. */
    @Test
    void aManInTheMiddleLearnsAndGetsNothing() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThatThrownBy(() -> run(guest(desk.invitation().code(), Bytes.of(other)), host(BINDING)))
                .satisfies(is(ErrorCode.CODE_WRONG));
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
    }

    @Test
    void aReplayedExchangeIsRefused() throws MalformedException {
        InvitationGuest guest = guest(desk.invitation().code(), BINDING);
        InvitationHost first = host(BINDING);
        Bytes hello = guest.hello();
        InvitationGuest.Step.Answer confirm = (InvitationGuest.Step.Answer) guest.received(first.received(hello));
        InvitationHost second = host(BINDING);
        second.received(hello);
        Bytes answer = second.received(confirm.message());
        assertThat(answer.at(0)).as("a refusal").isEqualTo((byte) InvitationHost.REFUSAL);
        assertThatThrownBy(() -> second.received(confirm.message())).isInstanceOf(MalformedException.class);
    }

    @Test
    void anExpiredInvitationSaysSo() {
        now = NOW.plusSeconds(61);
        assertThatThrownBy(() -> run(guest(desk.invitation().code(), BINDING), host(BINDING)))
                .satisfies(is(ErrorCode.INVITATION_EXPIRED));
    }

    @Test
    void malformedMessagesAreRefusedAndCountNothing() {
        List<Bytes> bad =
                new ArrayList<>(List.of(Bytes.EMPTY, Bytes.fromHex("00"), Bytes.fromHex("01"), Bytes.fromHex("03")));
        Bytes hello = guest("1", BINDING).hello();
        for (int cut = 0; cut < hello.size(); cut++) {
            bad.add(hello.slice(0, cut));
        }
        bad.add(Bytes.concat(hello, Bytes.fromHex("00")));
        byte[] lowOrder = hello.toArray();
        java.util.Arrays.fill(lowOrder, 17, lowOrder.length, (byte) 0);
        bad.add(Bytes.of(lowOrder));
        for (Bytes message : bad) {
            assertThatThrownBy(() -> host(BINDING).received(message)).isInstanceOf(MalformedException.class);
        }
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS);
    }

    @Test
    void linksSurviveTheirTextAndRefuseEveryChange() {
        InvitationLink link = new InvitationLink(
                desk.invitation().id(), ann.device(), List.of(URI.create("ws://127.0.0.1:8890/")), NOW.plusSeconds(60));
        String text = link.text();
        assertThat(InvitationLink.parse("  " + text + "\n")).isEqualTo(link);
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

    @Test
    void secretsAreNotPrinted() {
        assertThat(desk.invitation().toString())
                .doesNotContain(desk.invitation().code());
        assertThat(dev.hearth.halo.crypto.Secret.of(Bytes.utf8("hidden"))).hasToString("***");
    }

    private static Consumer<Throwable> is(ErrorCode code) {
        return thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(code);
    }
}
