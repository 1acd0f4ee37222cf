package dev.hearth.kube.internal.web;

import dev.hearth.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A client that sends exactly what a test says, malformed or not, and reads what comes. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int MOST_LINES = 40;

    private RawHttp() {}

    /** What came back. */
    public record Answer(int status, List<String> headers, Bytes body) {
        /** Returns a header by its name in lower case. */
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }

        /** Returns the body as text. */
        public String text() {
            return body.asUtf8();
        }
    }

    /** Asks on a connection of its own. */
    public static Answer ask(int port, String method, String path, String host, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return send(port, request.append("Connection: close\r\n\r\n").toString());
    }

    /** Sends a request as it is. */
    public static Answer send(int port, String request) {
        try (Stream stream = connect(port)) {
            stream.write(request);
            return stream.answer(request.startsWith("HEAD "));
        }
    }

    /** Sends and returns all that comes until the end. */
    static String exchange(int port, String request) {
        try (Stream stream = connect(port)) {
            stream.write(request);
            return new String(stream.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream open(int port, String path, String host) {
        Stream stream = connect(port);
        stream.write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return stream;
    }

    static Stream connect(int port) {
        try {
            return new Stream(socket(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects to a port of this machine. */
    static Socket socket(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    static void await(BooleanSupplier condition) {
        for (int i = 0; i < PATIENCE_MILLIS; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("Waited in vain");
    }

    /** A connection. */
    static final class Stream implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        private Stream(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new java.io.BufferedInputStream(socket.getInputStream());
        }

        void write(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Answer ask(String path, String host) {
            write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            return answer(false);
        }

        private Answer answer(boolean head) {
            List<String> headers = new ArrayList<>();
            String status = line();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            Answer empty = new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, Bytes.EMPTY);
            int length = empty.header("content-length").map(Integer::parseInt).orElse(0);
            try {
                return head ? empty : new Answer(empty.status(), headers, Bytes.of(in.readNBytes(length)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String awaitLine(Predicate<String> wanted) {
            for (int i = 0; i < MOST_LINES; i++) {
                String line = line();
                if (wanted.test(line)) {
                    return line;
                }
            }
            throw new AssertionError("Other lines only");
        }

        private String line() {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try {
                for (int c = in.read(); c != '\n'; c = in.read()) {
                    if (c < 0) {
                        throw new AssertionError("The connection ended after: " + line);
                    }
                    if (c != '\r') {
                        line.write(c);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
