package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The place of a wallet's socket: a folder of the user's own that nobody else can enter, in folders that nobody else
 * can exchange. Both ends check it, so that a wallet is not reached by others and an application does not reach
 * another's.
 *
 * <p>Between the check and the use nobody else can put something else there: the folders are looked at from the root
 * down, so that each lies in one that is known to be out of others' reach, and what is used afterwards is the path that
 * was looked at, which goes through no link. Who is at the other end is asked in spite of that.
 */
final class WalletPlace {
    /** The longest path of a socket in bytes: {@code sockaddr_un} has 108, the last of them zero. */
    static final int MAX_PATH = 107;

    private static final int BACKLOG = 1_024;
    private static final int STICKY = 0x200;
    private static final int WRITABLE_BY_OTHERS = 0x12;
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rwx------");

    /**
     * The lock files that this process holds. They are not opened a second time: the system takes a lock from the whole
     * process when any of its parts closes the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path socket;
    private final PeerUser peers;
    private final UserPrincipal own;

    WalletPlace(Path socket) {
        this(socket, PeerUser.SYSTEM);
    }

    /** {@code peers} tells whose the process at the other end is. */
    WalletPlace(Path socket, PeerUser peers) {
        this.socket = socket.toAbsolutePath().normalize();
        this.peers = peers;
        requireShort(this.socket);
        own = PeerUser.own();
    }

    Path socket() {
        return socket;
    }

    private HearthException unsafe(PlaceRule rule) {
        return rule.broken(socket);
    }

    private void requireShort(Path path) {
        if (path.toString().getBytes(Charset.defaultCharset()).length > MAX_PATH) {
            throw unsafe(PlaceRule.PATH_LENGTH);
        }
    }

    private static Path folder(Path socket) {
        return Objects.requireNonNull(socket.getParent(), "socket: a file in a folder");
    }

