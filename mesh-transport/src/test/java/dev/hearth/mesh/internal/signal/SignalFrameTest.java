package dev.hearth.mesh.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.mesh.Topic;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages between a signal server and a client as either could forge them. */
final class SignalFrameTest {
    private static final Bytes TOPIC = Bytes.of(new byte[Topic.SIZE]);
    private static final DeviceId DEVICE = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));

    @Test
    void damagedMessagesAreReadOrRefused() {
        for (SignalFrame frame : List.of(
                new SignalFrame.Hello(1, Bytes.of(new byte[SignalFrame.SERVER]), Bytes.of(new byte[SignalFrame.NONCE])),
                new SignalFrame.Accepted(),
                new SignalFrame.Join(TOPIC),
                new SignalFrame.Absent(TOPIC, DEVICE),
                new SignalFrame.Pass(TOPIC, DEVICE, Bytes.fromHex("0102")),
                new SignalFrame.Relay(TOPIC, DEVICE, Bytes.of(new byte[SignalFrame.LANE]), Bytes.fromHex("0102")),
                new SignalFrame.Goodbye("why"))) {
            assertThat(Damage.every(frame.encode(), 5, SignalFrame::decode)).isPositive();
        }
    }
}
