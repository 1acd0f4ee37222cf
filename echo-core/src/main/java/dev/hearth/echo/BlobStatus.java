package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import java.util.List;

/**
 * How much of a blob is here, and why not all of it.
 *
 * @param bytesHere bytes of content here
 * @param bytesMissing bytes of content that are not; those under an unknown part of the tree count too
 * @param pinned whether it is kept, and fetched, whether objects refer to it or not
 * @param asked the devices that were asked for a missing piece and have not answered yet
 * @param lacking the devices that said that they lack a missing piece, or sent a damaged one
 * @param reason why it is incomplete, a fixed sentence; empty when it is complete
 */
public record BlobStatus(
        long bytesHere,
        long bytesMissing,
        boolean pinned,
        List<DeviceId> asked,
        List<DeviceId> lacking,
        String reason) {
    /** Copies its input. */
    public BlobStatus {
        asked = List.copyOf(asked);
        lacking = List.copyOf(lacking);
    }

    /** Returns whether all of it is here. */
    public boolean complete() {
        return bytesMissing == 0 && reason.isEmpty();
    }
}
