package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Counts what every small workload leaves behind. */
final class MicroBenchTest {
    private static final int N = 36;
    private static final int CLIENTS = 120;

    private final MicroResult result = MicroBench.run(N, 500, new Rounds(0, 1));

    private MicroResult.Row row(String id) {
        return result.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allReplicasEndEqual() {
        assertThat(result.rows()).hasSize(21).allSatisfy(row -> {
            assertThat(row.equal()).as(row.id()).isTrue();
            assertThat(row.fileBytes()).as(row.id()).isPositive();
            assertThat(row.flipsRefused()).as(row.id()).isEqualTo(200);
        });
        assertThat(result.equal()).isTrue();
        assertThat(result.n()).isEqualTo(N);
    }

    @Test
    void textsHaveTheLengthThatWasWritten() {
        for (String id : List.of("B1.1", "B1.2", "B1.3", "B1.4")) {
            assertThat(row(id).textLength()).as(id).isEqualTo(N);
        }
        assertThat(row("B1.1").updates()).isEqualTo(N);
        assertThat(row("B1.2").updates()).isOne();
        assertThat(row("B1.5").textLength()).isBetween(2 * N, 10 * N);
        assertThat(row("B1.6").textLength()).isZero();
        assertThat(row("B1.7").textLength()).isEqualTo(lengthOf("B1.7", 0));
        assertThat(row("B2.1").textLength()).isEqualTo(Scripts.COMMON.length() + 2 * N);
        assertThat(row("B2.2").textLength()).isEqualTo(Scripts.COMMON.length() + 2 * N);
        assertThat(row("B2.3").textLength()).isEqualTo(lengthOf("B2.3", Scripts.COMMON.length()));
        assertThat(row("paste").textLength()).isZero();
        assertThat(row("paste").updateBytes()).isGreaterThan(500);
        assertThat(row("B1.1").heapLiveBytes()).isZero();
    }

    private static int lengthOf(String id, int start) {
        int length = start;
        for (Script script : Scripts.of(N, 500)) {
            if (script.id().equals(id)) {
                for (List<Step> turn : script.turns()) {
                    for (Step step : turn) {
                        Step.Text text = (Step.Text) step;
                        length += text.inserted().length() - text.deleted();
                    }
                }
            }
        }
        return length;
    }

    @Test
    void nothingConcurrentIsLost() {
        for (String id : List.of("B1.8", "B1.9", "B1.10", "B1.11")) {
            assertThat(row(id).items()).as(id).isEqualTo(N);
        }
        assertThat(row("B3.1").values()).isEqualTo(CLIENTS);
        assertThat(row("B3.2").values()).isEqualTo(2 * CLIENTS);
        assertThat(row("B3.3").values()).isEqualTo(CLIENTS);
        assertThat(row("B3.4").items()).isEqualTo(CLIENTS);
        assertThat(row("B3.5").textLength()).isEqualTo(10 + 2 * 90 + 3 * 20);
        assertThat(row("B3.5").updates()).isEqualTo(CLIENTS);
    }

    @Test
    void theSameContentHasTheSameFingerprint() {
        assertThat(row("B1.8").fingerprint()).isEqualTo(row("B1.9").fingerprint());
        assertThat(row("B1.6").fingerprint()).isEqualTo(row("paste").fingerprint());
        assertThat(row("B1.4").fingerprint())
                .isNotEqualTo(row("B1.5").fingerprint())
                .hasSize(8);
        assertThat(row("B3.1").fingerprint())
                .isEqualTo(row("B3.3").fingerprint())
                .isNotEqualTo(row("B3.2").fingerprint());
    }

    @Test
    void otherEnginesCanPlayTheScripts() {
        Map<String, Object> all = MicroBench.scripts(N);
        List<?> scripts = (List<?>) Objects.requireNonNull(all.get("scripts"));
        assertThat(all).containsEntry("common", "x".repeat(100));
        assertThat(scripts).hasSize(20);
        assertThat(scripts.get(1))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("id", "B1.2")
                .containsEntry("shape", "FOLLOWED")
                .hasEntrySatisfying(
                        "turns", turns -> assertThat(turns.toString()).startsWith("[[[text, 0, 0, "));
        assertThat(scripts.get(16).toString()).contains("[[entry, v, {address=here, name=0}]]");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> MicroBench.run(0, 1, new Rounds(0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MicroBench.run(1, 0, new Rounds(0, 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
