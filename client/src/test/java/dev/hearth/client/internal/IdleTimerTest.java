package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Scheduler;
import dev.hearth.base.Subscription;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IdleTimerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A scheduler whose ticks the test makes. */
    private static final class Ticks implements Scheduler {
        private Runnable task = () -> {};
        private Duration period = Duration.ZERO;

        @Override
        public Subscription after(Duration delay, Runnable later) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription every(Duration each, Runnable repeated) {
            period = each;
            task = repeated;
            return () -> task = () -> {};
        }

        void pass(int times) {
            for (int i = 0; i < times; i++) {
                task.run();
            }
        }
    }

    private final Ticks ticks = new Ticks();
    private final AtomicInteger idle = new AtomicInteger();
    private final IdleTimer timer = new IdleTimer(ticks, MINUTE, idle::incrementAndGet);

    @Test
    void firesOnceWhenNobodyUsesIt() {
        assertThat(ticks.period).isEqualTo(Duration.ofSeconds(15));
        ticks.pass(3);
        assertThat(idle).hasValue(0);
        ticks.pass(9);
        assertThat(idle).hasValue(1);
    }

    @Test
    void useBeginsTheTimeAnew() {
        for (int i = 0; i < 10; i++) {
            ticks.pass(3);
            timer.touch();
            timer.touch();
            ticks.pass(1);
        }
        ticks.pass(3);
        assertThat(idle).hasValue(0);
        ticks.pass(1);
        assertThat(idle).hasValue(1);
    }

    @Test
    void closedItFiresNoMore() {
        ticks.pass(3);
        timer.close();
        timer.close();
        ticks.pass(9);
        assertThat(idle).hasValue(0);
    }
}
