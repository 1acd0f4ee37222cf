package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.FrameLink;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.SessionStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What comes before the exchange has started, as it does when a branch is opened and the peer has it open. */
final class LinkChannelTest {
    private final List<String> heard = new ArrayList<>();

    /** Writes down what it is told. */
    private final FrameLink link = new FrameLink() {
        @Override
        public void received(Bytes frame) {
            heard.add(frame.asUtf8());
        }

        @Override
        public void writable() {
            heard.add("writable");
        }

        @Override
        public void close() {
            heard.add("closed");
        }
    };

    /** A channel that only tells that it was closed. */
    private static final class Line implements Channel {
        private boolean closed;

        @Override
        public boolean send(Bytes message) {
            return true;
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Nothing is asked of the session unless the peer breaks the protocol. */
    private static final class NoSession implements Session {
        @Override
        public Peer peer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Bytes binding() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Channel open(String protocol, ChannelHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void accept(String protocol, Function<Channel, ChannelHandler> acceptor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String transport() {
            return "none";
        }

        @Override
        public SessionStats stats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void whatComesEarlyIsHeardFirstAndInOrder() {
        Line line = new Line();
        LinkChannel[] end = new LinkChannel[1];
        end[0] = new LinkChannel(new NoSession(), port -> {
            end[0].message(Bytes.utf8("two"));
            return link;
        });
        end[0].message(Bytes.utf8("one"));
        end[0].writable();
        assertThat(heard).isEmpty();
        end[0].over(line).message(Bytes.utf8("three"));
        end[0].closed("gone");
        assertThat(heard).containsExactly("one", "writable", "two", "three", "closed");
        assertThat(line.closed).isFalse();
    }

    @Test
    void whoSaysTooMuchTooEarlyIsHeardNoMore() {
        Line line = new Line();
        LinkChannel end = new LinkChannel(new NoSession(), port -> link);
        for (int i = 0; i <= LinkChannel.MOST_EARLY; i++) {
            end.message(Bytes.utf8("early"));
        }
        end.over(line).message(Bytes.utf8("late"));
        assertThat(heard).containsExactly("closed");
        assertThat(line.closed).isTrue();
    }

    @Test
    void anExchangeThatCantStartClosesTheChannel() {
        Line line = new Line();
        LinkChannel end = new LinkChannel(new NoSession(), port -> {
            throw new HearthException(ErrorCode.CLOSED);
        });
        end.message(Bytes.utf8("early"));
        end.over(line).message(Bytes.utf8("late"));
        assertThat(heard).isEmpty();
        assertThat(line.closed).isTrue();
    }
}
