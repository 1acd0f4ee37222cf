package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.testkit.Damage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Letting a device in, by what its inviter keeps: over connections, restarts and devices. */
final class EnrolmentTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/device-invitations-1.hex");
    private static final Bytes BINDING = Bytes.of(new byte[32]);

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity phone = LocalIdentity.provisional(People.SEAMS.random());
    private final LocalIdentity other = LocalIdentity.provisional(People.SEAMS.random());
    private final Kept desk = new Kept(enrolment(ann, Instant.now().plus(Duration.ofMinutes(10))));

    private static HostedEnrolment enrolment(LocalIdentity by, Instant expires) {
        Bytes id = Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        InvitationLink.Way way = new InvitationLink.Way.Code(id, by.device());
        List<URI> signals = List.of(URI.create("ws://127.0.0.1:8890/"));
        return HostedEnrolment.of(new InvitationLink(way, signals, expires), People.SEAMS.random());
    }

    /** Keeps the invitation as bytes only, as a restart would find it. */
    private static final class Kept implements EnrolmentHost.Desk {
        private Bytes kept;

        Kept(HostedEnrolment enrolment) {
            kept = enrolment.encode();
        }

        @Override
        public HostedEnrolment invitation() {
            try {
                return HostedEnrolment.decode(kept);
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void change(UnaryOperator<HostedEnrolment> step) {
            kept = step.apply(invitation()).encode();
        }

        String wrong() {
            return invitation().code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        }
    }

    private EnrolmentHost host(LocalIdentity guest) {
        return new EnrolmentHost(ann, guest.chain(), desk, BINDING, People.SEAMS);
    }

    private EnrolmentGuest guest(LocalIdentity self, String code) {
        return new EnrolmentGuest(self, code, BINDING, desk.invitation().id(), People.SEAMS.random());
    }

    /** Runs an attempt to its end, at which both say yes; returns what the guest is then. */
    private LocalIdentity join(LocalIdentity self, String code) throws MalformedException {
        EnrolmentHost host = host(self);
        EnrolmentGuest guest = guest(self, code);
        EnrolmentGuest.Step step = new EnrolmentGuest.Step.Answer(guest.hello());
        while (step instanceof EnrolmentGuest.Step.Answer answer) {
            step = guest.received(host.received(answer.message()).orElseThrow());
        }
        EnrolmentGuest.Step.Compare compare = (EnrolmentGuest.Step.Compare) step;
        assertThat(compare.emoji()).isEqualTo(host.emoji().orElseThrow());
        assertThat(host.received(guest.agree())).isEmpty();
        desk.change(now -> now.afterAdmission(host.enrolled().orElseThrow().device()));
        return ((EnrolmentGuest.Step.Enrolled) guest.received(host.welcome(List.of()))).identity();
    }

    private void isRefused(ErrorCode code, LocalIdentity guest, String typed) {
        assertThatThrownBy(() -> join(guest, typed))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void aDeviceWithTheCodeIsOneOfTheIdentity() throws MalformedException {
        LocalIdentity joined = join(phone, desk.invitation().code());
        assertThat(joined.id()).isEqualTo(ann.id());
        assertThat(joined.device()).isEqualTo(phone.device());
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS);
    }

    @Test
    void a16ThreeWrongCodesBurnADeviceInvitationOverConnectionsAndRestarts() {
        for (int left = 2; left >= 0; left--) {
            String expected = String.valueOf(left);
            assertThatThrownBy(() -> join(phone, desk.wrong()))
                    .isInstanceOfSatisfying(HearthException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.CODE_WRONG);
                        assertThat(refusal.details()).containsEntry("attempts left", expected);
                    });
        }
        isRefused(ErrorCode.INVITATION_SPENT, phone, desk.invitation().code());
        isRefused(ErrorCode.INVITATION_SPENT, other, desk.invitation().code());
    }

    @Test
    void a16BreakingOffCountsAsAnAttempt() throws MalformedException {
        assertThat(host(phone).received(guest(phone, desk.wrong()).hello())).isPresent();
        assertThat(desk.invitation().attemptsLeft()).isEqualTo(HostedInvitation.ATTEMPTS - 1);
    }

    /** The welcome may have been lost, or the device have ended before it kept it. */
    @Test
    void theDeviceThatWasLetInIsLetInAgainAndNoOther() throws MalformedException {
        LocalIdentity first = join(phone, desk.invitation().code());
        assertThat(join(phone, desk.invitation().code()).chain().encoded())
                .isEqualTo(first.chain().encoded());
        isRefused(ErrorCode.INVITATION_SPENT, other, desk.invitation().code());
    }

    @Test
    void afterItsTimeItLetsNobodyInWhoeverCameByIt() {
        desk.change(now -> enrolment(ann, Instant.now().minusSeconds(1)).afterAdmission(phone.device()));
        isRefused(ErrorCode.INVITATION_SPENT, phone, desk.invitation().code());
        assertThat(desk.invitation().isOver(Instant.now())).isTrue();
    }

    @Test
    void whatIsKeptIsReadOrRefused() throws MalformedException {
        for (HostedEnrolment each :
                List.of(desk.invitation(), desk.invitation().afterWrongCode().afterAdmission(phone.device()))) {
            assertThat(HostedEnrolment.decode(each.encode())).isEqualTo(each);
            assertThat(each.toString()).doesNotContain(each.code());
            assertThat(Damage.every(each.encode().toArray(), 3, bytes -> HostedEnrolment.decode(Bytes.of(bytes))))
                    .isPositive();
        }
        InvitationLink byKey = new InvitationLink(
                new InvitationLink.Way.Key(
                        InvitationKey.generate(People.SEAMS.random()),
                        People.space(ann).id()),
                List.of(),
                Instant.now());
        Bytes withoutCode = new HostedEnrolment(byKey, "1234-5678", 3, Optional.empty()).encode();
        assertThatThrownBy(() -> HostedEnrolment.decode(withoutCode)).isInstanceOf(MalformedException.class);
    }

    /** Two as a former version kept them; -Dhearth.golden=write makes the file where it is missing. */
    @Test
    void deviceInvitationsOfFormatOneAreRead() throws IOException, MalformedException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(GOLDEN)) {
            HostedEnrolment used = desk.invitation().afterWrongCode().afterAdmission(phone.device());
            Files.write(
                    GOLDEN,
                    List.of(desk.invitation().encode().hex(), used.encode().hex()));
        }
        List<String> lines = Files.readAllLines(GOLDEN);
        HostedEnrolment fresh = HostedEnrolment.decode(Bytes.fromHex(lines.get(0)));
        HostedEnrolment used = HostedEnrolment.decode(Bytes.fromHex(lines.get(1)));
        assertThat(fresh.code()).matches("\\d{4}-\\d{4}").isEqualTo(used.code());
        assertThat(fresh.attemptsLeft()).isEqualTo(3);
        assertThat(fresh.admitted()).isEmpty();
        assertThat(used.attemptsLeft()).isEqualTo(2);
        assertThat(used.admitted()).isPresent();
        assertThat(used.link().signals()).containsExactly(URI.create("ws://127.0.0.1:8890/"));
        assertThat(used.encode().hex()).isEqualTo(lines.get(1));
    }
}
