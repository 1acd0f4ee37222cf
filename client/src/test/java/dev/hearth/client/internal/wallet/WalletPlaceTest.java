package dev.hearth.client.internal.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A28: who squats at a wallet's place, puts links there, or swaps what is there between the check and the use. */
final class WalletPlaceTest {
    private static final int ROUNDS = 400;

    private final Seams seams = Seams.system();

    @TempDir
    Path folder;

    private Path run;
    private Path socket;

    @BeforeEach
    void make() throws IOException {
        run = closed(folder.resolve("run"));
        socket = run.resolve("wallet");
    }

    @AfterEach
    void close() {
        seams.close();
    }

    private static Path closed(Path path) throws IOException {
        return Files.createDirectory(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private WalletPlace place() {
        return new WalletPlace(socket);
    }

    private static ServerSocketChannel bound(Path where) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(where));
        return server;
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void refused(PlaceRule rule, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.details()).containsEntry("rule", rule.sentence()));
    }

    @Test
    void aSocketThatIsServedIsNotTaken() {
        try (WalletPlace.Listening first = place().listen()) {
            refused(ErrorCode.WALLET_TAKEN, place()::listen);
            assertThat(first.socket()).exists();
        }
        assertThat(socket).doesNotExist();
        place().listen().close();
    }

    @Test
    void ofThoseThatComeAtTheSameMomentOneHasThePlace() {
        List<WalletPlace> all = Stream.generate(this::place).limit(16).toList();
        for (int round = 0; round < 20; round++) {
            CountDownLatch together = new CountDownLatch(all.size());
            List<CompletableFuture<Integer>> attempts = new ArrayList<>();
            List<WalletPlace.Listening> got = new ArrayList<>();
            for (WalletPlace each : all) {
                CompletableFuture<Integer> attempt = new CompletableFuture<>();
                attempts.add(attempt);
                seams.blocking().execute(() -> {
                    together.countDown();
                    try {
                        together.await();
                        WalletPlace.Listening listening = each.listen();
                        synchronized (got) {
                            got.add(listening);
                        }
                        attempt.complete(1);
                    } catch (HearthException e) {
                        attempt.complete(e.code() == ErrorCode.WALLET_TAKEN ? 0 : 1_000);
                    } catch (InterruptedException e) {
                        attempt.completeExceptionally(e);
                    }
                });
            }
            assertThat(attempts.stream().mapToInt(CompletableFuture::join).sum())
                    .isEqualTo(1);
            got.forEach(WalletPlace.Listening::close);
        }
    }

    /** It would be lost with any file of this process that is the same and is closed. */
    @Test
    void theLockIsKeptWhateverElseThisProcessTries() throws IOException {
        try (WalletPlace.Listening first = place().listen()) {
            refused(ErrorCode.WALLET_TAKEN, place()::listen);
            Files.delete(socket); // so that the lock alone keeps others away
            try (ChildJvm other = ChildJvm.start(PlaceMain.class.getName(), socket.toString())) {
                assertThat(other.await("how it went", 60, line -> true)).isEqualTo("refused WALLET_TAKEN");
            }
            assertThat(first.server().isOpen()).isTrue();
        }
        try (ChildJvm other = ChildJvm.start(PlaceMain.class.getName(), socket.toString())) {
            assertThat(other.await("how it went", 60, line -> true)).startsWith("has ");
        }
    }

    /** A process loses its lock when a copy of these classes in it closes the file. */
    @Test
    void aSocketThatIsServedWithoutALockIsNotTakenEither() throws IOException {
        try (ServerSocketChannel alive = bound(socket)) {
            refused(ErrorCode.WALLET_TAKEN, place()::listen);
            assertThat(alive.isOpen()).isTrue();
            assertThat(socket).exists();
        }
    }

    @Test
    void aSocketThatADeadProcessLeftIsReplaced() throws IOException {
        bound(socket).close();
        assertThat(socket).exists();
        refused(ErrorCode.WALLET_UNREACHABLE, place()::connect);
        try (WalletPlace.Listening listening = place().listen();
                SocketChannel channel = place().connect()) {
            assertThat(channel.isConnected()).isTrue();
            assertThat(listening.server().accept()).isNotNull();
        }
    }

    @Test
    void aLinkInThePlaceOfTheFolderTheSocketOrTheLockIsNotFollowed() throws IOException {
        Files.delete(run);
        Files.createSymbolicLink(run, closed(folder.resolve("elsewhere")));
        refused(PlaceRule.FOLDER_KIND, place()::listen);
        Files.delete(run);
        closed(run);
        Path precious = Files.writeString(folder.resolve("precious"), "kept");
        Files.createSymbolicLink(socket, precious);
        refused(PlaceRule.SOCKET, place()::listen);
        refused(PlaceRule.SOCKET, place()::connect);
        Files.delete(socket);
        Files.writeString(socket, "a file");
        refused(PlaceRule.SOCKET, place()::listen);
        Files.delete(socket);
        Files.delete(socket.resolveSibling("wallet.lock"));
        Files.createSymbolicLink(socket.resolveSibling("wallet.lock"), folder.resolve("made"));
        refused(ErrorCode.STORAGE_FAILED, place()::listen);
        assertThat(folder.resolve("made")).doesNotExist();
        assertThat(precious).hasContent("kept");
    }

    /** It came after the look at what was there. */
    @Test
    void aLinkThatComesBeforeTheSocketIsMadeIsNotFollowed() throws IOException {
        WalletPlace place = place();
        Path checked = place.check();
        Files.createSymbolicLink(socket, folder.resolve("made"));
        refused(ErrorCode.WALLET_TAKEN, () -> {
            try {
                place.bind(checked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(folder.resolve("made")).doesNotExist();
        assertThat(socket).isSymbolicLink();
    }

    @Test
    void aFolderThatOthersCanEnterOrExchangeIsRefused() throws IOException {
        mode(run, "rwxr-xr-x");
        refused(PlaceRule.FOLDER_MODE, place()::listen);
        mode(run, "rwx------");
        mode(folder, "rwxrwxrwx");
        refused(PlaceRule.FOLDER_ABOVE, place()::listen);
        mode(folder, "rwx------");
        try (WalletPlace.Listening listening = place().listen()) {
            mode(run, "rwx--x--x");
            assertThat(listening.socket()).exists();
            refused(PlaceRule.FOLDER_MODE, place()::connect);
        }
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws IOException {
        assumeTrue("root".equals(PeerUser.own().getName()), "needs root, to give a folder away");
        Files.setAttribute(run, "unix:uid", 65534);
        refused(PlaceRule.FOLDER_OWNER, place()::listen);
    }

    @Test
    void aPathThatNoSocketCanHaveIsRefusedByItsLength() throws IOException {
        refused(PlaceRule.PATH_LENGTH, () -> new WalletPlace(folder.resolve("x".repeat(108))));
        Path deep = closed(closed(folder.resolve("d".repeat(100))).resolve("run"));
        Path shortcut = Files.createSymbolicLink(folder.resolve("s"), deep.getParent());
        refused(PlaceRule.PATH_LENGTH, () -> new WalletPlace(shortcut.resolve("run/wallet")).listen());
    }

    /** The client's own way to its wallet: the folder and the socket are this user's, the process is another's. */
    @Test
    void aWalletThatAnotherUserServesIsNotBelieved() throws IOException {
        try (ServerSocketChannel anothers = bound(socket)) {
            WalletPlace place = new WalletPlace(socket, any -> () -> "somebody else");
            refused(PlaceRule.OTHER_END, () -> WalletLink.open(place, seams, new Deaf()));
            try (SocketChannel victim = anothers.accept()) {
                assertThat(victim.read(ByteBuffer.allocate(1)))
                        .as("cut, and told nothing")
                        .isNegative();
            }
        }
    }

    /** The wallet's socket was the user's at the check, and is another's at the connection. */
    @Test
    void aSocketThatIsSwappedAfterTheCheckIsNotBelieved() throws IOException {
        WalletPlace place = new WalletPlace(socket, any -> () -> "somebody else");
        Path checked;
        try (WalletPlace.Listening genuine = place.listen()) {
            checked = place.check();
            assertThat(checked).isEqualTo(genuine.socket());
        }
        try (ServerSocketChannel squatter = bound(socket)) {
            assertThatThrownBy(() -> place.connect(checked))
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WALLET_UNSAFE));
            try (SocketChannel victim = squatter.accept()) {
                assertThat(victim.read(ByteBuffer.allocate(1))).isNegative();
            }
        }
    }

    /** A path to the wallet through a link that others can exchange, and the folder that they would put there. */
    private Path throughALink(Path evil) throws IOException {
        Path open = closed(folder.resolve("open"));
        mode(open, "rwxrwxrwx");
        closed(evil);
        mode(closed(evil.resolve("run")), "rwxr-xr-x");
        return Files.createSymbolicLink(open.resolve("link"), folder);
    }

    private static void swap(Path link, Path target) throws IOException {
        Path fresh = link.resolveSibling("fresh");
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aLinkThatIsSwappedAfterTheCheckLeadsNowhereElse() throws IOException {
        Path evil = folder.resolve("evil");
        Path link = throughALink(evil);
        WalletPlace place = new WalletPlace(link.resolve("run/wallet"));
        Path checked = place.check();
        swap(link, evil);
        try (WalletPlace.Listening listening = place.listen(checked);
                ServerSocketChannel squatter = bound(evil.resolve("run/wallet"))) {
            squatter.configureBlocking(false);
            listening.server().configureBlocking(false);
            assertThat(listening.socket()).isEqualTo(socket.toRealPath());
            try (SocketChannel channel = place.connect(checked)) {
                assertThat(channel.isConnected()).isTrue();
                assertThat(listening.server().accept()).isNotNull();
            }
            assertThat(squatter.accept()).isNull();
        }
        assertThat(evil.resolve("run/wallet.lock")).doesNotExist();
    }

    /** As above, as often as threads find the moment: whatever it is, the other's folder is never used. */
    @Test
    void whoSwapsALinkAllTheTimeIsNeverReached() throws IOException {
        Path evil = folder.resolve("evil");
        Path link = throughALink(evil);
        WalletPlace place = new WalletPlace(link.resolve("run/wallet"));
        WalletPlace another = new WalletPlace(link.resolve("run/other"));
        AtomicInteger reached = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Integer> swaps = new CompletableFuture<>();
        try (WalletPlace.Listening genuine = new WalletPlace(socket).listen();
                ServerSocketChannel squatter = bound(evil.resolve("run/wallet"))) {
            squatter.configureBlocking(false);
            genuine.server().configureBlocking(false);
            seams.blocking().execute(() -> {
                int count = 0;
                try {
                    while (over.getCount() > 0) {
                        swap(link, count++ % 2 == 0 ? evil : folder);
                    }
                    swaps.complete(count);
                } catch (IOException e) {
                    swaps.completeExceptionally(e);
                }
            });
            for (int i = 0; i < ROUNDS; i++) {
                unlessRefused(() -> {
                    place.connect().close();
                    assertThat(genuine.server().accept()).isNotNull();
                    reached.incrementAndGet();
                });
                unlessRefused(() -> another.listen().close());
            }
            over.countDown();
            assertThat(swaps.join()).isGreaterThan(1);
            assertThat(squatter.accept()).isNull();
        }
        assertThat(reached.get()).as("the link led to the genuine wallet").isPositive();
        try (Stream<Path> files = Files.list(evil.resolve("run"))) {
            assertThat(files).extracting(Path::getFileName).containsExactly(Path.of("wallet"));
        }
    }

    /** What may throw. */
    private interface Attempt {
        void run() throws IOException;
    }

    private static void unlessRefused(Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (HearthException e) {
            assertThat(e.code()).isIn(ErrorCode.WALLET_UNSAFE, ErrorCode.WALLET_UNREACHABLE);
        }
    }

    /** Hears nothing. */
    private static final class Deaf implements WalletLink.Events {
        @Override
        public void news() {}

        @Override
        public void ended() {}

        @Override
        public void closed() {}
    }
}
