package dev.hearth.mesh.internal.session;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;

/**
 * What the dialer of a link knows of the session that the link is for. A session is named by two tokens, one drawn by
 * each side when it began; both sides continue it only while they hold the same two.
 *
 * @param token the dialer's token
 * @param known the other side's token, {@link #NONE} while it is not known
 * @param received packets that the dialer has received in order
 */
public record ResumeRequest(Bytes token, Bytes known, long received) {
    /** The length of a token, in bytes. */
    public static final int TOKEN = 16;

    /** The token that nobody draws. */
    public static final Bytes NONE = Bytes.of(new byte[TOKEN]);

    void write(ByteWriter out) {
        out.raw(token).raw(known).varint(received);
    }

    static ResumeRequest read(ByteReader in) throws MalformedException {
        return new ResumeRequest(in.raw(TOKEN), in.raw(TOKEN), in.varint());
    }
}
