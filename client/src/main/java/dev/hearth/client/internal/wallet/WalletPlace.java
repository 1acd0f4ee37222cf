package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

/**
 * The place of a wallet's socket: a folder of the user's own that nobody else can enter, in folders that nobody else
 * can exchange. Both ends check it, so that a wallet is not reached by others and an application does not reach
 * another's.
 */
final class WalletPlace {
    /** The longest path of a socket in bytes: {@code sockaddr_un} has 108, the last of them zero. */
    static final int MAX_PATH = 107;

    private static final int STICKY = 0x200;
    private static final int WRITABLE_BY_OTHERS = 0x12;
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rwx------");

    private final Path socket;
    private final Path folder;
    private final UserPrincipal own;

    WalletPlace(Path socket) {
        this.socket = socket.toAbsolutePath().normalize();
        this.folder = Objects.requireNonNull(this.socket.getParent(), "socket: a file in a folder");
        int length = this.socket.toString().getBytes(Charset.defaultCharset()).length;
        if (length > MAX_PATH) {
            throw unsafe("the path has " + length + " bytes, and a socket's at most " + MAX_PATH);
        }
        own = PeerUser.own();
    }

    Path socket() {
        return socket;
    }

    private HearthException unsafe(String rule) {
        return new HearthException(ErrorCode.WALLET_UNSAFE, Map.of("socket", socket.toString(), "rule", rule));
    }

    private HearthException failed(IOException cause) {
        return new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", socket.toString()), cause);
    }

    /** A socket that listens, and the lock that its wallet holds. */
    record Listening(ServerSocketChannel server, FileChannel lock, Path socket) implements AutoCloseable {
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
        FileChannel lock = null;
        try {
            createFolder();
            check();
            lock = lock();
            removeFormer();
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(socket), 1_024);
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
                return new Listening(server, lock, socket);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            close(lock);
            throw failed(e);
        } catch (UnsupportedOperationException e) {
            close(lock);
            throw new HearthException(
                    ErrorCode.WALLET_UNSAFE, Map.of("rule", "this system has no such sockets or files"), e);
        } catch (HearthException e) {
            close(lock);
            throw e;
        }
    }

    private static void close(@Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            // what is thrown for it is why it is closed
        }
    }

    private void createFolder() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = folder.getParent();
            if (parent != null && !Files.exists(parent)) {
                Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(CLOSED));
            }
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(CLOSED));
        }
    }

    private FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(
                socket.resolveSibling(socket.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another wallet of this process
        }
        channel.close();
        throw taken();
    }

    private void removeFormer() throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            requireSocket();
            requireDead();
            Files.delete(socket);
        }
    }

    /** A process loses its lock when any part of it closes the file; so the lock alone does not tell. */
    private void requireDead() {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(socket));
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

    private void requireSocket() throws IOException {
        BasicFileAttributes there = attributes(socket);
        if (there.isSymbolicLink() || !there.isOther() || !isOwn(socket)) {
            throw unsafe("what is in the place of the socket is none of this user");
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOwn(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(own);
    }

    /** The folder itself is no link; those above it are followed to where they really are, and looked at there. */
    private void check() throws IOException {
        if (!attributes(folder).isDirectory()) {
            throw unsafe("its folder is a link, or none");
        }
        if (!isOwn(folder)) {
            throw unsafe("its folder is another user's");
        }
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(CLOSED)) {
            throw unsafe("its folder is open to others: its mode must be 0700");
        }
        for (Path above = folder.toRealPath().getParent(); above != null; above = above.getParent()) {
            requireUnexchangeable(above);
        }
    }

    private void requireUnexchangeable(Path above) throws IOException {
        int mode = (Integer) Files.getAttribute(above, "unix:mode");
        boolean ownersAlone = isOwn(above) || Integer.valueOf(0).equals(Files.getAttribute(above, "unix:uid"));
        boolean othersWrite = (mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0;
        if (!ownersAlone || othersWrite) {
            throw unsafe("others can exchange a folder above it");
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
            check();
            requireSocket();
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                require(channel, PeerUser.SYSTEM);
                return channel;
            } catch (IOException | HearthException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (UnsupportedOperationException e) {
            throw unsafe("this system does not tell whose process is at the other end");
        }
    }

    private HearthException unreachable(@Nullable IOException cause) {
        return new HearthException(ErrorCode.WALLET_UNREACHABLE, Map.of("socket", socket.toString()), cause);
    }

    /** Throws WALLET_UNSAFE unless the process at the other end is this user's. */
    void require(SocketChannel channel, PeerUser peer) throws IOException {
        if (!peer.of(channel).equals(own)) {
            throw unsafe("the process at the other end is another user's");
        }
    }
}
