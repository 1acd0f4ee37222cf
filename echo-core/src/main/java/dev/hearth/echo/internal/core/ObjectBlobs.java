package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Commit;
import dev.hearth.echo.crdt.FieldKind;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.blob.BlobReferences;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blobs that objects refer to. All objects are read, some at a time, so that others get the lock in between;
 * what was committed meanwhile is read again at the end, in the same hold of the lock as the decision.
 */
final class ObjectBlobs implements BlobReferences {
    private static final int AT_ONCE = 64;

    private final Core core;
    private final Store store;
    private volatile @Nullable Set<ObjectId> changed; // filled under the lock of the database; null while nobody looks

    ObjectBlobs(Core core, Store store) {
        this.core = core;
        this.store = store;
    }

    /** Notes what a commit changed. Called under the database's lock. */
    void committed(Commit commit) {
        Set<ObjectId> noted = changed;
        if (noted != null) {
            commit.objects().forEach(object -> noted.add(object.id()));
        }
    }

    @Override
    public synchronized void among(Set<Hash> blobs, Consumer<Set<Hash>> decision) {
        Set<Hash> found = new HashSet<>();
        core.locked(() -> changed = new HashSet<>());
        try {
            List<Core> all = core.locked(core.branches()::withMain);
            for (Core each : all) {
                look(each, core, blobs, found);
                if (each != core) {
                    look(each, each, blobs, found);
                }
            }
            core.locked(() -> {
                Set<ObjectId> noted = changed == null ? Set.of() : changed;
                core.branches().withMain().forEach(each -> mark(each, noted, blobs, found));
                decision.accept(found);
                return true;
            });
        } finally {
            changed = null;
        }
    }

    /** Looks at the objects that one database lists, as they are in another. */
    private void look(Core where, Core listing, Set<Hash> blobs, Set<Hash> found) {
        byte[] prefix = new Keyspace(listing.guard().space()).all();
        byte[] from = prefix;
        for (List<byte[]> page = page(prefix, from); !page.isEmpty(); page = page(prefix, from)) {
            List<byte[]> some = page;
            core.locked(() -> mark(where, some.stream().map(ObjectBlobs::object).toList(), blobs, found));
            byte[] last = page.get(page.size() - 1);
            from = java.util.Arrays.copyOf(last, last.length + 1); // the next key that could be
        }
    }

    private List<byte[]> page(byte[] prefix, byte[] from) {
        List<byte[]> page = new ArrayList<>();
        store.scan(Family.CATALOGUE, prefix, from, (key, value) -> {
            page.add(key);
            return page.size() < AT_ONCE;
        });
        return page;
    }

    private static ObjectId object(byte[] key) {
        return new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE, key.length));
    }

    private static boolean mark(Core where, Collection<ObjectId> objects, Set<Hash> blobs, Set<Hash> found) {
        for (ObjectId object : objects) {
            where.read(object, live -> mark(live.state(), blobs, found));
        }
        return true;
    }

    private static boolean mark(ObjectState state, Set<Hash> blobs, Set<Hash> found) {
        for (String field : state.fields()) {
            for (Scalar scalar : scalars(state, field)) {
                if (scalar instanceof Scalar.Blob it) {
                    BlobRef.of(Bytes.of(it.bytes()))
                            .map(BlobRef::id)
                            .filter(blobs::contains)
                            .ifPresent(found::add);
                }
            }
        }
        return true;
    }

    /** All that can be a value of a field, those that lost against a concurrent one too. */
    private static Collection<Scalar> scalars(ObjectState state, String field) {
        FieldKind kind = state.kind(field).orElse(FieldKind.TEXT);
        return switch (kind) {
            case SCALAR -> state.conflicts(field);
            case LIST -> state.list(field);
            case SET -> state.set(field);
            case MAP ->
                state.map(field).keySet().stream()
                        .flatMap(key -> state.conflicts(field, key).stream())
                        .toList();
            case TEXT, COUNTER, MODEL -> List.of();
        };
    }
}
