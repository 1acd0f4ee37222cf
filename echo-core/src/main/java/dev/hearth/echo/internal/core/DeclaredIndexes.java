package dev.hearth.echo.internal.core;

import dev.hearth.echo.FullText;
import dev.hearth.echo.Index;
import dev.hearth.echo.IndexDefinition;
import dev.hearth.echo.Relation;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.IndexShape;
import dev.hearth.echo.internal.query.Condition;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The indexes that a record or an interface declares, and the columns in which indexes hold its fields. An index holds
 * what is stored; of what a migration may give there is none.
 */
final class DeclaredIndexes {
    /**
     * A component of a record, or an accessor of an interface.
     *
     * @param name what it is called there
     * @param field the field that it stands for
     * @param declared where its annotations are
     */
    record Member(String name, RecordField field, AnnotatedElement declared) {}

    private final TypeDeclaration declaration;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<IndexShape, Boolean> shapes = new LinkedHashMap<>();

    DeclaredIndexes(Class<?> type, TypeDeclaration declaration, List<Member> members) {
        this.declaration = declaration;
        members.forEach(each -> this.members.put(each.name(), each));
        for (Member member : members) {
            Index[] indexes = member.declared().getAnnotationsByType(Index.class);
            if (indexes.length > 0) {
                boolean unique = Stream.of(indexes).anyMatch(Index::unique);
                declare(unique ? IndexDefinition.unique(member.name()) : IndexDefinition.of(member.name()));
            }
        }
        members.stream()
                .filter(each -> each.declared().isAnnotationPresent(FullText.class))
                .forEach(this::declareWords);
        for (Index index : type.getAnnotationsByType(Index.class)) {
            declare(index.unique() ? IndexDefinition.unique(index.value()) : IndexDefinition.of(index.value()));
        }
        if (Relation.class.isAssignableFrom(type)) {
            Stream.of("source", "target")
                    .filter(this.members::containsKey)
                    .forEach(end -> declare(IndexDefinition.of(end))); // a relation is found by its ends
        }
    }

    private void declare(IndexDefinition definition) {
        List<Column> columns = new ArrayList<>();
        for (IndexDefinition.Field each : definition.fields()) {
            Member member = members.get(each.name());
            if (member == null) {
                throw new IllegalArgumentException("index: " + declaration.name() + " has no component " + each.name());
            }
            columns.add(member.field().column(each.descending()));
        }
        if (columns.stream().noneMatch(column -> declaration.gives(column.field()))) {
            IndexShape shape = new IndexShape(declaration.name(), columns);
            if (definition.unique()) {
                shape.requireSingle();
            }
            shapes.merge(shape, definition.unique(), Boolean::logicalOr);
        }
    }

    private void declareWords(Member member) {
        if (!declaration.gives(member.field().name())) {
            Column words = member.field()
                    .words()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "index: " + declaration.name() + "." + member.name() + " is no text"));
            shapes.putIfAbsent(new IndexShape(declaration.name(), List.of(words)), false);
        }
    }

    /** Returns the name of the type that is indexed. */
    String type() {
        return declaration.name();
    }

    /** Returns what the indexes hold. */
    List<IndexShape> shapes() {
        return List.copyOf(shapes.keySet());
    }

    /** Returns those of which each key is to be of one object. */
    Set<IndexShape> unique() {
        Set<IndexShape> unique = new LinkedHashSet<>();
        shapes.forEach((shape, is) -> {
            if (is) {
                unique.add(shape);
            }
        });
        return unique;
    }

    /** Returns the column, in ascending order, of an index that holds a field, if an index may hold it. */
    Optional<Column> column(String stored, Condition.Aspect aspect) {
        if (declaration.gives(stored)) {
            return Optional.empty();
        }
        Optional<RecordField> field = members.values().stream()
                .map(Member::field)
                .filter(each -> each.name().equals(stored))
                .findFirst();
        return aspect == Condition.Aspect.WORD
                ? field.flatMap(RecordField::words)
                : field.map(each -> each.column(false)).filter(column -> Extent.aspect(column) == aspect);
    }
}
