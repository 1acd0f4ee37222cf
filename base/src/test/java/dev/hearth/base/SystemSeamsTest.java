package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SystemSeamsTest {
    @Test
    void aSerialExecutorKeepsOrderAcrossThreadsAndSurvivesAThrow() throws InterruptedException {
        try (Seams seams = Seams.system()) {
            SerialExecutor serial = seams.serial("test");
            List<Integer> seen = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            serial.execute(() -> {
                throw new IllegalStateException("expected by the test");
            });
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                serial.execute(() -> {
                    assertThat(serial.isCurrent()).isTrue();
                    seen.add(number);
                });
            }
            serial.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(1_000).isSorted();
            assertThat(serial.isCurrent()).isFalse();
        }
    }

    @Test
    void timersRunUntilTheirHandleIsClosed() throws InterruptedException {
        try (Seams seams = Seams.system()) {
            CountDownLatch thrice = new CountDownLatch(3);
            AtomicInteger cancelled = new AtomicInteger();
            seams.scheduler()
                    .after(Duration.ofMinutes(1), cancelled::incrementAndGet)
                    .close();
            Subscription timer = seams.scheduler().every(Duration.ofMillis(1), thrice::countDown);
            assertThat(thrice.await(10, TimeUnit.SECONDS)).isTrue();
            timer.close();
            timer.close();
            assertThat(cancelled).hasValue(0);
        }
    }
}
