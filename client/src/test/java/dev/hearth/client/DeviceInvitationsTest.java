package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Invitations of devices whose clients end on the way. */
class DeviceInvitationsTest extends ClientsInMemory {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final DeviceConfirmation YES = (emoji, name) -> true;

    /** What the laptop's user says. */
    private volatile CompletableFuture<Boolean> answer = new CompletableFuture<>();

    private static CompletableFuture<Profile> join(Client guest, DeviceInvitation invitation, String code) {
        return guest.halo().devices().join(invitation.link(), code, YES);
    }

    private static void failsWith(ErrorCode code, CompletableFuture<?> result) {
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static DeviceInvitation resumed(Client laptop, DeviceConfirmation confirmation) {
        List<DeviceInvitation> open = laptop.halo().devices().resume(confirmation);
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private static String wrong(DeviceInvitation invitation) {
        return invitation.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
    }

    @Test
    void theInvitingClientWaitsAgainAfterARestartWithTheAttemptsThatAreLeft() {
        Client laptop = open("laptop");
        Client phone = openWithoutIdentity("phone");
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        failsWith(ErrorCode.CODE_WRONG, join(phone, invitation, wrong(invitation)));
        laptop.close();
        failsWith(ErrorCode.CLOSED, invitation.accepted());

        Client again = open("laptop");
        DeviceInvitation same = resumed(again, YES);
        assertThat(same.link()).isEqualTo(invitation.link());
        assertThat(same.code()).isEqualTo(invitation.code());
        assertThat(same.expires()).isEqualTo(invitation.expires());
        assertThat(again.halo().devices().resume(YES)).containsExactly(same);
        failsWith(ErrorCode.CODE_WRONG, join(phone, same, wrong(same)));
        assertThat(join(phone, same, same.code()).join().id())
                .isEqualTo(again.halo().identity().orElseThrow().id());
        assertThat(same.accepted().join().id())
                .isEqualTo(phone.halo().identity().orElseThrow().device());
        Await.until(
                "nothing waits any more",
                BOUND,
                () -> again.halo().devices().resume(YES).isEmpty());
    }

    @Test
    void threeWrongCodesEndItWhateverIsRestartedBetween() {
        Client phone = openWithoutIdentity("phone");
        DeviceInvitation invitation = open("laptop").halo().devices().invite(YES);
        for (int i = 0; i < 3; i++) {
            failsWith(ErrorCode.CODE_WRONG, join(phone, invitation, wrong(invitation)));
            clients.get(clients.size() - 1).close();
            if (i < 2) {
                invitation = resumed(open("laptop"), YES);
            }
        }
        assertThat(open("laptop").halo().devices().resume(YES)).isEmpty();
    }

    /**
     * Joins at {@code laptop}, whose user says yes once the phone's has and its client is closed; returns whether the
     * phone's yes had arrived by then.
     */
    private boolean joinAndEnd(DeviceInvitation invitation, int time) throws InterruptedException {
        answer = new CompletableFuture<>();
        Client phone = openWithoutIdentity("phone");
        CompletableFuture<Void> saidYes = new CompletableFuture<>();
        CompletableFuture<Profile> unheard = phone.halo()
                .devices()
                .join(invitation.link(), invitation.code(), (emoji, name) -> saidYes.complete(null));
        saidYes.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
        Thread.sleep(time);
        assertThat(unheard).isNotDone();
        phone.close();
        answer.complete(true);
        Device nobody = new Device(new DeviceId(Bytes.of(new byte[DeviceId.SIZE])), "", false, false);
        return !invitation
                .accepted()
                .completeOnTimeout(nobody, 5, TimeUnit.SECONDS)
                .join()
                .equals(nobody);
    }

    @Test
    void aDeviceThatEndedBeforeItHeardThatItIsInFinishesByTheSameInvitation() throws InterruptedException {
        Client laptop = open("laptop");
        DeviceInvitation invitation = laptop.halo().devices().invite((emoji, name) -> answer.join());
        int time = 200;
        while (!joinAndEnd(invitation, time)) {
            time *= 2;
            assertThat(time).isLessThan(10_000);
        }
        Device device = invitation.accepted().join();
        assertThat(laptop.halo().devices().list()).hasSize(2);
        laptop.close(); // and this one restarts as well

        Client again = open("laptop");
        Client stranger = openWithoutIdentity("stranger");
        Client back = openWithoutIdentity("phone");
        assertThat(back.halo().identity()).isEmpty();
        DeviceInvitation same = resumed(again, YES);
        failsWith(ErrorCode.INVITATION_SPENT, join(stranger, same, same.code()));
        assertThat(join(back, same, same.code()).join().device()).isEqualTo(device.id());
        assertThat(again.halo().devices().list()).hasSize(2);
        assertThat(back.halo().devices().list()).hasSize(2);
    }

    @Test
    void theNewDeviceIsToldHowFarItIs() {
        DeviceInvitation invitation = open("laptop").halo().devices().invite(YES);
        List<JoinState> states = new CopyOnWriteArrayList<>();
        openWithoutIdentity("phone")
                .halo()
                .devices()
                .join(invitation.link(), invitation.code(), YES, Runnable::run, states::add)
                .join();
        assertThat(states)
                .containsExactly(JoinState.CONNECTING, JoinState.PROVING, JoinState.COMPARING, JoinState.FETCHING);
    }

    @Test
    void oneThatWasTakenBackIsGone() {
        Client laptop = open("laptop");
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        invitation.close();
        failsWith(ErrorCode.INVITATION_SPENT, invitation.accepted());
        assertThat(laptop.halo().devices().resume(YES)).isEmpty();
    }
}
