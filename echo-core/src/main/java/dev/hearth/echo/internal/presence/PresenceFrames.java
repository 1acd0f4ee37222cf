package dev.hearth.echo.internal.presence;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Presence;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What two devices tell each other of themselves.
 *
 * <pre>
 * value = 1 (size type) millis:varint change    the change that makes the value out of an object without fields
 * gone  = 2 (size type)
 * </pre>
 */
final class PresenceFrames {
    private static final int VALUE = 1;
    private static final int GONE = 2;
    private static final Limit TYPE = new Limit("bytes of a type's name", 1_024);
    private static final Limit CHANGE = new Limit("bytes of a presence", Presence.MAX_BYTES);
    private static final Limit MILLIS = new Limit("milliseconds of a presence", Presence.MAX_TIME.toMillis());

    private PresenceFrames() {}

    /**
     * A device's word.
     *
     * @param type the name of the value's type
     * @param value the value; empty when there is none any more
     */
    record Said(String type, Optional<Value> value) {}

    /**
     * A value.
     *
     * @param millis after how many milliseconds it is forgotten
     * @param change the change that makes it
     */
    record Value(int millis, Bytes change) {}

    static Bytes encode(Said said) {
        ByteWriter out = new ByteWriter(64).u8(said.value().isPresent() ? VALUE : GONE);
        out.sized(said.type().getBytes(StandardCharsets.UTF_8));
        said.value().ifPresent(value -> out.varint(value.millis()).raw(value.change()));
        return out.toBytes();
    }

    static Said read(Bytes frame) throws MalformedException {
        ByteReader in = new ByteReader(frame);
        int kind = in.u8();
        if (kind != VALUE && kind != GONE) {
            throw new MalformedException("Presence frame of an unknown kind");
        }
        String type = in.text(TYPE);
        if (type.isEmpty()) {
            throw new MalformedException("Presence of no type");
        }
        if (kind == GONE) {
            in.end();
            return new Said(type, Optional.empty());
        }
        int millis = in.varint(MILLIS);
        CHANGE.check(in.remaining());
        Bytes change = in.rest();
        try {
            ObjectState.check(change.toArray());
        } catch (ChangeException e) {
            throw new MalformedException("Presence that is no value", e);
        }
        return new Said(type, Optional.of(new Value(millis, change)));
    }
}
