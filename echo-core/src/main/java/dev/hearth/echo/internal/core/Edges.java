package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.feed.BlockFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The edges between the objects of one database. The one that {@link #relate} means has an id that follows from its
 * type and its ends, so that devices which relate the same two without knowing of each other write to the same object,
 * and what they write merges field by field.
 */
final class Edges {
    private static final String DOMAIN = "hearth relation 1";

    private final Core core;

    Edges(Core core) {
        this.core = core;
    }

    /** Creates the edge, or brings it back, or writes the fields that differ. */
    <R extends Record & Relation<?, ?>> Ref<R> relate(R relation) {
        @SuppressWarnings("unchecked") // the class of an R is a class of R
        Class<R> type = (Class<R>) relation.getClass();
        RecordSchema<R> schema = RecordSchema.of(type);
        ObjectId id = id(schema.name(), relation);
        core.transact(() -> {
            LiveObject edge = core.objects().get(id);
            if (edge.state().deleted()) {
                core.edit(id, false, Edit::restore);
            }
            if (edge.type().isEmpty()) {
                core.records().put(id, relation);
                return;
            }
            requireEnds(relation);
            R before = schema.read(edge.state(), core.id());
            core.edit(id, true, edit -> schema.update(before, relation, edit, core.id()));
        });
        return Ref.of(core.id(), id, type);
    }

    /** Returns the id of the one edge of a type between the ends of {@code relation}. */
    static ObjectId id(String type, Relation<?, ?> relation) {
        return id(
                type,
                Stream.of(relation.source(), relation.target())
                        .map(end -> Bytes.concat(end.space().value(), end.id().value()))
                        .toList());
    }

    private static ObjectId id(String type, List<Bytes> ends) {
        ByteWriter out = new ByteWriter(192).text(DOMAIN).text(type);
        ends.forEach(out::raw);
        return new ObjectId(BlockFormat.sha256(out.toArray()).value().slice(0, ObjectId.SIZE));
    }

    /**
     * Returns whether the object is the one edge of its type between some two ends: its id comes back when they are
     * related again.
     */
    boolean isNamedByEnds(LiveObject object) {
        List<Scalar.Reference> ends = object.state().fields().stream()
                .flatMap(field -> object.state().scalar(field).stream())
                .filter(Scalar.Reference.class::isInstance)
                .map(Scalar.Reference.class::cast)
                .toList();
        return ends.stream()
                .anyMatch(source -> ends.stream()
                        .anyMatch(target -> id(object.type(), List.of(end(source), end(target)))
                                .equals(object.id())));
    }

    private Bytes end(Scalar.Reference reference) {
        Bytes space = reference.space().map(Bytes::of).orElse(core.id().value());
        return Bytes.concat(space, Bytes.of(reference.object()));
    }

    /** Returns the ends that live in this space. */
    List<ObjectId> ends(Relation<?, ?> relation) {
        return Stream.of(relation.source(), relation.target())
                .filter(end -> end.space().equals(core.id()))
                .map(Ref::id)
                .toList();
    }

    /** Refuses a new edge that would not be shown. Under the lock. */
    void requireEnds(Relation<?, ?> relation) {
        for (ObjectId end : ends(relation)) {
            if (!core.objects().get(end).shown()) {
                throw new HearthException(ErrorCode.OBJECT_UNKNOWN, Map.of("object", end.toString()));
            }
        }
    }

    /** Refuses a change of the ends: what was said of these two would be said of others. */
    static void requireSameEnds(Record before, Record after) {
        if (before instanceof Relation<?, ?> was && after instanceof Relation<?, ?> is) {
            if (!was.source().equals(is.source())) {
                throw Values.mismatch("source", "an edge keeps its ends; relate the others");
            }
            if (!was.target().equals(is.target())) {
                throw Values.mismatch("target", "an edge keeps its ends; relate the others");
            }
        }
    }
}
