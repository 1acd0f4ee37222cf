package dev.hearth.echo.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Presence;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.testkit.Damage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The frames of presence, their bytes, and what damaged ones do. */
final class PresenceFramesTest {
    private static final Bytes CHANGE = change();

    private static Bytes change() {
        Actors actors = new Actors();
        var edit = new ObjectState(actors).edit(actors.intern(new byte[32]), 1);
        edit.set("line", new Scalar.Int(7));
        return Bytes.of(edit.finish());
    }

    static PresenceFrames.Said value(int millis) {
        return new PresenceFrames.Said("Caret", Optional.of(new PresenceFrames.Value(millis, CHANGE)));
    }

    @Test
    void bytesOfTheFormat() throws MalformedException {
        assertThat(PresenceFrames.encode(value(1_000)).hex()).isEqualTo("01054361726574e807" + CHANGE.hex());
        PresenceFrames.Said gone = new PresenceFrames.Said("Caret", Optional.empty());
        assertThat(PresenceFrames.encode(gone).hex()).isEqualTo("02054361726574");
        assertThat(PresenceFrames.read(PresenceFrames.encode(gone))).isEqualTo(gone);
        assertThat(PresenceFrames.read(PresenceFrames.encode(value(9)))).isEqualTo(value(9));
    }

    @Test
    void limits() {
        Bytes late = PresenceFrames.encode(value((int) Presence.MAX_TIME.toMillis() + 1));
        assertThatThrownBy(() -> PresenceFrames.read(late))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("milliseconds of a presence");
        Bytes nameless = Bytes.fromHex("0200");
        assertThatThrownBy(() -> PresenceFrames.read(nameless)).hasMessageContaining("no type");
        Bytes unknown = Bytes.fromHex("0301610a");
        assertThatThrownBy(() -> PresenceFrames.read(unknown)).hasMessageContaining("unknown kind");
        Bytes huge = new ByteWriter()
                .u8(1)
                .sized(new byte[] {'a'})
                .varint(5)
                .raw(new byte[Presence.MAX_BYTES + 1])
                .toBytes();
        assertThatThrownBy(() -> PresenceFrames.read(huge)).hasMessageContaining("bytes of a presence");
        Bytes noise = new ByteWriter()
                .u8(1)
                .sized(new byte[] {'a'})
                .varint(5)
                .raw(new byte[] {9, 9})
                .toBytes();
        assertThatThrownBy(() -> PresenceFrames.read(noise)).hasMessageContaining("no value");
    }

    @Test
    void damage() {
        int refused = Damage.every(
                PresenceFrames.encode(value(1_000)).toArray(), 5, input -> PresenceFrames.read(Bytes.of(input)));
        assertThat(refused).isPositive();
    }
}
