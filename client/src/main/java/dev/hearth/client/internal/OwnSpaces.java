package dev.hearth.client.internal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How devices of one identity hand each other the spaces that they have, on a channel for each time that one of them
 * tells:
 *
 * <pre>
 * teller -> hearer  4 | count | space ids          those that the other is let into
 * hearer -> teller  5 | count | space ids          those of them that it has not
 * teller -> hearer  6 | space id                   for each, then its credentials as {@link News} has them
 * </pre>
 *
 * <p>Credentials are signed and the keys in them sealed to devices, so nothing is believed because a device says it.
 */
final class OwnSpaces {
    /** The channel. */
    static final String PROTOCOL = "hearth/own-spaces/1";

    private static final int HAVE = 4;
    private static final int WANT = 5;
    private static final int SPACE = 6;
    private static final Limit SPACES = new Limit("spaces that a device tells of", 10_000);
    private static final Limit CREDENTIALS = new Limit("bytes of the credentials of a space", 1 << 26);

    private OwnSpaces() {}

    /** What of the spaces of this client the other devices may know, and what comes from them. */
    interface Shelf {
        /** Returns the spaces that a device of the same identity is let into. */
        Collection<SpaceId> sharedWith(Session session);

        /** Returns whether there is a space here, in whatever state. */
        boolean has(SpaceId space);

        /** Returns the credentials of a space. */
        List<Bytes> credentials(SpaceId space);

        /** Takes a space that is not here. */
        void take(SpaceId space, List<Bytes> credentials);
    }

    /** Tells the other device of the spaces that it is let into, and hands over those that it lacks. */
    static void tell(Session session, Shelf shelf) {
        Collection<SpaceId> shared = shelf.sharedWith(session);
        if (!shared.isEmpty()) {
            Telling telling = new Telling(session, shelf, Set.copyOf(shared));
            Channel channel = session.open(PROTOCOL, telling);
            telling.channel = channel;
            channel.send(ids(HAVE, shared));
        }
    }

    /** Hears what the other device tells on {@code channel}. */
    static ChannelHandler hear(Session session, Channel channel, Shelf shelf) {
        return new Hearing(session, channel, shelf);
    }

    private static Bytes ids(int kind, Collection<SpaceId> ids) {
        ByteWriter out = new ByteWriter().u8(kind).varint(ids.size());
        ids.forEach(id -> out.raw(id.value()));
        return out.toBytes();
    }

    private static Set<SpaceId> ids(Bytes message, int kind) throws MalformedException {
        ByteReader in = new ByteReader(message);
        if (in.u8() != kind) {
            throw new MalformedException("Message about spaces out of turn");
        }
        Set<SpaceId> ids = new LinkedHashSet<>();
        int count = in.varint(SPACES);
        for (int i = 0; i < count; i++) {
            ids.add(new SpaceId(in.raw(SpaceId.SIZE)));
        }
        in.end();
        return ids;
    }

    private static final class Telling implements ChannelHandler {
        private final Session session;
        private final Shelf shelf;
        private final Set<SpaceId> shared;
        private @Nullable Channel channel;

        Telling(Session session, Shelf shelf, Set<SpaceId> shared) {
            this.session = session;
            this.shelf = shelf;
            this.shared = shared;
        }

        @Override
        public void message(Bytes message) {
            Channel to = channel;
            try {
                for (SpaceId wanted : ids(message, WANT)) {
                    if (to == null || !shared.contains(wanted)) {
                        throw new MalformedException("A space that was not told of");
                    }
                    to.send(new ByteWriter().u8(SPACE).raw(wanted.value()).toBytes());
                    News.parts(shelf.credentials(wanted)).forEach(part -> to.send(part.encode()));
                }
            } catch (MalformedException e) {
                session.close();
            }
        }
    }

    private static final class Hearing implements ChannelHandler {
        private final Session session;
        private final Channel channel;
        private final Shelf shelf;
        private final Set<SpaceId> wanted = new LinkedHashSet<>();
        private boolean told;
        private @Nullable SpaceId coming;
        private List<Bytes> credentials = new ArrayList<>();
        private long size;

        Hearing(Session session, Channel channel, Shelf shelf) {
            this.session = session;
            this.channel = channel;
            this.shelf = shelf;
        }

        @Override
        public void message(Bytes message) {
            try {
                if (!told) {
                    told = true;
                    ids(message, HAVE).stream().filter(id -> !shelf.has(id)).forEach(wanted::add);
                    if (!wanted.isEmpty()) {
                        channel.send(ids(WANT, wanted));
                    }
                } else if (coming == null) {
                    begin(message);
                } else {
                    goOn(coming, News.Part.decode(message));
                }
            } catch (MalformedException e) {
                session.close();
            }
        }

        private void begin(Bytes message) throws MalformedException {
            ByteReader in = new ByteReader(message);
            boolean space = in.u8() == SPACE;
            SpaceId id = new SpaceId(in.raw(SpaceId.SIZE));
            in.end();
            if (!space || !wanted.remove(id)) {
                throw new MalformedException("A space that was not asked for");
            }
            coming = id;
            credentials = new ArrayList<>();
            size = 0;
        }

        private void goOn(SpaceId space, News.Part part) throws MalformedException {
            for (Bytes each : part.credentials()) {
                size += each.size();
            }
            CREDENTIALS.check(size);
            credentials.addAll(part.credentials());
            if (part.last()) {
                coming = null;
                shelf.take(space, List.copyOf(credentials));
            }
        }
    }
}
