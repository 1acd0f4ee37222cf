package dev.hearth.integration;

import dev.hearth.base.Seams;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Passes connections to a Unix domain socket on to another one, and keeps every byte of both directions. */
final class SocketTap implements Closeable {
    private final Seams seams;
    private final Path target;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(); // guarded by itself
    private final List<Closeable> open = new ArrayList<>(); // guarded by itself

    SocketTap(Seams seams, Path folder, Path target) throws IOException {
        this.seams = seams;
        this.target = target;
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        socket = folder.resolve("tap");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        seams.blocking().execute(this::accept);
    }

    Path socket() {
        return socket;
    }

    /** Returns all that has passed. */
    byte[] heard() {
        synchronized (heard) {
            return heard.toByteArray();
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                pass(listener.accept());
            } catch (IOException e) {
                // the tap is closed, or nobody is behind it
            }
        }
    }

    private void pass(SocketChannel near) throws IOException {
        SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
        synchronized (open) {
            open.add(near);
            open.add(far);
        }
        try {
            far.connect(UnixDomainSocketAddress.of(target));
        } catch (IOException e) {
            near.close();
            throw e;
        }
        seams.blocking().execute(() -> pump(near, far));
        seams.blocking().execute(() -> pump(far, near));
    }

    private void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                synchronized (heard) {
                    heard.write(buffer.array(), 0, buffer.limit());
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // one side has ended, and so has this direction
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (open) {
            for (Closeable each : open) {
                each.close();
            }
        }
    }
}
