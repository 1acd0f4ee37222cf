package dev.hearth.mesh.internal.session;

import dev.hearth.base.Limit;
import dev.hearth.mesh.Channel;
import java.time.Duration;

/** Every bound of a session, by name. */
public final class SessionLimits {
    /** A frame before the peer is authenticated. */
    public static final Limit UNAUTHENTICATED_FRAME = new Limit("bytes of an unauthenticated frame", 8 * 1024);

    /** A credential chain in a handshake. */
    public static final Limit CHAIN = new Limit("bytes of a credential chain", 6_000);

    /** A message of a channel. */
    public static final Limit MESSAGE = new Limit("bytes of a message", Channel.MAX_MESSAGE);

    /** Channels that one side opens in a session. */
    public static final Limit CHANNELS = new Limit("channels of one side", 256);

    /** The name of a channel's protocol. */
    public static final Limit PROTOCOL = new Limit("bytes of a protocol name", 64);

    /** A reason that a peer gives. */
    public static final Limit REASON = new Limit("bytes of a reason", 200);

    /** One chunk of a message. */
    public static final Limit CHUNK = new Limit("bytes of a chunk", 16 * 1024);

    /** Chunks of a channel that nobody has accepted yet. */
    static final Limit WAITING = new Limit("chunks of a channel that waits to be accepted", 4_096);

    /** What one channel may send before the other side has consumed it. */
    static final int WINDOW = 256 * 1024;

    /** Bytes that wait in a channel before it stops being writable. */
    static final int HIGH_WATER = 512 * 1024;

    /** Payload of one packet, such that the sealed frame fits a link. */
    static final int PACKET = 60 * 1024;

    /** Bytes that may be on the way without an acknowledgement; sending pauses there. */
    static final int REPLAY = 4 << 20;

    /** Unacknowledged bytes received after which an acknowledgement is due at once. */
    static final int ACK_BYTES = 128 * 1024;

    /** How long a peer may take from the first frame of a link to its last handshake message. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(5);

    /** Between heartbeats while something is sent. */
    static final Duration HEARTBEAT_ACTIVE = Duration.ofSeconds(1);

    /** Between heartbeats otherwise. */
    static final Duration HEARTBEAT_IDLE = Duration.ofSeconds(10);

    /** A heartbeat unanswered for so long makes a link suspect: another is preferred and looked for. */
    static final Duration SUSPECT = Duration.ofMillis(2_500);

    /** A heartbeat unanswered for so long ends a link. */
    static final Duration SILENT = Duration.ofSeconds(8);

    /** How long a link that carries nothing any more stays, for what is still on its way. */
    static final Duration LINGER = Duration.ofSeconds(3);

    private SessionLimits() {}
}
