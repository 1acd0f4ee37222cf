package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A transaction that was applied, as listeners hear of it. When a device takes over the state of another, because the
 * blocks that led to it are gone, listeners hear of all objects that were here or are here now, in some such commits.
 * When blocks of a removed device stop counting, they hear of the objects that this changes, in a commit of the last
 * block of that device that counts.
 *
 * @param author the device that wrote it
 * @param seq its number in that device's feed
 * @param local whether it was written here
 * @param objects what it changed
 */
public record Commit(DeviceId author, long seq, boolean local, List<ObjectChange> objects) {
    /** Copies its input. */
    public Commit {
        objects = List.copyOf(objects);
    }

    /**
     * What a transaction did to one object.
     *
     * @param id the object
     * @param type the name of its type; empty when unknown
     * @param fields the fields concerned
     * @param texts what happened to texts, by field
     * @param lifecycle whether it was deleted or restored
     */
    public record ObjectChange(
            ObjectId id,
            String type,
            Set<String> fields,
            Map<String, List<TextChange.Splice>> texts,
            boolean lifecycle) {
        /** Copies its input. */
        public ObjectChange {
            fields = Set.copyOf(fields);
            texts = Map.copyOf(texts);
        }
    }
}
