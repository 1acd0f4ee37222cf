package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.spi.Rendezvous;

/**
 * What two devices tell each other through an introducer.
 *
 * @param kind what it is
 * @param attempt the attempt to connect that it belongs to, 16 bytes drawn by the dialer
 * @param transport the transport of the attempt
 * @param body what the transport says, or a reason
 */
record Signal(Kind kind, Bytes attempt, String transport, Bytes body) {
    static final int ATTEMPT = 16;

    private static final int VERSION = 1;
    private static final Limit TRANSPORT = new Limit("bytes of a transport's name", 32);
    private static final Limit BODY = new Limit("bytes of a signal", Rendezvous.MAX_SIGNAL);

    /** What a signal is for. */
    enum Kind {
        /** The dialer's. */
        DIAL(0),
        /** The answer of the side that is dialed. */
        ANSWER(1),
        /** The side that is dialed cannot. */
        REFUSE(2),
        /** Asks the side that dials to try now. */
        WAKE(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) throws MalformedException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedException("No such signal");
        }
    }

    static Signal wake() {
        return new Signal(Kind.WAKE, Bytes.of(new byte[ATTEMPT]), "", Bytes.EMPTY);
    }

    Bytes encode() {
        return new ByteWriter(body.size() + 64)
                .u8(VERSION)
                .u8(kind.code)
                .raw(attempt)
                .text(transport)
                .sized(body)
                .toBytes();
    }

    static Signal decode(Bytes encoded) throws MalformedException {
        ByteReader in = new ByteReader(encoded);
        if (in.u8() != VERSION) {
            throw new MalformedException("Signal of an unknown version");
        }
        Signal signal = new Signal(Kind.of(in.u8()), in.raw(ATTEMPT), in.text(TRANSPORT), in.sized(BODY));
        in.end();
        return signal;
    }
}
