package dev.hearth.mesh.internal.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Session descriptions and candidates as a peer could send them. */
final class RtcSignalTest {
    @Test
    void damagedSignalsAreReadOrRefused() {
        for (RtcSignal signal : List.of(
                new RtcSignal.Offer("v=0\r\no=- 1 2 IN IP4 127.0.0.1"),
                new RtcSignal.Answer("v=0\r\n"),
                new RtcSignal.Candidate("0", 0, "candidate:1 1 udp 1 10.0.0.1 9 typ host"))) {
            assertThat(Damage.every(signal.encode().toArray(), 4, bytes -> RtcSignal.decode(Bytes.of(bytes))))
                    .isPositive();
        }
    }
}
