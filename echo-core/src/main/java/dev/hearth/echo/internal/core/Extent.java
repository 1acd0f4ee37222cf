package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Live;
import dev.hearth.echo.Ref;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.Conversion;
import dev.hearth.echo.internal.query.Condition;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a query chooses from: the objects of one type.
 *
 * @param type the name of the objects' type
 * @param row what an object is read as
 * @param reader reads an object
 * @param refs makes the pointers to objects
 * @param needs tells the objects that must be there for a result to be shown
 * @param among makes what tells the objects that steps from others lead to; empty for all of the type
 * @param columns tells the column, in ascending order, in which an index holds a field as {@code reader} reads it
 * @param faithful tells whether an object of the type can be read, and is read as indexes hold it
 */
record Extent<T>(
        String type,
        Class<T> row,
        Function<LiveObject, T> reader,
        Function<ObjectId, Ref<T>> refs,
        Function<? super T, List<ObjectId>> needs,
        Optional<Supplier<Way<?>>> among,
        BiFunction<String, Condition.Aspect, Optional<Column>> columns,
        Predicate<LiveObject> faithful) {
    /** What objects need that are shown in any case. */
    static final Function<Object, List<ObjectId>> NEEDLESS = any -> List.of();

    /** Returns the objects of a record's type, each shown while all that it {@code needs} is there. */
    static <T extends Record> Extent<T> of(
            Core core, Class<T> row, RecordSchema<T> schema, Function<? super T, List<ObjectId>> needs) {
        return new Extent<>(
                schema.name(),
                row,
                object -> schema.read(object.state(), core.id()),
                id -> Ref.of(core.id(), id, row),
                needs,
                Optional.empty(),
                schema.indexes()::column,
                object -> schema.isFaithful(object.state(), core.id()));
    }

    /** Returns the objects of an interface's type, as live views. */
    static <V extends Live> Extent<V> of(Core core, Class<V> row, InterfaceSchema schema) {
        return new Extent<>(
                schema.declaration().name(),
                row,
                object -> {
                    schema.check(object.state(), core.id());
                    return schema.view(core, object.id(), row);
                },
                id -> Ref.of(core.id(), id, row),
                NEEDLESS,
                Optional.empty(),
                schema.indexes()::column,
                object -> schema.fits(object.state(), core.id()));
    }

    /** Returns the objects of the type of that name. */
    static Extent<DynamicObject> of(Core core, String type) {
        return new Extent<>(
                type,
                DynamicObject.class,
                object -> new DynamicView(core, object.id()),
                id -> Ref.of(core.id(), id, DynamicObject.class),
                NEEDLESS,
                Optional.empty(),
                (field, aspect) -> Optional.of(new Column(
                        field, source(aspect), Conversion.of(Conversion.Kind.ANY, false), /* descending= */ false)),
                object -> true);
    }

    private static Column.Source source(Condition.Aspect aspect) {
        return switch (aspect) {
            case VALUE -> Column.Source.VALUE;
            case MEMBER -> Column.Source.MEMBERS;
            case KEY -> Column.Source.KEYS;
            case WORD -> Column.Source.WORDS;
        };
    }

    /** Returns what of a field a column holds. */
    static Condition.Aspect aspect(Column column) {
        return switch (column.source()) {
            case VALUE, COUNTER, TEXT -> Condition.Aspect.VALUE;
            case MEMBERS -> Condition.Aspect.MEMBER;
            case KEYS -> Condition.Aspect.KEY;
            case WORDS -> Condition.Aspect.WORD;
        };
    }

    /** Returns those of the objects that steps lead to. */
    Extent<T> among(Supplier<Way<?>> some) {
        return new Extent<>(type, row, reader, refs, needs, Optional.of(some), columns, faithful);
    }

    /** Returns whether each object is shown whatever else is there. */
    boolean isNeedless() {
        return needs == NEEDLESS;
    }

    /** Returns whether an index's column holds a field as the objects are read. */
    boolean fits(Column column) {
        return columns.apply(column.field(), aspect(column)).equals(Optional.of(column.ascending()));
    }
}
