package dev.hearth.mesh.signal;

import java.time.Duration;

/**
 * How a signal server listens and what it lets others use.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param maxConnections connections at once, 1 to 1,000,000
 * @param maxTopics topics that one connection may join, 1 to 65,536
 * @param maxMembers members of one topic, 2 to 65,536
 * @param messagesPerSecond signals and joins of one connection, 1 to 1,000,000, with a burst of four seconds
 * @param relayBytesPerSecond relayed bytes of one connection, at least 65,536; it is slowed down there
 * @param keep how long signals for a member that just left are kept for its return
 */
public record SignalOptions(
        String host,
        int port,
        int maxConnections,
        int maxTopics,
        int maxMembers,
        int messagesPerSecond,
        long relayBytesPerSecond,
        Duration keep) {
    /** Refuses what is out of range with {@link IllegalArgumentException}. */
    public SignalOptions {
        check("port", port, 0, 65_535);
        check("maxConnections", maxConnections, 1, 1_000_000);
        check("maxTopics", maxTopics, 1, 65_536);
        check("maxMembers", maxMembers, 2, 65_536);
        check("messagesPerSecond", messagesPerSecond, 1, 1_000_000);
        check("relayBytesPerSecond", relayBytesPerSecond, 65_536, Long.MAX_VALUE);
        check("keep", keep.toMillis(), 0, 600_000);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": from " + least + " to " + most + ", got " + value);
        }
    }

    /** Returns the defaults: 127.0.0.1, a free port, 10,000 connections, 200 messages and 64 MiB relayed per second. */
    public static SignalOptions loopback() {
        return new SignalOptions("127.0.0.1", 0, 10_000, 1_024, 1_024, 200, 64L << 20, Duration.ofSeconds(30));
    }

    /** Listens on another address. */
    public SignalOptions host(String other) {
        return new SignalOptions(
                other, port, maxConnections, maxTopics, maxMembers, messagesPerSecond, relayBytesPerSecond, keep);
    }

    /** Listens on another port. */
    public SignalOptions port(int other) {
        return new SignalOptions(
                host, other, maxConnections, maxTopics, maxMembers, messagesPerSecond, relayBytesPerSecond, keep);
    }

    /** Lets each connection relay another number of bytes per second. */
    public SignalOptions relayBytesPerSecond(long other) {
        return new SignalOptions(host, port, maxConnections, maxTopics, maxMembers, messagesPerSecond, other, keep);
    }
}
