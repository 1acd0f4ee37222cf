package dev.hearth.client.internal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a device tells a peer what ends their sessions, a removal or a deletion, and knows that it arrived: all
 * credentials of the space, answered once they are kept. Replication carries credentials too, but nobody waits for it.
 */
final class News {
    /** The channel of its own. */
    static final String PROTOCOL = "hearth/news/1";

    private static final int PART = 1;
    private static final int LAST = 2;
    private static final int HEARD = 3;
    private static final int PART_BYTES = 256 << 10;
    private static final Limit CREDENTIAL = new Limit("bytes of a credential", 1 << 18);
    private static final Limit CREDENTIALS = new Limit("credentials of a message", 1 << 14);

    private News() {}

    /** Tells the peer of {@code session}; {@code heard} is called with true when it answers, with false at the end. */
    static void tell(Session session, List<Bytes> credentials, Consumer<Boolean> heard) {
        Channel channel = session.open(PROTOCOL, new Telling(heard));
        boolean sent = true;
        for (Part part : parts(credentials)) {
            sent = channel.send(part.encode());
        }
        if (!sent) {
            heard.accept(false);
        }
    }

    /** Returns credentials in messages of a size that others get a turn between; the last one says so. */
    static List<Part> parts(List<Bytes> credentials) {
        List<Part> parts = new ArrayList<>();
        List<Bytes> part = new ArrayList<>();
        int size = 0;
        for (Bytes credential : credentials) {
            if (size > 0 && size + credential.size() > PART_BYTES) {
                parts.add(new Part(false, List.copyOf(part)));
                part.clear();
                size = 0;
            }
            part.add(credential);
            size += credential.size();
        }
        parts.add(new Part(true, List.copyOf(part)));
        return parts;
    }

    /** One message of who tells. */
    record Part(boolean last, List<Bytes> credentials) {
        static Part decode(Bytes message) throws MalformedException {
            ByteReader in = new ByteReader(message);
            int kind = in.u8();
            if (kind != PART && kind != LAST) {
                throw new MalformedException("News of an unknown kind");
            }
            int count = in.varint(CREDENTIALS);
            List<Bytes> credentials = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                credentials.add(in.sized(CREDENTIAL));
            }
            in.end();
            return new Part(kind == LAST, credentials);
        }

        Bytes encode() {
            ByteWriter out = new ByteWriter().u8(last ? LAST : PART).varint(credentials.size());
            credentials.forEach(out::sized);
            return out.toBytes();
        }
    }

    private record Telling(Consumer<Boolean> heard) implements ChannelHandler {
        @Override
        public void message(Bytes message) {
            heard.accept(message.size() == 1 && message.at(0) == HEARD);
        }

        @Override
        public void closed(String reason) {
            heard.accept(false);
        }
    }

    /** Takes what a peer tells; one for each channel. */
    static final class Hearing implements ChannelHandler {
        private final Session session;
        private final Channel channel;
        private final SpaceAccess access;
        private final Runnable begun;
        private final Runnable heard;

        /** Calls {@code begun} before the first credential is taken, and {@code heard} after the answer was given. */
        Hearing(Session session, Channel channel, SpaceAccess access, Runnable begun, Runnable heard) {
            this.session = session;
            this.channel = channel;
            this.access = access;
            this.begun = begun;
            this.heard = heard;
        }

        @Override
        public void message(Bytes message) {
            try {
                Part part = Part.decode(message);
                begun.run();
                if (!access.offer(part.credentials())) {
                    throw new MalformedException("A credential that is forged or about another space");
                }
                if (part.last()) {
                    channel.send(new ByteWriter().u8(HEARD).toBytes());
                    heard.run();
                }
            } catch (MalformedException e) {
                session.close();
            }
        }
    }
}
