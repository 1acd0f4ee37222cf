package dev.hearth.integration;

import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes TCP connections on to another port of this machine and keeps every byte of both directions. */
final class WireTap implements Closeable {
    private final Seams seams;
    private final ServerSocket listener;
    private final int target;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(); // guarded by itself
    private final List<Closeable> open = new ArrayList<>(); // guarded by itself

    WireTap(Seams seams, int target) {
        this.seams = seams;
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background("tap", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns all that has passed. */
    byte[] heard() {
        synchronized (heard) {
            return heard.toByteArray();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void background(String name, Work work) {
        SerialExecutor executor = seams.serial(name);
        executor.execute(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has ended; so has this direction.
            }
        });
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket near = listener.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            synchronized (open) {
                open.add(near);
                open.add(far);
            }
            background("tap-up", () -> pump(near.getInputStream(), far.getOutputStream()));
            background("tap-down", () -> pump(far.getInputStream(), near.getOutputStream()));
        }
    }

    private void pump(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (out) {
            for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                synchronized (heard) {
                    heard.write(buffer, 0, size);
                }
                out.write(buffer, 0, size);
            }
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
