package dev.hearth.kube.replay;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** When each edit was committed, and when each other peer saw it, in nanoseconds of the machine's monotonic clock. */
final class Timeline {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] latencies;
    private final long first;
    private final long lastCommit;
    private final long lastArrival;

    private Timeline(List<LongBuffer> seenByPeer, Turns turns) {
        latencies = new long[turns.edits() * (turns.peers() - 1)];
        long earliest = Long.MAX_VALUE;
        long committedLast = Long.MIN_VALUE;
        long arrivedLast = Long.MIN_VALUE;
        int count = 0;
        for (int edit = 0; edit < turns.edits(); edit++) {
            long committed = seenByPeer.get(turns.typist(edit)).get(edit);
            earliest = Math.min(earliest, committed);
            committedLast = Math.max(committedLast, committed);
            for (int peer = 0; peer < turns.peers(); peer++) {
                long seen = seenByPeer.get(peer).get(edit);
                arrivedLast = Math.max(arrivedLast, seen);
                if (peer != turns.typist(edit)) {
                    latencies[count++] = seen - committed;
                }
            }
        }
        Arrays.sort(latencies);
        first = earliest;
        lastCommit = committedLast;
        lastArrival = arrivedLast;
    }

    static Timeline read(List<Path> dataFolders, Turns turns) {
        List<LongBuffer> seen = new ArrayList<>();
        for (Path folder : dataFolders) {
            try {
                seen.add(ByteBuffer.wrap(Files.readAllBytes(folder.resolve(Typist.TIMES)))
                        .asLongBuffer());
            } catch (IOException e) {
                throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
            }
        }
        return new Timeline(seen, turns);
    }

    double seconds() {
        return (lastArrival - first) / NANOS_PER_SECOND;
    }

    double latencyMs(int percentile) {
        int index = Math.min(latencies.length - 1, latencies.length * percentile / 100);
        return latencies[index] / NANOS_PER_MILLI;
    }

    double convergeMs() {
        return (lastArrival - lastCommit) / NANOS_PER_MILLI;
    }
}
