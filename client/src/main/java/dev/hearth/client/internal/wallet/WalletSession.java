package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.ShownText;
import dev.hearth.halo.AppProof;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.crypto.VerifyKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What one connection of a wallet asks for, and whose it is once that was proved. One request at a time. */
final class WalletSession {
    private static final Limit PAGES = new Limit("as the place in a list", 1 << 20);
    private static final Limit OFFSET = new Limit("as the place in credentials", Integer.MAX_VALUE);
    private static final int MAX_SIGNALS = 16;
    private static final int MAX_SIGNAL = 512;

    private final WalletServer server;
    private final WalletConnection connection;
    private final Bytes nonce;
    private final AtomicBoolean toGoOn = new AtomicBoolean();
    private volatile @Nullable Caller caller;
    private volatile @Nullable Known known;
    private volatile boolean told;
    private long news; // of the thread that attends
    private int idleTurns; // of the thread that attends

    /** Who is at the other end. */
    private record Caller(DeviceId app, IdentityChain chain, String name) {}

    /** A grant that was looked up, good until grants change or the keychain is locked. */
    private record Known(StoredGrant grant, long changes, Object token) {}

    WalletSession(WalletServer server, WalletConnection connection, SecureRandom random) {
        this.server = server;
        this.connection = connection;
        byte[] bytes = new byte[WalletProtocol.NONCE];
        random.nextBytes(bytes);
        nonce = Bytes.of(bytes);
    }

    WalletConnection connection() {
        return connection;
    }

    /** Sets whether there may be requests that came with others; returns what it was. */
    boolean isToGoOn(boolean now) {
        return toGoOn.getAndSet(now);
    }

    boolean isSameApp(WalletSession that) {
        Caller mine = caller;
        Caller other = that.caller;
        return mine != null && other != null && mine.app().equals(other.app());
    }

    void greet() {
        answer(Cbor.array(Cbor.of(WalletProtocol.VERSION), Cbor.of(nonce)));
    }

    private void answer(Cbor content) {
        connection.send(Cbor.array(Cbor.of(WalletProtocol.ANSWER), content).encode());
    }

    private void refuse(HearthException why) {
        String reason = why.details().getOrDefault("reason", why.details().getOrDefault("rule", ""));
        connection.send(Cbor.array(
                        Cbor.of(WalletProtocol.REFUSAL),
                        Cbor.of(why.code().name()),
                        Cbor.of(reason.substring(0, Math.min(reason.length(), 200))))
                .encode());
    }

    /** Answers what takes no other thread: a signature. Returns false for all else. */
    boolean answerAtOnce(Bytes frame) throws MalformedException {
        List<Cbor> request = Cbor.decode(frame).asList();
        if (request.isEmpty() || request.get(0).asLong() != WalletProtocol.PROVE) {
            return false;
        }
        answer(frame);
        return true;
    }

    /** Answers a request; a malformed one ends the connection. */
    void answer(Bytes frame) throws MalformedException {
        List<Cbor> request = Cbor.decode(frame).asList();
        if (request.isEmpty()) {
            throw new MalformedException("Request without a kind");
        }
        server.desk().host().use();
        try {
            answer(answerTo((int) Math.min(request.get(0).asLong(), Integer.MAX_VALUE), Cbor.array(request)));
        } catch (HearthException e) {
            refuse(e);
        }
    }

    private Cbor answerTo(int kind, Cbor request) throws MalformedException {
        return switch (kind) {
            case WalletProtocol.HELLO -> hello(request.asList(4));
            case WalletProtocol.REQUEST -> request(request.asList(2));
            case WalletProtocol.ENTER -> enter(request.asList(2));
            case WalletProtocol.SPACES -> spaces(request.asList(2));
            case WalletProtocol.FETCH -> fetch(request.asList(3));
            case WalletProtocol.PROVE -> prove(request.asList(2));
            case WalletProtocol.IDENTITIES -> {
                request.asList(1);
                yield identities();
            }
            case WalletProtocol.GRANT -> grant(request.asList(2));
            case WalletProtocol.REVOKE -> revoke(request.asList(2));
            default -> throw new MalformedException("Request of an unknown kind");
        };
    }

