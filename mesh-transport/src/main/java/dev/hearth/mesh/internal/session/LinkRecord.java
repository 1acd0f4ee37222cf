package dev.hearth.mesh.internal.session;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;

/** What one sealed frame of an authenticated link says. */
public sealed interface LinkRecord {
    /** The answer to the handshake: the session that the link now carries, and what was received of it. */
    record Welcome(Bytes token, long received) implements LinkRecord {}

    /** A packet of the session, and how many were received in order. */
    record Data(long sequence, long received, ByteReader packet) implements LinkRecord {}

    /** How many packets were received in order. */
    record Ack(long received) implements LinkRecord {}

    /** Asks for an answer; {@code sent} packets went out on this link or were acknowledged before. */
    record Ping(long number, long sent) implements LinkRecord {}

    /** Answers a ping. */
    record Pong(long number, long received) implements LinkRecord {}

    /** The session is over, or was refused. */
    record Bye(String reason) implements LinkRecord {}

    /** Returns the encoding of a data record. */
    static byte[] data(long sequence, long received, byte[] payload) {
        return new ByteWriter(payload.length + 24)
                .u8(2)
                .varint(sequence)
                .varint(received)
                .raw(payload)
                .toArray();
    }

    /** Returns the encoding; data records have {@link #data}. */
    default byte[] encode() {
        ByteWriter out = new ByteWriter(48);
        if (this instanceof Welcome welcome) {
            out.u8(1).raw(welcome.token).varint(welcome.received);
        } else if (this instanceof Ack ack) {
            out.u8(3).varint(ack.received);
        } else if (this instanceof Ping ping) {
            out.u8(4).varint(ping.number).varint(ping.sent);
        } else if (this instanceof Pong pong) {
            out.u8(5).varint(pong.number).varint(pong.received);
        } else if (this instanceof Bye bye) {
            out.u8(6).text(bye.reason);
        } else {
            throw new IllegalStateException("Data is encoded with its payload");
        }
        return out.toArray();
    }

    /** Reads a record; a data record refers to {@code frame}, which the caller no longer changes. */
    static LinkRecord decode(byte[] frame) throws MalformedException {
        ByteReader in = new ByteReader(frame);
        int kind = in.u8();
        if (kind == 2) {
            long sequence = in.varint();
            long received = in.varint();
            return new Data(sequence, received, in);
        }
        LinkRecord record = switch (kind) {
            case 1 -> new Welcome(in.raw(ResumeRequest.TOKEN), in.varint());
            case 3 -> new Ack(in.varint());
            case 4 -> new Ping(in.varint(), in.varint());
            case 5 -> new Pong(in.varint(), in.varint());
            case 6 -> new Bye(in.text(SessionLimits.REASON));
            default -> throw new MalformedException("No such record");
        };
        in.end();
        return record;
    }
}
