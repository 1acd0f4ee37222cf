package dev.hearth.mesh.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.testkit.Damage;
import org.junit.jupiter.api.Test;

/** Signals as an introducer or a stranger could forge them. */
final class SignalTest {
    @Test
    void damagedSignalsAreReadOrRefused() {
        Bytes attempt = Bytes.of(new byte[Signal.ATTEMPT]);
        Signal signal = new Signal(Signal.Kind.DIAL, attempt, "webrtc", Bytes.fromHex("0102030405"));
        assertThat(Damage.every(signal.encode().toArray(), 2, bytes -> Signal.decode(Bytes.of(bytes))))
                .isPositive();
    }
}
