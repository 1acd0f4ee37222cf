package dev.hearth.kube.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void rendersTheTextFormat() {
        Metrics metrics = new Metrics();
        Counter counter = metrics.counter("b_total", "Things.");
        counter.add(2);
        counter.increment();
        metrics.gauge("a", "Level.", () -> 1.5);
        assertThat(metrics.render()).isEqualTo("""
                        # HELP a Level.
                        # TYPE a gauge
                        a 1.5
                        # HELP b_total Things.
                        # TYPE b_total counter
                        b_total 3
                        """);
    }

    @Test
    void bucketsOfAHistogramAreCumulative() {
        Metrics metrics = new Metrics();
        Histogram histogram = metrics.histogram("h", "Time.");
        histogram.record(16_000);
        histogram.record(16_001);
        histogram.record(60_000_000_000L);
        assertThat(metrics.render())
                .contains("h_bucket{le=\"1.6E-5\"} 1\n")
                .contains("h_bucket{le=\"6.4E-5\"} 2\n")
                .contains("h_bucket{le=\"16.777216\"} 2\n")
                .contains("h_bucket{le=\"+Inf\"} 3\n")
                .contains("h_sum 60.000032001\n")
                .endsWith("h_count 3\n");
    }

    @Test
    void namesAreUniqueAndPlain() {
        Metrics metrics = new Metrics();
        metrics.counter("a_total", "A.");
        assertThatThrownBy(() -> metrics.counter("a_total", "A.")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.counter("a b", "A.")).isInstanceOf(IllegalArgumentException.class);
    }
}