    private Cbor hello(List<Cbor> fields) throws MalformedException {
        IdentityChain chain = IdentityChain.verify(fields.get(1).asBytes());
        String name = GrantCodec.name(fields.get(2));
        Bytes signed = WalletProtocol.hello(nonce, chain, name);
        boolean genuine = VerifyKey.of(chain.device().value())
                .verify(WalletProtocol.HELLO_DOMAIN, signed, fields.get(3).asBytes());
        if (!genuine || caller != null) {
            throw new MalformedException("Hello that the device did not sign, or another one");
        }
        caller = new Caller(chain.device(), chain, ShownText.of(name));
        if (!server.hasRoom(this)) {
            caller = null;
            throw RefusalReason.CONNECTIONS_FULL.refused();
        }
        Optional<StoredGrant> grant = server.desk().find(chain.device());
        if (grant.isPresent() && !grant.get().grant().isInForce(server.desk().now())) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED);
        }
        return grant.map(it -> GrantCodec.encode(it.grant().scope())).orElse(new Cbor.Nil());
    }

    private Caller caller() {
        Caller now = caller;
        if (now == null) {
            throw RefusalReason.NOT_INTRODUCED.refused();
        }
        return now;
    }

    private StoredGrant grant() {
        WalletDesk desk = server.desk();
        Known last = known;
        long changes = desk.changes();
        Object token = desk.host().token();
        if (last == null || last.changes() != changes || last.token() != token) {
            last = new Known(desk.require(caller().app()), changes, token);
            known = last;
        }
        if (!last.grant().grant().isInForce(desk.now())) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED);
        }
        return last.grant();
    }

    private Cbor request(List<Cbor> fields) throws MalformedException {
        Caller by = caller();
        requireOwn(by.chain());
        StoredGrant granted =
                server.desk().request(by.app(), by.name(), GrantCodec.scope(fields.get(1)), server.prompts());
        Cbor enrolment = by.chain().application().isPresent()
                ? new Cbor.Nil()
                : server.desk().enrolment(granted, by.chain()).map(Cbor::of).orElse(new Cbor.Nil());
        return Cbor.array(GrantCodec.encode(granted.grant().scope()), enrolment);
    }

    /** The user is not asked about an application that another wallet has made a device of another identity. */
    private void requireOwn(IdentityChain app) {
        boolean foreign = app.application().isPresent()
                && !app.identity().equals(server.desk().host().identity().id());
        if (foreign) {
            throw RefusalReason.OTHER_IDENTITY.refused();
        }
    }

    private Cbor enter(List<Cbor> fields) throws MalformedException {
        server.desk().enter(caller().app(), IdentityChain.verify(fields.get(1).asBytes()));
        return new Cbor.Nil();
    }

    private Cbor spaces(List<Cbor> fields) throws MalformedException {
        int from = fields.get(1).asInt(PAGES);
        StoredGrant granted = grant();
        List<KnownSpace> all = server.desk().spaces(granted);
        List<Cbor> page = new ArrayList<>();
        for (KnownSpace space :
                all.subList(Math.min(from, all.size()), Math.min(from + WalletProtocol.PAGE, all.size()))) {
            int size = server.desk().credentials(granted, space.id()).size();
            page.add(Cbor.array(Cbor.of(space.id().value()), Cbor.of(size)));
        }
        List<Cbor> signals = server.desk().host().signals().stream()
                .map(Object::toString)
                .filter(signal -> signal.length() <= MAX_SIGNAL)
                .limit(MAX_SIGNALS)
                .map(Cbor::of)
                .toList();
        return Cbor.array(Cbor.array(page), Cbor.array(signals), Cbor.of(from + page.size() < all.size()));
    }

    private Cbor fetch(List<Cbor> fields) throws MalformedException {
        SpaceId space = new SpaceId(fields.get(1).asBytes(SpaceId.SIZE));
        int from = fields.get(2).asInt(OFFSET);
        Bytes all = server.desk().credentials(grant(), space);
        int begin = Math.min(from, all.size());
        return Cbor.of(all.slice(begin, Math.min(begin + WalletProtocol.CHUNK, all.size())));
    }

    private Cbor prove(List<Cbor> fields) throws MalformedException {
        Bytes message = fields.get(1).asBytes();
        AppProof.MAX_MESSAGE.check(message.size());
        AppProof proof = server.desk().prove(grant(), message);
        return Cbor.array(Cbor.of(proof.chain().encoded()), Cbor.of(proof.signature()));
    }

    private Cbor identities() {
        grant();
        IdentityChain own = server.desk().host().identity().chain();
        return Cbor.array(Cbor.array(Cbor.of(own.identity().value()), Cbor.of(own.name())));
    }

    /** For the user's own look at the grants, which is another process of the same user as any application is. */
    private Cbor grant(List<Cbor> fields) throws MalformedException {
        int index = fields.get(1).asInt(PAGES);
        List<AppGrant> all = server.desk().grants();
        return index < all.size() ? GrantCodec.encode(all.get(index)) : new Cbor.Nil();
    }

    private Cbor revoke(List<Cbor> fields) throws MalformedException {
        boolean ended = server.desk().revoke(new DeviceId(fields.get(1).asBytes(DeviceId.SIZE)));
        server.grantsChanged();
        return Cbor.of(ended);
    }

    /**
     * Tells what is new, and ends the connection of who is nobody or does not go on. Called by one thread at a time.
     */
    synchronized void attend(int idleLimit) {
        Caller now = caller;
        Optional<StoredGrant> granted =
                now == null ? Optional.empty() : server.desk().find(now.app());
        boolean idle = !connection.isBusy() && (granted.isEmpty() || connection.isFrameBegun());
        idleTurns = idle ? idleTurns + 1 : 0;
        if (idleTurns > idleLimit) {
            connection.close();
            return;
        }
        if (granted.isEmpty() || told) {
            return;
        }
        if (!granted.get().grant().isInForce(server.desk().now())) {
            told = true;
            event(WalletProtocol.ENDED);
        } else if (granted.get().hasEntered()) {
            long latest = server.desk().news(granted.get());
            if (latest != news) {
                news = latest;
                event(WalletProtocol.NEWS);
            }
        }
    }

    private void event(int kind) {
        connection.send(Cbor.array(Cbor.of(WalletProtocol.EVENT), Cbor.of(kind)).encode());
    }
}
