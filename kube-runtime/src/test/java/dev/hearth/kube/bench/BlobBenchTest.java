package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The benchmark of blobs, on a small one: two processes, of which one is ended at half. */
final class BlobBenchTest {
    @Test
    void aBlobIsPutReadAndFetchedAlthoughTheOtherProcessEnds() {
        BlobResult result = BlobBench.run(8);
        assertThat(result.bytes()).isEqualTo(8_000_000);
        assertThat(result.equal()).isTrue();
        assertThat(result.insertedChunks()).isBetween(2L, 4L);
        BlobResult.Transfer transfer = result.transfer();
        assertThat(transfer.equal()).isTrue();
        assertThat(transfer.chunks()).isBetween(20L, 60L);
        assertThat(transfer.sentTwice()).isBetween(0L, 8L); // what waits in the channel counts as sent
        assertThat(transfer.sessionRate()).isPositive();
        assertThat(transfer.fetchRate()).isPositive();
    }

    @Test
    void refusesSizesOutOfRange() {
        assertThatThrownBy(() -> BlobBench.run(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlobBench.run(1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