    /** A lock file that is this process's to lock. */
    private record Lock(Path file, FileChannel channel) implements Closeable {
        boolean isGot() throws IOException {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                return false; // a copy of this class, loaded by another class loader, has it
            }
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                HELD.remove(file);
            }
        }
    }

    /** A socket that listens, and the lock that its wallet holds. */
    record Listening(ServerSocketChannel server, Closeable lock, Path socket) implements AutoCloseable {
        /** Takes the socket away while the lock is held: it is still this wallet's then. */
        @Override
        public void close() {
            try (lock;
                    server) {
                Files.deleteIfExists(socket);
            } catch (IOException e) {
                throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", socket.toString()), e);
            }
        }
    }

    /**
     * Listens there. Whoever holds the lock beside the socket is the wallet: a socket that is there without is one of a
     * process that has ended, and is replaced. Throws WALLET_TAKEN, WALLET_UNSAFE or STORAGE_FAILED.
     */
    Listening listen() {
        try {
            createFolder(folder(socket));
            return listen(check());
        } catch (IOException e) {
            throw failed(e);
        } catch (UnsupportedOperationException e) {
            throw unsafe(PlaceRule.SYSTEM);
        }
    }

    /** Listens where a check has found the socket to be. */
    Listening listen(Path checked) {
        Lock lock = null;
        try {
            lock = lock(checked.resolveSibling(checked.getFileName() + ".lock"));
            removeFormer(checked);
            return new Listening(bind(checked), lock, checked);
        } catch (IOException e) {
            close(lock);
            throw failed(e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    private HearthException failed(IOException cause) {
        return new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", socket.toString()), cause);
    }

    private static void close(@Nullable Lock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            // what is thrown for it is why it is closed
        }
    }

    private static void createFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(CLOSED));
        }
    }

    private Lock lock(Path file) throws IOException {
        if (!HELD.add(file)) {
            throw taken();
        }
        Lock lock = open(file);
        try {
            if (lock.isGot()) {
                return lock;
            }
        } catch (IOException e) {
            close(lock);
            throw e;
        }
        close(lock);
        throw taken();
    }

    private static Lock open(Path file) throws IOException {
        try {
            return new Lock(
                    file,
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    /** Makes the socket; what is in its place by now is neither followed, if it is a link, nor replaced. */
    ServerSocketChannel bind(Path checked) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(checked), BACKLOG);
            Files.setPosixFilePermissions(checked, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (BindException e) {
            server.close();
            throw taken(); // something has come there since it was looked at
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void removeFormer(Path checked) throws IOException {
        if (Files.exists(checked, LinkOption.NOFOLLOW_LINKS)) {
            requireSocket(checked);
            requireDead(checked);
            Files.delete(checked);
        }
    }

    /** The lock alone does not tell: see {@link #lock}. */
    private void requireDead(Path checked) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(checked));
        } catch (ConnectException e) {
            return; // nobody listens
        } catch (IOException e) {
            throw taken(); // so many wait already that no more are let in
        }
        throw taken();
    }

    private HearthException taken() {
        return new HearthException(ErrorCode.WALLET_TAKEN, Map.of("socket", socket.toString()));
    }

    private void requireSocket(Path checked) throws IOException {
        BasicFileAttributes there = attributes(checked);
        if (there.isSymbolicLink() || !there.isOther() || !isOwn(checked)) {
            throw unsafe(PlaceRule.SOCKET);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOwn(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(own);
    }

    /**
     * Returns where the socket really is, after a look at all folders on the way there; throws WALLET_UNSAFE. The
     * folder itself is no link; those above it may be.
     */
    Path check() throws IOException {
        if (!attributes(folder(socket)).isDirectory()) {
            throw unsafe(PlaceRule.FOLDER_KIND);
        }
        Path real = folder(socket).toRealPath();
        Path above = Objects.requireNonNull(real.getRoot(), "an absolute path");
        for (Path name : real) {
            requireUnexchangeable(above);
            above = above.resolve(name);
        }
        requireClosed(real);
        Path checked = real.resolve(socket.getFileName());
        requireShort(checked);
        return checked;
    }

    private void requireUnexchangeable(Path above) throws IOException {
        int mode = (Integer) Files.getAttribute(above, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean ownersAlone = isOwn(above)
                || Integer.valueOf(0).equals(Files.getAttribute(above, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        boolean othersWrite = (mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0;
        if (!ownersAlone || othersWrite || !attributes(above).isDirectory()) {
            throw unsafe(PlaceRule.FOLDER_ABOVE);
        }
    }

    private void requireClosed(Path folder) throws IOException {
        if (!attributes(folder).isDirectory()) {
            throw unsafe(PlaceRule.FOLDER_KIND);
        }
        if (!isOwn(folder)) {
            throw unsafe(PlaceRule.FOLDER_OWNER);
        }
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(CLOSED)) {
            throw unsafe(PlaceRule.FOLDER_MODE);
        }
    }

    /**
     * Connects to the wallet there, which is a process of the same user; throws WALLET_UNREACHABLE or WALLET_UNSAFE.
     */
    SocketChannel connect() {
        try {
            if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                throw unreachable(null);
            }
            return connect(check());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (UnsupportedOperationException e) {
            throw unsafe(PlaceRule.SYSTEM);
        }
    }

    /** Connects to where a check has found the socket to be. */
    SocketChannel connect(Path checked) throws IOException {
        requireSocket(checked);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(checked));
            require(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private HearthException unreachable(@Nullable IOException cause) {
        return new HearthException(ErrorCode.WALLET_UNREACHABLE, Map.of("socket", socket.toString()), cause);
    }

    /** Throws WALLET_UNSAFE unless the process at the other end is this user's. */
    void require(SocketChannel channel) throws IOException {
        if (!peers.of(channel).equals(own)) {
            throw unsafe(PlaceRule.OTHER_END);
        }
    }
}
