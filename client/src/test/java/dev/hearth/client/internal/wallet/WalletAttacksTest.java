package dev.hearth.client.internal.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AccessRequest;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.halo.AppProof;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A28: what other users, unknown applications and broken programs try at a wallet's socket. */
final class WalletAttacksTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Seams seams = Seams.system();
    private final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private ConsentPrompt prompt = ConsentPrompt.allowing(request -> true);
    private MemoryWallet ann;
    private WalletDesk desk;

    @TempDir
    Path folder;

    @BeforeEach
    void make() {
        ann = new MemoryWallet(keychain("ann").createIdentity("Ann"), seams);
        desk = new WalletDesk(ann, folder.resolve("log"), seams);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
        desk.close();
        seams.close();
    }

    private Keychain keychain(String name) {
        Keychain keychain = Keychain.create(folder.resolve(name), "words".toCharArray(), KeychainCost.FLOOR, seams);
        closing.add(keychain);
        return keychain;
    }

    private LocalIdentity app(String name) {
        return keychain(name).createProvisional();
    }

    private Path socket() {
        return folder.resolve("run/wallet");
    }

    private WalletServer serve(PeerUser peers, Duration patience) {
        ConsentPrompt counted = request -> {
            asked.add(request);
            return prompt.ask(request);
        };
        WalletServer server = WalletServer.start(
                desk, new WalletServer.Setup(new WalletPlace(socket(), peers), counted, seams, patience));
        closing.add(0, server);
        return server;
    }

    private WalletServer serve() {
        return serve(PeerUser.SYSTEM, Duration.ofSeconds(20));
    }

    private WalletLink link() {
        WalletLink link = WalletLink.open(socket(), seams);
        closing.add(0, link);
        return link;
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private SocketChannel raw() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        closing.add(0, channel);
        channel.connect(UnixDomainSocketAddress.of(socket()));
        return channel;
    }

    /** Returns what comes until the other end closes. */
    private static int readToEnd(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int read = 0;
        for (int now = channel.read(buffer); now >= 0; now = channel.read(buffer.clear())) {
            read += now;
        }
        return read;
    }

    @Test
    void aProcessOfAnotherUserIsNotEvenGreeted() throws IOException {
        serve(channel -> () -> "somebody else", Duration.ofSeconds(20));
        try (SocketChannel stranger = raw()) {
            assertThat(readToEnd(stranger)).isZero();
        }
        refused(ErrorCode.WALLET_UNREACHABLE, this::link);
    }

    @Test
    void theOperatingSystemTellsTheUser() throws IOException {
        serve();
        assertThat(PeerUser.SYSTEM.of(raw())).isEqualTo(PeerUser.own());
    }

    /** For real: another user's process, which the folder's mode keeps out, and the check where the mode does not. */
    @Test
    void anotherUsersProcessIsKeptOut() throws IOException, InterruptedException {
        assumeTrue(
                "root".equals(PeerUser.own().getName()) && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "needs root and setpriv, to be another user");
        serve();
        assertThat(runAsNobody()).as("the folder").isNotZero();
        Path above = socket().getParent();
        while (above != null && above.getNameCount() > 1) {
            Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
            above = above.getParent();
        }
        Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(runAsNobody()).as("connected, and cut without a byte").isEqualTo(7);
    }

    /** Ends with 7 when it could connect and was told nothing, with 0 when it was told something. */
    private int runAsNobody() throws IOException, InterruptedException {
        Path source = Files.createTempFile("Stranger", ".java");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(source, """
                import java.net.*;
                import java.nio.*;
                import java.nio.channels.*;
                class Stranger {
                    public static void main(String[] path) throws Exception {
                        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                            channel.connect(UnixDomainSocketAddress.of(path[0]));
                            System.exit(channel.read(ByteBuffer.allocate(100)) < 0 ? 7 : 0);
                        }
                    }
                }
                """);
        try {
            return new ProcessBuilder(
                            "/usr/bin/setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            source.toString(),
                            socket().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } finally {
            Files.delete(source);
        }
    }

    @Test
    void anUnknownApplicationGetsNothingWithoutAPrompt() {
        serve();
        WalletLink link = link();
        LocalIdentity app = app("app");
        refused(ErrorCode.WALLET_REFUSED, () -> link.request(AppScope.prove(), BOUND));
        assertThat(link.hello(app, "Notes")).isEmpty();
        refused(ErrorCode.WALLET_REFUSED, () -> link.prove(app.device(), Bytes.utf8("m")));
        refused(ErrorCode.WALLET_REFUSED, link::spaces);
        refused(ErrorCode.WALLET_REFUSED, link::identities);
        refused(ErrorCode.WALLET_REFUSED, () -> link.fetch(ann.space(), 0));
        refused(ErrorCode.WALLET_REFUSED, () -> link.enter(app.chain()));
        assertThat(asked).isEmpty();
        assertThat(ann.enrolled).hasValue(0);
        prompt = request -> Optional.empty();
        refused(ErrorCode.WALLET_REFUSED, () -> link.request(AppScope.read().inAllSpaces(), BOUND));
        assertThat(asked).hasSize(1);
        assertThat(ann.enrolled).as("a device is enrolled after consent alone").hasValue(0);
        assertThat(desk.grants()).isEmpty();
    }

    @Test
    void whoHasNotAnothersKeyIsNotTakenForIt() {
        serve();
        LocalIdentity app = app("app");
        WalletLink first = link();
        first.hello(app, "Notes");
        first.request(AppScope.prove(), BOUND);
        LocalIdentity thief = app("thief");
        WalletLink second = link();
        refused(
                ErrorCode.WALLET_UNREACHABLE,
                () -> second.call(Cbor.array(
                        Cbor.of(WalletProtocol.HELLO),
                        Cbor.of(app.chain().encoded()),
                        Cbor.of("Notes"),
                        Cbor.of(thief.sign(
                                WalletProtocol.HELLO_DOMAIN,
                                WalletProtocol.hello(Bytes.of(new byte[32]), app.chain(), "Notes"))))));
    }

    @Test
    void aHelloIsNotRepeatedOnAnotherConnection() {
        serve();
        LocalIdentity app = app("app");
        Bytes former = app.sign(
                WalletProtocol.HELLO_DOMAIN, WalletProtocol.hello(Bytes.of(new byte[32]), app.chain(), "Notes"));
        WalletLink link = link();
        refused(
                ErrorCode.WALLET_UNREACHABLE,
                () -> link.call(Cbor.array(
                        Cbor.of(WalletProtocol.HELLO),
                        Cbor.of(app.chain().encoded()),
                        Cbor.of("Notes"),
                        Cbor.of(former))));
    }

    @Test
    void anApplicationDoesNotGetOutOfItsScope() throws Exception {
        serve();
        SpaceId other = ann.addSpace();
        Keychain keychain = keychain("app");
        LocalIdentity app = keychain.createProvisional();
        WalletLink link = link();
        link.hello(app, "Notes");
        WalletLink.Granted granted = link.request(AppScope.write().inSpaces(Set.of(ann.space())), BOUND);
        LocalIdentity entered = keychain.joinIdentity(granted.enrolment().orElseThrow());
        link.enter(entered.chain());
        assertThat(link.spaces().sizes()).containsOnlyKeys(ann.space());
        refused(ErrorCode.WALLET_REFUSED, () -> link.fetch(other, 0));
        assertThat(ann.roleIn(ann.space(), entered.device())).contains(Role.WRITER);
        assertThat(ann.roleIn(other, entered.device())).isEmpty();
        assertThat(entered.chain().application()).contains("Notes");
        refused(
                ErrorCode.NOT_PERMITTED,
                () -> entered.enrolApplication(app("puppet").chain(), "Puppet"));
        refused(
                ErrorCode.NOT_PERMITTED,
                () -> ann.credentialsOf(other).devices().admit(ann.identity(), entered.chain(), Role.ADMIN));
        assertThatThrownBy(() -> link.call(Cbor.array(
                        Cbor.of(WalletProtocol.ENTER),
                        Cbor.of(ann.identity().chain().encoded()))))
                .as("a chain that is not its own")
                .isInstanceOf(HearthException.class);
        assertThat(ann.roleIn(ann.space(), ann.identity().device())).contains(Role.OWNER);
    }

    @Test
    void aProofIsNoSignatureOfAnythingElse() {
        serve();
        LocalIdentity app = app("app");
        WalletLink link = link();
        link.hello(app, "Notes");
        refused(ErrorCode.WALLET_REFUSED, () -> link.prove(app.device(), Bytes.utf8("m")));
        link.request(AppScope.prove(), BOUND);
        assertThat(link.spaces().sizes()).isEmpty();
        Bytes head = Bytes.utf8("as if it were a feed's head");
        AppProof proof = link.prove(app.device(), head);
        assertThat(proof.isGenuine()).isTrue();
        for (String domain : List.of("hearth feed head", "hearth wallet hello", "hearth identity device", "")) {
            assertThat(proof.signature()).isNotEqualTo(ann.identity().sign(domain, head));
        }
        WalletLink again = link();
        again.hello(app, "Notes");
        refused(
                ErrorCode.WALLET_UNREACHABLE,
                () -> again.call(Cbor.array(Cbor.of(WalletProtocol.PROVE), Cbor.of(Bytes.of(new byte[4_097])))));
    }

    @Test
    void aMalformedOrOversizedFrameEndsItsConnectionAlone() throws IOException {
        serve();
        WalletLink good = link();
        good.hello(app("app"), "Notes");
        good.request(AppScope.prove(), BOUND);
        for (Bytes frame : List.of(
                Bytes.fromHex("ffffffff"),
                Bytes.fromHex("00010001"),
                Bytes.fromHex("00000000"),
                Bytes.fromHex("00000001ff"),
                Bytes.fromHex("0000000180"),
                Bytes.fromHex("00000003811863"),
                Bytes.fromHex("000000028120"),
                Bytes.fromHex("000000028101"),
                Bytes.fromHex("00000005a0000000a0"),
                Bytes.fromHex("0000000281" + "01" + "00000002" + "8101"))) {
            try (SocketChannel channel = raw()) {
                long begun = seams.nanoTime();
                channel.write(ByteBuffer.wrap(frame.toArray()));
                assertThat(readToEnd(channel)).as(frame.hex()).isPositive();
                assertThat(Duration.ofNanos(seams.nanoTime() - begun))
                        .as("at once, not when it is idle: %s", frame.hex())
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
        assertThat(good.identities()).hasSize(1);
    }

    @Test
    void whoSaysNothingOrLeavesAFrameUnfinishedIsCut() throws IOException {
        serve();
        try (SocketChannel silent = raw();
                SocketChannel slow = raw()) {
            slow.write(ByteBuffer.wrap(Bytes.fromHex("0000010081").toArray()));
            assertThat(readToEnd(silent)).isPositive();
            assertThat(readToEnd(slow)).isPositive();
        }
    }

    @Test
    void questionsForTheUserAreFewAndOneAtATime() {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        prompt = request -> {
            assertThat(atOnce.incrementAndGet()).isEqualTo(1);
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            atOnce.decrementAndGet();
            return Optional.of(request.scope());
        };
        serve();
        Executor threads = seams.blocking();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < WalletPrompts.MAX_WAITING; i++) {
            LocalIdentity app = app("app" + i);
            waiting.add(CompletableFuture.runAsync(() -> request(app), threads));
        }
        Await.until("as many questions as may wait", BOUND, () -> {
            try {
                return logged() == WalletPrompts.MAX_WAITING;
            } catch (IOException e) {
                return false;
            }
        });
        refused(ErrorCode.WALLET_REFUSED, () -> request(app("one-more")));
        assertThat(asked).hasSize(1);
        answered.countDown();
        CompletableFuture.allOf(waiting.toArray(CompletableFuture<?>[]::new)).join();
        assertThat(desk.grants()).hasSize(WalletPrompts.MAX_WAITING);
    }

    private long logged() throws IOException {
        return Files.exists(folder.resolve("log"))
                ? Files.readAllLines(folder.resolve("log")).stream()
                        .filter(line -> line.contains("\"request\""))
                        .count()
                : 0;
    }

    private void request(LocalIdentity app) {
        WalletLink link = WalletLink.open(socket(), seams);
        try (link) {
            link.hello(app, "Notes");
            link.request(AppScope.prove(), BOUND);
        }
    }

    @Test
    void anAnswerThatComesTooLateGivesNothing() {
        CountDownLatch answered = new CountDownLatch(1);
        prompt = request -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(request.scope());
        };
        serve(PeerUser.SYSTEM, Duration.ofMillis(200));
        refused(ErrorCode.WALLET_REFUSED, () -> request(app("app")));
        answered.countDown();
        refused(ErrorCode.WALLET_REFUSED, () -> {
            prompt = request -> Optional.empty();
            request(app("another"));
        });
        assertThat(desk.grants()).isEmpty();
    }

    /** All are connected before the first of them asks for anything more, and until the last has its answer. */
    @Test
    void aThousandClientsAtOnceAreServed() throws InterruptedException {
        WalletServer server = serve();
        List<LocalIdentity> apps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            LocalIdentity app = app("client" + i);
            apps.add(app);
            request(app);
        }
        CountDownLatch connected = new CountDownLatch(1_000);
        CountDownLatch served = new CountDownLatch(1_000);
        List<CompletableFuture<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            LocalIdentity app = apps.get(i % apps.size());
            clients.add(
                    CompletableFuture.supplyAsync(() -> isServedAmongAll(app, connected, served), seams.blocking()));
        }
        assertThat(connected.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("connected: all but %s", connected.getCount())
                .isTrue();
        assertThat(server.connections()).isGreaterThanOrEqualTo(1_000);
        assertThat(clients.stream().filter(CompletableFuture::join).count()).isEqualTo(1_000);
        assertThat(link().hello(app("one-more"), "Notes")).isEmpty();
        assertThat(asked).hasSize(200);
    }

    private boolean isServedAmongAll(LocalIdentity app, CountDownLatch connected, CountDownLatch served) {
        try (WalletLink link = WalletLink.open(socket(), seams)) {
            boolean known = link.hello(app, "Client").isPresent();
            connected.countDown();
            known &= connected.await(BOUND.toSeconds(), TimeUnit.SECONDS);
            known &= link.prove(app.device(), Bytes.utf8("m")).isGenuine();
            served.countDown();
            return known && served.await(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void overTheLimitWhoeverWaitsIsServedOnceAnotherHasGone() throws IOException {
        WalletServer server = serve();
        List<SocketChannel> others = new ArrayList<>();
        for (int i = 0; i < WalletServer.MAX_CONNECTIONS; i++) {
            others.add(raw());
        }
        Await.until("as many as there may be", BOUND, () -> server.connections() == WalletServer.MAX_CONNECTIONS);
        SocketChannel oneMore = raw();
        oneMore.configureBlocking(false);
        assertThat(oneMore.read(ByteBuffer.allocate(1))).as("it waits").isZero();
        assertThat(server.connections()).isEqualTo(WalletServer.MAX_CONNECTIONS);
        others.get(0).close();
        Await.until("its greeting", BOUND, () -> isGreeted(oneMore));
    }

    private static boolean isGreeted(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1)) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void oneApplicationHasFewConnections() {
        serve();
        LocalIdentity app = app("app");
        for (int i = 0; i < WalletServer.MAX_OF_APP; i++) {
            link().hello(app, "Notes");
        }
        refused(ErrorCode.WALLET_REFUSED, () -> link().hello(app, "Notes"));
        link().hello(app("other"), "Other");
    }

    @Test
    void aNameIsShownWithoutWhatDeceives() {
        serve();
        WalletLink link = link();
        link.hello(app("app"), "Bank\u202Egpj.\u0000\n\u200B" + "x".repeat(200));
        link.request(AppScope.prove(), BOUND);
        assertThat(asked.get(0).name())
                .startsWith("Bankgpj. xxx")
                .hasSizeLessThanOrEqualTo(48)
                .matches("[a-zA-Z. ]+");
    }
}
