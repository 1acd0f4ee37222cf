package dev.hearth.mesh.signal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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
 * @param certificate what the server shows for TLS; without one it speaks plain WebSocket, for this machine or behind
 *     something that does TLS
 */
public record SignalOptions(
        String host,
        int port,
        int maxConnections,
        int maxTopics,
        int maxMembers,
        int messagesPerSecond,
        long relayBytesPerSecond,
        Duration keep,
        Optional<ServerCertificate> certificate) {
    /**
     * A server's certificate.
     *
     * @param chain a PEM file: the certificate, then those that lead to its issuer
     * @param key a PEM file: its private key, PKCS#8 without a passphrase
     */
    public record ServerCertificate(Path chain, Path key) {}

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
        return new SignalOptions(
                "127.0.0.1", 0, 10_000, 1_024, 1_024, 200, 64L << 20, Duration.ofSeconds(30), Optional.empty());
    }

    private SignalOptions with(
            String host, int port, long relayBytesPerSecond, Optional<ServerCertificate> certificate) {
        return new SignalOptions(
                host,
                port,
                maxConnections,
                maxTopics,
                maxMembers,
                messagesPerSecond,
                relayBytesPerSecond,
                keep,
                certificate);
    }

    /** Listens on another address. */
    public SignalOptions host(String other) {
        return with(other, port, relayBytesPerSecond, certificate);
    }

    /** Listens on another port. */
    public SignalOptions port(int other) {
        return with(host, other, relayBytesPerSecond, certificate);
    }

    /** Lets each connection relay another number of bytes per second. */
    public SignalOptions relayBytesPerSecond(long other) {
        return with(host, port, other, certificate);
    }

    /** Speaks TLS, and shows this certificate. */
    public SignalOptions certificate(Path chain, Path key) {
        return with(host, port, relayBytesPerSecond, Optional.of(new ServerCertificate(chain, key)));
    }
}
