package dev.hearth.kube.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations of every kind between processes, which are killed in the middle. */
final class InvitationProcessesTest {
    private final List<PeerProcess> started = new ArrayList<>();
    private String signal = "";
    private String transport = "tcp";
    private String space = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void startSignal() {
        signal = start("signal").ask("signal").get("uri").asText();
    }

    @AfterEach
    void end() {
        started.forEach(PeerProcess::kill);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void everyKindLeadsIntoTheSpaceWhileItsInviterIsGone(String over) {
        transport = over;
        PeerProcess ann = open("ann");
        space(ann);
        PeerProcess bob = open("bob");
        join(bob, ann.ask("invite", "role", "ADMIN"));
        JsonNode link = ann.ask("invite", "role", "WRITER", "by", "link");
        Waiting.until("the invitation at Bob's", () -> invitations(bob).isEmpty() ? null : true);
        ann.kill();

        PeerProcess carl = open("carl");
        join(carl, link);
        assertThat(carl.ask("space").get("members").asInt()).isEqualTo(3);
        assertTurnedAway(ErrorCode.INVITATION_SPENT, open("eve"), link);

        PeerProcess dora = start("dora");
        String id = profile(dora).get("identity").asText();
        JsonNode forDora = bob.ask("invite", "role", "READER", "for", id);
        assertTurnedAway(ErrorCode.INVITATION_NOT_FOR_YOU, stranger(), forDora);
        join(dora, forDora);

        PeerProcess again = reopen("ann");
        Waiting.until(
                "the news at Ann's", () -> again.ask("space").get("members").asInt() == 4 ? true : null);
    }

    private PeerProcess stranger() {
        return open("stranger");
    }

    /** The guest is killed while it waits, then the host; the request is kept, and one use is taken. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void aRequestOutlivesThatBothSidesAreKilled(String over) {
        transport = over;
        PeerProcess ann = open("ann");
        space(ann);
        JsonNode invitation = ann.ask("invite", "role", "WRITER", "by", "link", "approval", true);
        PeerProcess bob = open("bob");
        begin(bob, invitation);
        Waiting.until("the request", () -> requests(ann) == 1 ? true : null);
        bob.kill();
        ann.kill();

        PeerProcess hosts = reopen("ann");
        assertThat(requests(hosts)).isOne();
        PeerProcess back = start("bob");
        profile(back);
        begin(back, invitation);
        hosts.ask("approve");
        back.ask("end-join");
        assertThat(back.ask("space").get("members").asInt()).isEqualTo(2);
        assertThat(requests(hosts)).isZero();
        assertThat(invitations(hosts).get(0).get("admitted").asInt()).isOne();
        assertThat(invitations(hosts).get(0).get("state").asText()).isEqualTo("SPENT");
    }

    /** The guest is killed in the middle of its second attempt, wherever that is, and the host after the first one. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void aCodeWorksOnAfterEachSideWasKilled(String over) {
        transport = over;
        PeerProcess ann = open("ann");
        space(ann);
        JsonNode invitation = ann.ask("invite", "role", "WRITER");
        String link = invitation.get("link").asText();
        PeerProcess bob = open("bob");
        refused(ErrorCode.CODE_WRONG, () -> bob.ask("join", "link", link, "code", wrong(invitation)));
        ann.kill();
        PeerProcess hosts = reopen("ann");
        begin(bob, invitation);
        bob.kill();
        PeerProcess back = start("bob");
        profile(back);
        join(back, invitation);
        assertThat(back.ask("space").get("members").asInt()).isEqualTo(2);
        assertThat(hosts.ask("space").get("members").asInt()).isEqualTo(2);
    }

    /** Nobody hosts it when the second guest comes, which waits until its inviter is back. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void aLinkForTwoLetsInTwoAcrossARestartOfItsOnlyHost(String over) {
        transport = over;
        PeerProcess ann = open("ann");
        space(ann);
        JsonNode invitation = ann.ask("invite", "role", "WRITER", "by", "link", "uses", 2);
        PeerProcess bob = open("bob");
        join(bob, invitation);
        bob.kill();
        ann.kill();
        PeerProcess carl = open("carl");
        begin(carl, invitation);
        PeerProcess hosts = reopen("ann");
        carl.ask("end-join");
        assertThat(carl.ask("space").get("members").asInt()).isEqualTo(3);
        assertTurnedAway(ErrorCode.INVITATION_SPENT, open("eve"), invitation);
        assertThat(invitations(hosts).get(0).get("state").asText()).isEqualTo("SPENT");
    }

    private static String wrong(JsonNode invitation) {
        return invitation.get("code").asText().equals("0000-0000") ? "0000-0001" : "0000-0000";
    }

    /** A16: the attempts that an inviter counted are counted after it was killed. */
    @Test
    void a16AttemptsOutliveThatTheInviterIsKilled() {
        PeerProcess ann = open("ann");
        space(ann);
        JsonNode invitation = ann.ask("invite", "role", "WRITER");
        String link = invitation.get("link").asText();
        String code = invitation.get("code").asText();
        String wrong = wrong(invitation);
        PeerProcess eve = open("eve");
        for (int i = 0; i < 3; i++) {
            refused(ErrorCode.CODE_WRONG, () -> eve.ask("join", "link", link, "code", wrong));
            started.stream().filter(peer -> peer.name().equals("ann")).forEach(PeerProcess::kill);
            reopen("ann");
        }
        refused(ErrorCode.INVITATION_SPENT, () -> eve.ask("join", "link", link, "code", code));
    }

    private PeerProcess start(String name) {
        PeerProcess peer = PeerProcess.start(name, folder.resolve(name));
        started.add(peer);
        return peer;
    }

    private PeerProcess open(String name) {
        PeerProcess peer = start(name);
        profile(peer);
        return peer;
    }

    private JsonNode profile(PeerProcess peer) {
        return peer.ask("open", "name", peer.name(), "signals", List.of(signal), "transports", List.of(transport));
    }

    private PeerProcess reopen(String name) {
        PeerProcess peer = open(name);
        peer.ask("use-space", "space", space);
        return peer;
    }

    private void space(PeerProcess owner) {
        owner.ask("create-space", "name", "Home");
        space = owner.ask("space").get("space").asText();
    }

    private static void join(PeerProcess guest, JsonNode invitation) {
        guest.ask(
                "join",
                "link",
                invitation.get("link").asText(),
                "code",
                invitation.get("code").asText());
    }

    private static void begin(PeerProcess guest, JsonNode invitation) {
        guest.ask(
                "begin-join",
                "link",
                invitation.get("link").asText(),
                "code",
                invitation.get("code").asText());
    }

    private static void assertTurnedAway(ErrorCode code, PeerProcess guest, JsonNode invitation) {
        refused(code, () -> join(guest, invitation));
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static JsonNode invitations(PeerProcess peer) {
        return peer.ask("invitations").get("invitations");
    }

    private static int requests(PeerProcess peer) {
        int requests = 0;
        for (JsonNode each : invitations(peer)) {
            requests += each.get("requests").size();
        }
        return requests;
    }
}
