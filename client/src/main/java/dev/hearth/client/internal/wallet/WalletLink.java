package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.halo.AppProof;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of a connection to a wallet: one request at a time, each with its time limit. What does not
 * keep to the protocol, or does not answer, is no wallet: WALLET_UNREACHABLE. Thread-safe.
 */
public final class WalletLink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What a wallet may refuse by; it does not make up other errors here. */
    private static final Set<ErrorCode> REFUSALS = Set.of(
            ErrorCode.WALLET_REFUSED,
            ErrorCode.WALLET_ACCESS_ENDED,
            ErrorCode.KEYCHAIN_LOCKED,
            ErrorCode.CLOSED,
            ErrorCode.NO_IDENTITY,
            ErrorCode.NOT_PERMITTED);

    private final SocketChannel channel;
    private final Events events;
    private final Object turns = new Object();
    private volatile CompletableFuture<Cbor> pending = new CompletableFuture<>();
    private @Nullable Bytes nonce; // guarded by turns
    private volatile @Nullable IdentityChain prover;

    /** Hears what a wallet says without being asked, on a thread that must not be kept. */
    interface Events {
        /** There is something new in the spaces that were granted. */
        void news();

        /** The grant has ended. */
        void ended();

        /** The connection has ended. */
        void closed();
    }

    /** What was granted, and what makes the device one of the identity if that is still to be done. */
    record Granted(AppScope scope, Optional<Bytes> enrolment) {}

    /** The spaces that were granted with the sizes of their credentials in bytes, and where their members meet. */
    record Spaces(Map<SpaceId, Integer> sizes, List<URI> signals) {}

    private WalletLink(SocketChannel channel, Events events) {
        this.channel = channel;
        this.events = events;
    }

    /** Connects to the wallet at {@code socket}; throws WALLET_UNREACHABLE or WALLET_UNSAFE. */
    public static WalletLink open(Path socket, Seams seams) {
        return open(socket, seams, new Events() {
            @Override
            public void news() {}

            @Override
            public void ended() {}

            @Override
            public void closed() {}
        });
    }

    static WalletLink open(Path socket, Seams seams, Events events) {
        return open(new WalletPlace(socket), seams, events);
    }

    static WalletLink open(WalletPlace place, Seams seams, Events events) {
        WalletLink link = new WalletLink(place.connect(), events);
        seams.blocking().execute(link::read);
        try {
            synchronized (link.turns) {
                List<Cbor> greeting = link.await(PATIENCE).asList(2);
                if (greeting.get(0).asLong() != WalletProtocol.VERSION) {
                    throw new MalformedException("Wallet of another version");
                }
                link.nonce = greeting.get(1).asBytes(WalletProtocol.NONCE);
            }
            return link;
        } catch (MalformedException e) {
            throw link.broken(e);
        }
    }

    private HearthException broken(Exception cause) {
        close();
        return unreachable("it does not keep to the protocol", cause);
    }

    private static HearthException unreachable(String reason, @Nullable Exception cause) {
        return new HearthException(ErrorCode.WALLET_UNREACHABLE, Map.of("reason", reason), cause);
    }

    private void read() {
        WalletFrames frames = new WalletFrames();
        try {
            while (channel.read(frames.room()) >= 0) {
                for (Optional<Bytes> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                    take(Cbor.decode(frame.get()).asList());
                }
            }
            pending.completeExceptionally(unreachable("it closed the connection", null));
        } catch (IOException e) {
            pending.completeExceptionally(unreachable("the connection ended", e));
        } catch (MalformedException e) {
            pending.completeExceptionally(broken(e));
        } finally {
            close();
            pending.completeExceptionally(unreachable("the connection ended", null));
            events.closed();
        }
    }

    private void take(List<Cbor> message) throws MalformedException {
        long kind = message.isEmpty() ? -1 : message.get(0).asLong();
        if (kind == WalletProtocol.ANSWER && message.size() == 2) {
            pending.complete(message.get(1));
        } else if (kind == WalletProtocol.REFUSAL && message.size() == 3) {
            pending.completeExceptionally(
                    refusal(message.get(1).asText(), message.get(2).asText()));
        } else if (kind == WalletProtocol.EVENT && message.size() == 2) {
            if (message.get(1).asLong() == WalletProtocol.ENDED) {
                events.ended();
            } else {
                events.news();
            }
        } else {
            throw new MalformedException("Message of an unknown kind");
        }
    }

    private static HearthException refusal(String code, String reason) {
        ErrorCode known = REFUSALS.stream()
                .filter(each -> each.name().equals(code))
                .findFirst()
                .orElse(ErrorCode.WALLET_REFUSED);
        return new HearthException(known, reason.isEmpty() ? Map.of() : Map.of("reason", reason));
    }

    /** Held: turns. */
    private Cbor await(Duration limit) {
        try {
            return pending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close();
            throw unreachable("it did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw unreachable("the wait was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw new HearthException(refusal.code(), refusal.details(), refusal);
            }
            throw new IllegalStateException("A wallet's answer failed", e.getCause());
        }
    }

    private Cbor call(Duration limit, Cbor... request) {
        return exchange(limit, Cbor.array(request));
    }

    /** Sends a request of any form, and returns the answer. */
    Cbor call(Cbor request) {
        return exchange(PATIENCE, request);
    }

    private Cbor exchange(Duration limit, Cbor request) {
        synchronized (turns) {
            if (!channel.isOpen()) {
                throw unreachable("the connection ended", null);
            }
            pending = new CompletableFuture<>();
            ByteBuffer frame = WalletFrames.encode(request.encode());
            try {
                while (frame.hasRemaining()) {
                    channel.write(frame);
                }
            } catch (IOException e) {
                throw unreachable("the connection ended", e);
            }
            return await(limit);
        }
    }

    /** Proves which device this is; returns what it was granted before. */
    Optional<AppScope> hello(LocalIdentity device, String name) {
        synchronized (turns) {
            Bytes once = Objects.requireNonNull(nonce);
            Bytes signature =
                    device.sign(WalletProtocol.HELLO_DOMAIN, WalletProtocol.hello(once, device.chain(), name));
            Cbor answer = call(
                    PATIENCE,
                    Cbor.of(WalletProtocol.HELLO),
                    Cbor.of(device.chain().encoded()),
                    Cbor.of(name),
                    Cbor.of(signature));
            try {
                return answer.isNil() ? Optional.empty() : Optional.of(GrantCodec.scope(answer));
            } catch (MalformedException e) {
                throw broken(e);
            }
        }
    }

    /** Asks for a scope, and waits for the user where that was not asked before. */
    Granted request(AppScope scope, Duration patience) {
        Cbor answer = call(patience, Cbor.of(WalletProtocol.REQUEST), GrantCodec.encode(scope));
        try {
            List<Cbor> fields = answer.asList(2);
            Cbor enrolment = fields.get(1);
            return new Granted(
                    GrantCodec.scope(fields.get(0)),
                    enrolment.isNil() ? Optional.empty() : Optional.of(enrolment.asBytes()));
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    /** Shows that the device agreed to be one of the identity. */
    void enter(IdentityChain chain) {
        call(PATIENCE, Cbor.of(WalletProtocol.ENTER), Cbor.of(chain.encoded()));
    }

    Spaces spaces() {
        Map<SpaceId, Integer> sizes = new LinkedHashMap<>();
        List<URI> signals = new ArrayList<>();
        try {
            boolean more = true;
            while (more) {
                List<Cbor> page = call(PATIENCE, Cbor.of(WalletProtocol.SPACES), Cbor.of(sizes.size()))
                        .asList(3);
                int before = sizes.size();
                for (Cbor each : page.get(0).asList()) {
                    List<Cbor> fields = each.asList(2);
                    SpaceId space = new SpaceId(fields.get(0).asBytes(SpaceId.SIZE));
                    sizes.put(space, fields.get(1).asInt(AppLink.MAX_CREDENTIALS));
                }
                signals.clear();
                for (Cbor signal : page.get(1).asList()) {
                    signals.add(new URI(signal.asText()));
                }
                more = page.get(2).asBool() && sizes.size() > before;
            }
            return new Spaces(sizes, signals);
        } catch (MalformedException | URISyntaxException e) {
            throw broken(e);
        }
    }

    /** Returns bytes of a space's credentials, from a place on. */
    Bytes fetch(SpaceId space, int from) {
        try {
            return call(PATIENCE, Cbor.of(WalletProtocol.FETCH), Cbor.of(space.value()), Cbor.of(from))
                    .asBytes();
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    AppProof prove(DeviceId app, Bytes message) {
        try {
            List<Cbor> fields = call(PATIENCE, Cbor.of(WalletProtocol.PROVE), Cbor.of(message))
                    .asList(2);
            return new AppProof(
                    verified(fields.get(0).asBytes()),
                    app,
                    message,
                    fields.get(1).asBytes());
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    /** Verifying takes longer than all the rest, and the chain is the same each time. */
    private IdentityChain verified(Bytes encoded) throws MalformedException {
        IdentityChain last = prover;
        if (last == null || !last.encoded().equals(encoded)) {
            last = IdentityChain.verify(encoded);
            prover = last;
        }
        return last;
    }

    List<WalletAccess.Identity> identities() {
        try {
            List<WalletAccess.Identity> identities = new ArrayList<>();
            for (Cbor each : call(PATIENCE, Cbor.of(WalletProtocol.IDENTITIES)).asList()) {
                List<Cbor> fields = each.asList(2);
                identities.add(new WalletAccess.Identity(
                        new IdentityId(fields.get(0).asBytes(IdentityId.SIZE)),
                        fields.get(1).asText()));
            }
            return List.copyOf(identities);
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    /** Returns all grants of the wallet. */
    public List<AppGrant> grants() {
        try {
            List<AppGrant> grants = new ArrayList<>();
            Cbor next = call(PATIENCE, Cbor.of(WalletProtocol.GRANT), Cbor.of(0));
            while (!next.isNil()) {
                grants.add(GrantCodec.grant(next));
                next = call(PATIENCE, Cbor.of(WalletProtocol.GRANT), Cbor.of(grants.size()));
            }
            return List.copyOf(grants);
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    /** Ends a grant; returns false when there is none in force. */
    public boolean revoke(DeviceId app) {
        try {
            return call(PATIENCE, Cbor.of(WalletProtocol.REVOKE), Cbor.of(app.value()))
                    .asBool();
        } catch (MalformedException e) {
            throw broken(e);
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is given up either way
        }
    }
}
