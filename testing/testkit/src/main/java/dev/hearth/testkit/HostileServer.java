package dev.hearth.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Something that listens on loopback where a WebSocket server is expected, and remembers what it is sent. */
public final class HostileServer implements AutoCloseable {
    private static final int KEPT = 64 * 1024;

    private final ServerSocket listening;
    private final boolean endless;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();

    private HostileServer(boolean endless) {
        this.endless = endless;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Daemons.start("hostile-server", this::accept);
    }

    /** One that accepts, listens, and never answers. */
    public static HostileServer silent() {
        return new HostileServer(false);
    }

    /** One whose answer never ends. */
    public static HostileServer endless() {
        return new HostileServer(true);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                open.incrementAndGet();
                Daemons.start("hostile-connection", () -> talk(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            if (endless) {
                talkOn(socket.getOutputStream());
            } else {
                listen(socket.getInputStream());
            }
        } catch (IOException e) {
            requests.add("ended");
        } finally {
            open.decrementAndGet();
        }
    }

    private void talkOn(OutputStream out) throws IOException {
        out.write("HTTP/1.1 101 Switching Protocols\r\nConnection: ".getBytes(StandardCharsets.US_ASCII));
        byte[] more = "a".repeat(1_024).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            out.write(more);
            sent.addAndGet(more.length);
        }
    }

    private void listen(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            heard.incrementAndGet();
            if (request.size() < KEPT) {
                request.write(next);
            }
        }
        requests.add(request.toString(StandardCharsets.ISO_8859_1));
    }

    /** Returns its address, with a path. */
    public URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + path);
    }

    /** Returns how many connections came. */
    public int accepted() {
        return accepted.get();
    }

    /** Returns how many connections the others have not ended. */
    public int open() {
        return open.get();
    }

    /** Returns what was heard on each connection that ended. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many bytes were heard. */
    public long heard() {
        return heard.get();
    }

    /** Returns the bytes that were taken from it, or wait for that. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket each : sockets) {
                each.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
