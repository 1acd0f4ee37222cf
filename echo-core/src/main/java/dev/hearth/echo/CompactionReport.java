package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import java.util.List;

/**
 * What a compaction did.
 *
 * @param base the version that the space begins with here from now on: what led to it is gone
 * @param objects how many objects were written anew without the history before that version
 * @param purged how many purged objects went, with all that they had held
 * @param blocks how many blocks were dropped
 * @param bytesBefore about how many bytes of disk the store took before; 0 for one in memory
 * @param bytesAfter how many it takes now
 * @param unacknowledged other devices that may write and have not said that they build on all that was here when the
 *     compaction began; what they have not said so of could not be dropped
 */
public record CompactionReport(
        Version base,
        long objects,
        long purged,
        long blocks,
        long bytesBefore,
        long bytesAfter,
        List<DeviceId> unacknowledged) {
    /** Copies its input. */
    public CompactionReport {
        unacknowledged = List.copyOf(unacknowledged);
    }
}
