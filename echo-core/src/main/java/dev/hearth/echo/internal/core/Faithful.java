package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The objects that were read as a class and found to be what indexes hold of them, until they change. An index also
 * holds objects that the class refuses, because of another field or of what its constructor says; so a count that is to
 * come from the index alone needs to know that there is none. Used under the database's lock.
 */
final class Faithful {
    /** The most objects that are known of a class, at less than a hundred bytes each. */
    private static final int MOST = 1 << 17;

    private final Core core;
    private final Map<Class<?>, Set<ObjectId>> known = new HashMap<>();

    Faithful(Core core) {
        this.core = core;
    }

    /** Returns how many objects are known to be read as indexes hold them. */
    int count(Extent<?> extent) {
        return known.getOrDefault(extent.row(), Set.of()).size();
    }

    /** Returns whether an object is read as indexes hold it, which costs reading it when that is not known. */
    boolean test(Extent<?> extent, ObjectId id) {
        Set<ObjectId> ids = known.computeIfAbsent(extent.row(), row -> new HashSet<>());
        if (ids.contains(id)) {
            return true;
        }
        boolean faithful = extent.faithful().test(core.objects().get(id));
        if (faithful && ids.size() < MOST) {
            ids.add(id);
        }
        return faithful;
    }

    /** Forgets what changed. */
    void committed(Commit commit) {
        for (Set<ObjectId> ids : known.values()) {
            commit.objects().forEach(change -> ids.remove(change.id()));
        }
    }
}
