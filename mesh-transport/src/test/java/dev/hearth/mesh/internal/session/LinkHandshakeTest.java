package dev.hearth.mesh.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.KeyAuthenticator;
import dev.hearth.mesh.Topic;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the handshake of a link proves, and all that it refuses. */
class LinkHandshakeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Topic TOPIC = Topic.secret(filled(1), filled(2));
    private static final Bytes BINDING = filled(3);
    private static final ResumeRequest RESUME = new ResumeRequest(Bytes.of(new byte[16]), Bytes.of(new byte[16]), 7);

    private final KeyAuthenticator ann = KeyAuthenticator.create();
    private final KeyAuthenticator ben = KeyAuthenticator.create();

    private static Bytes filled(int value) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) value);
        return Bytes.of(bytes);
    }

    private LinkHandshake dialing(Topic topic, Authenticator self, Bytes binding) {
        return LinkHandshake.dialing(topic, ben.self(), self, binding, RESUME, RANDOM);
    }

    private LinkHandshake answering(Topic topic, Authenticator self, Bytes binding) {
        return LinkHandshake.answering(topic, ann.self(), self, binding, RANDOM);
    }

    /** Runs both until they finish; returns the messages. */
    private static List<byte[]> run(LinkHandshake dialer, LinkHandshake answerer) throws MalformedException {
        List<byte[]> messages = new ArrayList<>();
        LinkHandshake[] sides = {dialer, answerer};
        for (int turn = 0; turn < 3; turn++) {
            byte[] message = sides[turn % 2].next().orElseThrow();
            messages.add(message);
            sides[1 - turn % 2].receive(message);
        }
        return messages;
    }

    @Test
    void bothLearnWhoTheOtherIsAndShareKeys() throws MalformedException {
        LinkHandshake dialer = dialing(TOPIC, ann, BINDING);
        LinkHandshake answerer = answering(TOPIC, ben, BINDING);
        run(dialer, answerer);
        assertThat(dialer.finished() && answerer.finished()).isTrue();
        assertThat(dialer.peer().device()).isEqualTo(ben.self());
        assertThat(answerer.peer().device()).isEqualTo(ann.self());
        assertThat(answerer.resume()).contains(RESUME);
        assertThat(dialer.resume()).isEmpty();
        byte[] sealed = dialer.split().sending().seal(new byte[] {1, 2, 3});
        assertThat(answerer.split().receiving().open(sealed)).containsExactly(1, 2, 3);
    }

    @Test
    void withoutATopicSecretAnybodyWithAChainCompletes() throws MalformedException {
        Topic open = Topic.open(filled(1));
        LinkHandshake dialer = dialing(open, ann, BINDING);
        run(dialer, answering(open, ben, BINDING));
        assertThat(dialer.finished()).isTrue();
    }

    private static void refused(LinkHandshake dialer, LinkHandshake answerer) {
        assertThatThrownBy(() -> run(dialer, answerer)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anotherSecretTopicOrBindingIsRefusedBeforeAnythingIsShown() throws MalformedException {
        List<LinkHandshake> strangers = List.of(
                dialing(Topic.secret(TOPIC.value(), filled(9)), ann, BINDING),
                dialing(Topic.open(TOPIC.value()), ann, BINDING),
                dialing(Topic.secret(filled(9), filled(2)), ann, BINDING),
                dialing(TOPIC, ann, filled(9)),
                dialing(TOPIC, ann, Bytes.EMPTY));
        for (LinkHandshake stranger : strangers) {
            LinkHandshake answerer = answering(TOPIC, ben, BINDING);
            byte[] first = stranger.next().orElseThrow();
            assertThatThrownBy(() -> answerer.receive(first)).isInstanceOf(MalformedException.class);
            assertThat(answerer.finished()).isFalse();
        }
    }

    @Test
    void somebodyElseThanExpectedIsRefused() {
        KeyAuthenticator mallory = KeyAuthenticator.create();
        refused(dialing(TOPIC, mallory, BINDING), answering(TOPIC, ben, BINDING));
        refused(dialing(TOPIC, ann, BINDING), answering(TOPIC, mallory, BINDING));
    }

    @Test
    void theChainOfSomebodyElseIsRefused() {
        KeyAuthenticator mallory = KeyAuthenticator.create();
        refused(dialing(TOPIC, ann.showing(mallory.chain()), BINDING), answering(TOPIC, ben, BINDING));
        refused(dialing(TOPIC, ann, BINDING), answering(TOPIC, ben.showing(ann.chain()), BINDING));
    }

    @Test
    void aReplayedHandshakeIsRefused() throws MalformedException {
        List<byte[]> recorded = run(dialing(TOPIC, ann, BINDING), answering(TOPIC, ben, BINDING));
        LinkHandshake answerer = answering(TOPIC, ben, BINDING);
        answerer.receive(recorded.get(0));
        assertThat(answerer.next()).isPresent();
        assertThatThrownBy(() -> answerer.receive(recorded.get(2))).isInstanceOf(MalformedException.class);
        LinkHandshake dialer = dialing(TOPIC, ann, BINDING);
        assertThat(dialer.next()).isPresent();
        assertThatThrownBy(() -> dialer.receive(recorded.get(1))).isInstanceOf(MalformedException.class);
    }

    @Test
    void messagesOutOfTurnAndOversizedOnesAreRefused() throws MalformedException {
        LinkHandshake dialer = dialing(TOPIC, ann, BINDING);
        assertThatThrownBy(() -> dialer.receive(new byte[48])).isInstanceOf(MalformedException.class);
        LinkHandshake answerer = answering(TOPIC, ben, BINDING);
        assertThatThrownBy(() -> answerer.receive(new byte[8 * 1024 + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("unauthenticated frame");
        LinkHandshake one = dialing(TOPIC, ann, BINDING);
        LinkHandshake two = answering(TOPIC, ben, BINDING);
        List<byte[]> messages = run(one, two);
        assertThatThrownBy(() -> two.receive(messages.get(2))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aChangedByteAnywhereEndsIt() throws MalformedException {
        for (int turn = 0; turn < 3; turn++) {
            for (int step = 0; ; step++) {
                LinkHandshake[] sides = {dialing(TOPIC, ann, BINDING), answering(TOPIC, ben, BINDING)};
                for (int i = 0; i < turn; i++) {
                    sides[1 - i % 2].receive(sides[i % 2].next().orElseThrow());
                }
                byte[] message = sides[turn % 2].next().orElseThrow();
                int at = step * 7;
                if (at >= message.length) {
                    break;
                }
                message[at] ^= (byte) (1 << (step % 8));
                LinkHandshake reader = sides[1 - turn % 2];
                assertThatThrownBy(() -> reader.receive(message))
                        .as("message %d, byte %d", turn, at)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }
}
