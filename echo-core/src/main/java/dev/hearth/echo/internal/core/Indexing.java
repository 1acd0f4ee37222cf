package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Duplicate;
import dev.hearth.echo.IndexDefinition;
import dev.hearth.echo.IndexStatus;
import dev.hearth.echo.Indexes;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.Conversion;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.internal.index.IndexShape;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.store.StoreBatch;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Declares indexes and builds them, some objects at a time, each time in one write that also says how far it is: so
 * writers get their turn, and the building goes on where a crash ended it. Kept under the database's lock.
 */
final class Indexing implements Indexes {
    private static final int STEP = 512;

    private final Core core;
    private final Executor background;
    private final Uniqueness uniqueness;
    private final Set<Class<?>> declared = new HashSet<>();
    private boolean scheduled;

    Indexing(Core core, Executor background) {
        this.core = core;
        this.background = background;
        this.uniqueness = new Uniqueness(core);
    }

    private IndexRegistry registry() {
        return core.objects().indexes();
    }

    Uniqueness uniqueness() {
        return uniqueness;
    }

    /** Declares the indexes of a record or an interface, the first time that it is used. */
    void declare(Class<?> type, DeclaredIndexes indexes) {
        core.locked(() -> {
            if (declared.add(type)) {
                declare(type.getName(), indexes.type(), indexes.shapes(), indexes.unique());
            }
            return true;
        });
    }

    @Override
    public void declare(String type, IndexDefinition... indexes) {
        List<IndexShape> shapes =
                Arrays.stream(indexes).map(each -> shape(type, each)).toList();
        Set<IndexShape> unique = Arrays.stream(indexes)
                .filter(IndexDefinition::unique)
                .map(each -> shape(type, each))
                .collect(Collectors.toSet());
        core.locked(() -> {
            declare("", type, shapes, unique);
            return true;
        });
    }

    private static IndexShape shape(String type, IndexDefinition index) {
        return new IndexShape(
                type,
                index.fields().stream()
                        .map(field -> column(index.kind(), field))
                        .toList());
    }

    private static Column column(IndexDefinition.Kind kind, IndexDefinition.Field field) {
        Column.Source source = switch (kind) {
            case VALUES -> Column.Source.VALUE;
            case MEMBERS -> Column.Source.MEMBERS;
            case KEYS -> Column.Source.KEYS;
            case WORDS -> Column.Source.WORDS;
        };
        return new Column(field.name(), source, Conversion.of(Conversion.Kind.ANY, false), field.descending());
    }

    private void declare(String origin, String type, List<IndexShape> shapes, Set<IndexShape> unique) {
        uniqueness.declare(origin, type, unique);
        StoreBatch batch = new StoreBatch();
        registry().declare(origin, type, shapes, batch);
        if (!batch.isEmpty()) {
            core.write(batch);
        }
        start();
    }

    /** Does the first step at once, which is all there is to do for a few objects. */
    void start() {
        if (core.isTransacting()) {
            schedule();
        } else {
            step();
        }
    }

    private void schedule() {
        if (!scheduled && !registry().unbuilt().isEmpty()) {
            scheduled = true;
            background.execute(() -> core.lockedUnlessClosed(() -> {
                scheduled = false;
                step();
            }));
        }
    }

    /** Takes some objects into the indexes that are not built. */
    private void step() {
        List<StoredIndex> unbuilt = registry().unbuilt();
        if (unbuilt.isEmpty() || core.hasFailed()) {
            return;
        }
        String type = unbuilt.get(0).shape().type();
        List<ObjectId> ids = core.objects().ofType(type, unbuilt.get(0).built(), STEP);
        for (ObjectId id : ids) {
            LiveObject object = core.objects().get(id);
            if (object.shown() && object.type().equals(type)) {
                unbuilt.forEach(index -> registry().take(index, id, object.state()));
            }
        }
        Optional<ObjectId> last = ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
        StoreBatch batch = new StoreBatch();
        unbuilt.forEach(index -> registry().reached(index, last, ids.size() < STEP, batch));
        core.write(batch);
        core.objects().trim();
        schedule();
    }

    @Override
    public List<IndexStatus> list() {
        return core.locked(() -> registry().all().stream()
                .map(index -> new IndexStatus(index.shape().toString(), index.ready(), index.origins()))
                .toList());
    }

    @Override
    public List<Duplicate> duplicates() {
        return core.locked(() -> {
            core.requireNoTransaction();
            return uniqueness.duplicates();
        });
    }

    @Override
    public void build() {
        boolean more = true;
        while (more) {
            more = core.locked(() -> {
                core.requireNoTransaction();
                step();
                return !registry().unbuilt().isEmpty() && !core.hasFailed();
            });
        }
    }
}
