package dev.hearth.kube.internal.web;

import java.time.Duration;

/**
 * How the host listens and what it takes from strangers.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param domain the name whose sub-domains the apps are; {@code localhost} leads to loopback in every browser
 * @param connections connections at once
 * @param requestTimeout how long a request may take to arrive, and a connection may idle
 * @param eventStreams event streams at once
 */
public record WebOptions(
        String host, int port, String domain, int connections, Duration requestTimeout, int eventStreams) {
    /** Bytes of a request line. */
    static final int LINE_BYTES = 8 << 10;

    /** Bytes of all headers of a request. */
    static final int HEADER_BYTES = 16 << 10;

    /** Bytes of a body; only the administration takes one. */
    static final int BODY_BYTES = 16 << 10;

    /** Returns the defaults on a port. */
    public static WebOptions loopback(int port) {
        return new WebOptions("127.0.0.1", port, "localhost", 1_024, Duration.ofSeconds(20), 128);
    }

    /** Returns these options with another request time-out. */
    public WebOptions requestTimeout(Duration other) {
        return new WebOptions(host, port, domain, connections, other, eventStreams);
    }

    /** Returns these options with another number of connections. */
    public WebOptions connections(int other) {
        return new WebOptions(host, port, domain, other, requestTimeout, eventStreams);
    }
}
