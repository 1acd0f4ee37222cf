package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a wallet: one thread waits for all connections, answers at once what asks for a signature, and hands the rest
 * to other threads. Every second it attends to what has expired or is new. Over its limits it accepts nobody until
 * others have gone, and who does not say who he is, or leaves a frame unfinished, goes. Thread-safe.
 */
public final class WalletServer implements WalletService {
    /** Connections at a time; more wait until they are accepted. */
    static final int MAX_CONNECTIONS = 1_024;

    /** Connections of one application at a time. */
    static final int MAX_OF_APP = 8;

    /** How long a connection may be without a grant or in the middle of a frame, in periods of {@link #ATTENDING}. */
    private static final int IDLE_TURNS = 10;

    private static final Duration ATTENDING = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(WalletServer.class);

    private final WalletDesk desk;
    private final WalletPlace place;
    private final WalletPlace.Listening listening;
    private final Seams seams;
    private final WalletPrompts prompts;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Subscription attending;
    private final Map<WalletSession, WalletConnection> sessions = new ConcurrentHashMap<>();
    private final AtomicBoolean isAttending = new AtomicBoolean();
    private volatile boolean closed;

    private WalletServer(WalletDesk desk, WalletPlace.Listening listening, Setup setup, Selector selector)
            throws IOException {
        this.desk = desk;
        this.place = setup.place();
        this.listening = listening;
        this.seams = setup.seams();
        this.prompts = new WalletPrompts(setup.prompt(), seams, setup.patience());
        this.selector = selector;
        ServerSocketChannel server = listening.server();
        server.configureBlocking(false);
        accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        attending = seams.scheduler().every(ATTENDING, () -> seams.blocking().execute(this::attend));
    }

    /**
     * How a server is set up.
     *
     * @param place where its socket is
     * @param prompt asks the user
     * @param patience how long the user has for an answer
     */
    record Setup(WalletPlace place, ConsentPrompt prompt, Seams seams, Duration patience) {
        static Setup of(WalletOptions options, Seams seams) {
            return new Setup(new WalletPlace(options.socket()), options.prompt(), seams, WalletPrompts.PATIENCE);
        }
    }

    /** Begins to serve; throws NO_IDENTITY, WALLET_TAKEN, WALLET_UNSAFE or STORAGE_FAILED. */
    public static WalletServer start(WalletDesk desk, WalletOptions options, Seams seams) {
        return start(desk, Setup.of(options, seams));
    }

    static WalletServer start(WalletDesk desk, Setup setup) {
        desk.host().identity(); // there is one to serve
        return found(desk, setup, () -> {});
    }

    /**
     * Begins to serve an identity that {@code identity} makes, or shows to be there, once the place is this wallet's:
     * of several that begin at a time one makes it.
     */
    static WalletServer found(WalletDesk desk, Setup setup, Runnable identity) {
        WalletPlace.Listening listening = setup.place().listen();
        try {
            identity.run();
            desk.attend();
            WalletServer server = new WalletServer(desk, listening, setup, Selector.open());
            setup.seams().blocking().execute(server::run);
            return server;
        } catch (IOException e) {
            listening.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    @Override
    public Path socket() {
        return place.socket();
    }

    WalletDesk desk() {
        return desk;
    }

    WalletPrompts prompts() {
        return prompts;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    attend(key);
                }
                selector.selectedKeys().clear();
                dropEnded();
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                LOG.warn("The wallet has stopped serving", e);
                close();
            }
        }
    }

    private void attend(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key == accepting) {
            accept();
        } else if (key.attachment() instanceof WalletSession session) {
            serve(session, key);
        }
    }

    private void accept() {
        try {
            while (sessions.size() < MAX_CONNECTIONS) {
                SocketChannel channel = listening.server().accept();
                if (channel == null) {
                    return;
                }
                admit(channel);
            }
            accepting.interestOps(0);
        } catch (IOException e) {
            LOG.warn("A client of the wallet could not be accepted", e);
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        try {
            place.require(channel);
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            WalletConnection connection = new WalletConnection(channel, key);
            WalletSession session = new WalletSession(this, connection, seams.random());
            key.attach(session);
            sessions.put(session, connection);
            session.greet();
        } catch (HearthException | UnsupportedOperationException e) {
            channel.close(); // another user's, or nobody tells
        }
    }

    private void serve(WalletSession session, SelectionKey key) {
        WalletConnection connection = session.connection();
        try {
            if (key.isWritable()) {
                connection.flush();
            }
            if (key.isValid() && key.isReadable() && !connection.receive()) {
                connection.close();
            }
            next(session);
        } catch (IOException | MalformedException | CancelledKeyException e) {
            connection.close();
        } catch (RuntimeException e) {
            LOG.warn("A request to the wallet failed", e);
            connection.close();
        }
    }

    /** Works off the requests that have come, until one takes another thread. */
    private void next(WalletSession session) throws MalformedException {
        WalletConnection connection = session.connection();
        while (connection.isOpen() && !connection.isBusy()) {
            Optional<Bytes> frame = connection.next();
            if (frame.isEmpty()) {
                return;
            }
            if (!session.answerAtOnce(frame.get())) {
                connection.busy(true);
                seams.blocking().execute(() -> answer(session, frame.get()));
            }
        }
    }

    private void answer(WalletSession session, Bytes frame) {
        try {
            session.answer(frame);
        } catch (MalformedException e) {
            session.connection().close();
        } catch (RuntimeException e) {
            LOG.warn("A request to the wallet failed", e);
            session.connection().close();
        } finally {
            session.connection().busy(false);
            session.isToGoOn(true); // what came with the request is here, and the selector does not tell of it
            wakeUp();
        }
    }

    private void wakeUp() {
        synchronized (sessions) {
            if (!closed) {
                selector.wakeup();
            }
        }
    }

    private void dropEnded() {
        for (WalletSession session : List.copyOf(sessions.keySet())) {
            if (session.isToGoOn(false)) {
                try {
                    next(session);
                } catch (MalformedException e) {
                    session.connection().close();
                }
            }
            if (!session.connection().isOpen()) {
                sessions.remove(session);
            }
        }
        if (sessions.size() < MAX_CONNECTIONS && accepting.isValid() && accepting.interestOps() == 0) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
            accept();
        }
    }

    /** Returns whether an application has no more connections than it may, the newcomer included. */
    boolean hasRoom(WalletSession newcomer) {
        return sessions.keySet().stream()
                        .filter(each -> each.isSameApp(newcomer))
                        .count()
                <= MAX_OF_APP;
    }

    private void attend() {
        if (!isAttending.compareAndSet(false, true)) {
            return; // a slow turn is not waited for by others
        }
        try {
            desk.attend();
            List<WalletSession> all = new ArrayList<>(sessions.keySet());
            for (WalletSession session : all) {
                session.attend(IDLE_TURNS);
            }
        } catch (HearthException e) {
            LOG.debug("The wallet can't attend to its grants: {}", e.code());
        } finally {
            isAttending.set(false);
        }
        wakeUp(); // those that were closed leave room
    }

    /** Tells those concerned at once. */
    public void grantsChanged() {
        seams.blocking().execute(this::attend);
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns how many connections are open. */
    int connections() {
        return sessions.size();
    }

    @Override
    public void close() {
        synchronized (sessions) {
            if (closed) {
                return;
            }
            closed = true;
        }
        attending.close();
        sessions.values().forEach(WalletConnection::close);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("A selector does not close", e);
        }
        listening.close();
    }
}
