package dev.hearth.mesh.internal.webrtc;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;

/** What two ends tell each other through the rendezvous: an offer, an answer, candidates as they are found. */
sealed interface RtcSignal {
    /** The longest session description that is given to the native parser. */
    Limit MAX_DESCRIPTION = new Limit("bytes of a session description", 16 << 10);

    /** The longest candidate. */
    Limit MAX_CANDIDATE = new Limit("bytes of a candidate", 1 << 10);

    /** The dialer's description. */
    record Offer(String description) implements RtcSignal {
        static final int KIND = 1;
    }

    /** The answerer's description. */
    record Answer(String description) implements RtcSignal {
        static final int KIND = 2;
    }

    /** An address to try. */
    record Candidate(String medium, int line, String candidate) implements RtcSignal {
        static final int KIND = 3;
    }

    /** Returns the bytes. */
    default Bytes encode() {
        ByteWriter out = new ByteWriter(1 << 10);
        if (this instanceof Offer it) {
            out.u8(Offer.KIND).text(it.description());
        } else if (this instanceof Answer it) {
            out.u8(Answer.KIND).text(it.description());
        } else if (this instanceof Candidate it) {
            out.u8(Candidate.KIND).text(it.medium()).u8(it.line()).text(it.candidate());
        }
        return out.toBytes();
    }

    /** Reads a signal. */
    static RtcSignal decode(Bytes encoded) throws MalformedException {
        ByteReader in = new ByteReader(encoded);
        RtcSignal signal = switch (in.u8()) {
            case Offer.KIND -> new Offer(in.text(MAX_DESCRIPTION));
            case Answer.KIND -> new Answer(in.text(MAX_DESCRIPTION));
            case Candidate.KIND -> new Candidate(in.text(MAX_CANDIDATE), in.u8(), in.text(MAX_CANDIDATE));
            default -> throw new MalformedException("WebRTC signal of an unknown kind");
        };
        in.end();
        return signal;
    }
}
