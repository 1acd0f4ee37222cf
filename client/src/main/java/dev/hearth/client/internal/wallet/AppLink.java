package dev.hearth.client.internal.wallet;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.halo.AppProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Keeps an application's client in step with its wallet, whenever that runs. Thread-safe. */
public final class AppLink implements WalletAccess {
    /** The most bytes of credentials of a space. */
    static final Limit MAX_CREDENTIALS = new Limit("bytes of credentials of a space", 1 << 28);

    private static final Limit CREDENTIAL = new Limit("bytes of a credential", 1 << 18);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final AppHost host;
    private final WalletRequest request;
    private final Seams seams;
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private final Object steps = new Object();
    private final Map<SpaceId, Integer> fetched = new HashMap<>(); // of this connection; guarded by steps
    private volatile @Nullable WalletLink link;
    private volatile AppScope scope;
    private volatile boolean closed;

    private AppLink(AppHost host, WalletRequest request, Seams seams) {
        this.host = host;
        this.request = request;
        this.seams = seams;
        this.scope = request.scope();
    }

    /**
     * Asks a wallet for what {@code request} says, takes what it gives, and stays in step with it from then on. Throws
     * WALLET_UNREACHABLE, WALLET_UNSAFE, WALLET_REFUSED or WALLET_ACCESS_ENDED.
     */
    public static AppLink start(AppHost host, WalletRequest request, Seams seams) {
        AppLink started = new AppLink(host, request, seams);
        try {
            started.connect(true);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void requireGoing() {
        if (host.isEnded()) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED);
        }
    }

    private void connect(boolean asking) {
        requireGoing();
        synchronized (steps) {
            WalletLink opened = WalletLink.open(request.socket(), seams, new Hearing());
            try {
                begin(opened, asking);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    /** Held: steps. */
    private void begin(WalletLink opened, boolean asking) {
        fetched.clear();
        try {
            Optional<AppScope> had = opened.hello(host.device(), request.app());
            if (asking) {
                had = Optional.of(ask(opened));
            }
            scope = had.orElseThrow(RefusalReason.NOTHING_GRANTED::refused);
            link = opened;
            fetch(opened);
        } catch (HearthException e) {
            if (e.code() == ErrorCode.WALLET_ACCESS_ENDED) {
                ended();
            }
            throw e;
        }
        if (closed) {
            opened.close();
        }
    }

    private AppScope ask(WalletLink opened) {
        WalletLink.Granted granted = opened.request(request.scope(), request.patience());
        host.granted(granted.scope());
        if (granted.enrolment().isPresent()) {
            try {
                host.enter(granted.enrolment().get());
            } catch (MalformedException e) {
                throw noWallet(e);
            }
        }
        if (granted.scope().rights().role().isPresent()) {
            opened.enter(host.device().chain());
        }
        return granted.scope();
    }

    private static HearthException noWallet(MalformedException cause) {
        return new HearthException(
                ErrorCode.WALLET_UNREACHABLE, Map.of("reason", "it does not keep to the protocol"), cause);
    }

    /** Held: steps. */
    private void fetch(WalletLink from) {
        if (scope.rights().role().isEmpty()) {
            return;
        }
        WalletLink.Spaces spaces = from.spaces();
        for (Map.Entry<SpaceId, Integer> each : spaces.sizes().entrySet()) {
            int begin = fetched.getOrDefault(each.getKey(), 0);
            List<Bytes> parts = new ArrayList<>();
            int at = begin;
            while (at < each.getValue()) {
                Bytes part = from.fetch(each.getKey(), at);
                if (part.isEmpty()) {
                    break;
                }
                parts.add(part);
                at += part.size();
            }
            try {
                List<Bytes> credentials = new ArrayList<>();
                int whole = split(Bytes.concat(parts.toArray(Bytes[]::new)), credentials);
                if (!credentials.isEmpty()) {
                    host.take(each.getKey(), credentials, spaces.signals());
                }
                fetched.put(each.getKey(), begin + whole);
            } catch (MalformedException e) {
                throw noWallet(e);
            }
        }
    }

    /** Takes the whole credentials that the bytes begin with; returns how many bytes those are. */
    private static int split(Bytes stream, List<Bytes> credentials) throws MalformedException {
        byte[] data = stream.toArray();
        int at = 0;
        while (at < data.length) {
            ByteReader in = new ByteReader(data, at, data.length);
            if (in.varint(CREDENTIAL) > in.remaining()) {
                return at; // more of it comes the next time
            }
            in = new ByteReader(data, at, data.length);
            credentials.add(in.sized(CREDENTIAL));
            at = in.position();
        }
        return at;
    }

    /** What the wallet says by itself, each on a thread of its own. */
    private final class Hearing implements WalletLink.Events {
        @Override
        public void news() {
            seams.blocking().execute(AppLink.this::fetchNews);
        }

        @Override
        public void ended() {
            seams.blocking().execute(AppLink.this::ended);
        }

        @Override
        public void closed() {
            again();
        }
    }

    private void again() {
        if (!closed) {
            seams.scheduler().after(AGAIN, () -> seams.blocking().execute(this::connectAgain));
        }
    }

    private void connectAgain() {
        WalletLink last = link;
        if (closed || last == null || last.isOpen()) {
            return;
        }
        try {
            connect(false);
        } catch (HearthException e) {
            if (e.code() != ErrorCode.CLOSED && e.code() != ErrorCode.WALLET_ACCESS_ENDED) {
                again(); // the wallet does not run, or one of both is locked; what was granted goes on
            }
        }
    }

    private void fetchNews() {
        try {
            step();
        } catch (HearthException e) {
            if (e.code() == ErrorCode.WALLET_ACCESS_ENDED) {
                ended();
            }
        }
    }

    private void step() {
        requireGoing();
        synchronized (steps) {
            fetch(connected());
        }
    }

    /** While the own keychain is locked the end can't be remembered; the wallet tells of it again. */
    private void ended() {
        try {
            host.end();
        } catch (HearthException e) {
            disconnect();
            return;
        }
        close();
        endings.forEach(Runnable::run);
        endings.clear();
    }

    private WalletLink connected() {
        requireGoing();
        WalletLink now = link;
        if (now == null || closed || !now.isOpen()) {
            throw new HearthException(ErrorCode.WALLET_UNREACHABLE);
        }
        return now;
    }

    @Override
    public List<Identity> identities() {
        return connected().identities();
    }

    @Override
    public AppScope scope() {
        return scope;
    }

    @Override
    public AppProof prove(Bytes message) {
        if (message.size() > AppProof.MAX_MESSAGE.max()) {
            throw new IllegalArgumentException(
                    "message: at most " + AppProof.MAX_MESSAGE.max() + " bytes, got " + message.size());
        }
        return connected().prove(host.device().device(), message);
    }

    @Override
    public CompletableFuture<Void> refresh() {
        return CompletableFuture.runAsync(this::step, seams.blocking());
    }

    @Override
    public boolean isEnded() {
        return host.isEnded();
    }

    @Override
    public Subscription onEnd(Executor executor, Runnable listener) {
        Runnable told = () -> executor.execute(listener);
        endings.add(told);
        if (host.isEnded() && endings.remove(told)) {
            told.run();
        }
        return () -> endings.remove(told);
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private void disconnect() {
        WalletLink now = link;
        if (now != null) {
            now.close();
        }
    }
}
