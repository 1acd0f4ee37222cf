package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import java.util.Optional;

/**
 * What the members of a swarm meet under. Signal servers see the value, never the secret.
 *
 * @param value exactly {@value #SIZE} bytes
 * @param secret mixed into every handshake, so that nobody without it completes one or learns who answers; empty where
 *     strangers may connect
 */
public record Topic(Bytes value, Optional<Bytes> secret) {
    /** The length of the value and of the secret, in bytes. */
    public static final int SIZE = 32;

    /** Refuses other lengths with {@link IllegalArgumentException}. */
    public Topic {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("Topic takes " + SIZE + " bytes, got " + value.size());
        }
        if (secret.isPresent() && secret.get().size() != SIZE) {
            throw new IllegalArgumentException("Topic secret takes " + SIZE + " bytes");
        }
    }

    /** Returns a topic whose members share {@code secret}. */
    public static Topic secret(Bytes value, Bytes secret) {
        return new Topic(value, Optional.of(secret));
    }

    /** Returns a topic that whoever knows {@code value} may join. */
    public static Topic open(Bytes value) {
        return new Topic(value, Optional.empty());
    }

    /** Names the topic without its secret. */
    @Override
    public String toString() {
        return value.slice(0, 4).hex();
    }
}
