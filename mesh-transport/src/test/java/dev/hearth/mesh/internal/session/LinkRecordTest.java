package dev.hearth.mesh.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records of a link as a peer with the keys could send them. */
final class LinkRecordTest {
    @Test
    void damagedRecordsAreReadOrRefused() {
        List<byte[]> records = List.of(
                new LinkRecord.Welcome(Bytes.of(new byte[ResumeRequest.TOKEN]), 300).encode(),
                LinkRecord.data(5, 4, new byte[] {1, 2, 3}),
                new LinkRecord.Ack(1L << 40).encode(),
                new LinkRecord.Ping(7, 1_000).encode(),
                new LinkRecord.Pong(7, 1_000).encode(),
                new LinkRecord.Bye("over").encode());
        for (byte[] record : records) {
            assertThat(Damage.every(record, 1, LinkRecord::decode)).isPositive();
        }
    }
}
