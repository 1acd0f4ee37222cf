package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks other processes again and again until they agree, within a bound. */
final class Waiting {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int STEPS = 1_500;

    private Waiting() {}

    /** Waits until all of {@code peers} hold the same version, and returns how many blocks that is. */
    static long settled(List<PeerProcess> peers) {
        return until("all peers hold the same version", () -> {
            JsonNode first = peers.get(0).ask("version");
            return peers.stream().allMatch(peer -> peer.ask("version").equals(first))
                    ? first.get("blocks").asLong()
                    : null;
        });
    }

    /** Returns the first value that {@code attempt} yields; throws TIMED_OUT after about 30 seconds. */
    static <T> T until(String what, Supplier<@Nullable T> attempt) {
        for (int step = 0; step < STEPS; step++) {
            T value = attempt.get();
            if (value != null) {
                return value;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        throw new HearthException(ErrorCode.TIMED_OUT, Map.of("waiting for", what));
    }
}
