package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.Conversion;
import dev.hearth.echo.internal.schema.FieldNames;
import dev.hearth.echo.internal.schema.FieldRule;
import dev.hearth.echo.internal.schema.Rules;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One component of a record and the field that holds it. */
final class RecordField {
    /** What a component is made of. */
    private enum Shape {
        SCALAR,
        OPTIONAL,
        TEXT,
        LIST,
        MAP,
        SET,
        COUNTER
    }

    private final Declared declared;
    private final String name;
    private final Method accessor;
    private final Shape shape;
    private final Class<?> element;
    private final Class<?> target;
    private final Rules rules;

    private RecordField(Declared declared, Method accessor, Shape shape, Class<?> element, Class<?> target) {
        this.declared = declared;
        this.name = declared.field();
        this.accessor = accessor;
        this.shape = shape;
        this.element = element;
        this.target = target;
        this.rules = Rules.of(accessor, declared.toString());
        accessor.setAccessible(true);
        requireThatRulesApply();
    }

    private void requireThatRulesApply() {
        boolean number = element == int.class
                || element == Integer.class
                || element == long.class
                || element == Long.class
                || element == double.class
                || element == Double.class
                || element == Counter.class;
        boolean string = element == String.class || element == Text.class;
        boolean extended =
                string || element == Bytes.class || shape == Shape.LIST || shape == Shape.SET || shape == Shape.MAP;
        if ((rules.isOfNumbers() && !number)
                || (rules.pattern() != null && !string)
                || (rules.isOfLength() && !extended)) {
            throw new IllegalArgumentException(declared + ": a rule that does not apply to its type");
        }
    }

    static RecordField of(TypeDeclaration owner, RecordComponent component) {
        return of(owner, component.getAccessor(), component.getType(), component.getGenericType());
    }

    /**
     * Returns the field that a method is about.
     *
     * @param type what it holds, which may differ from what the method returns
     */
    static RecordField of(TypeDeclaration owner, Method accessor, Class<?> type, java.lang.reflect.Type generic) {
        Declared declared = new Declared(owner, accessor.getName(), FieldNames.stored(accessor, accessor.getName()));
        Shape shape = Shape.SCALAR;
        java.lang.reflect.Type element = generic;
        if (type == Text.class) {
            shape = Shape.TEXT;
        } else if (type == List.class) {
            shape = Shape.LIST;
            element = argument(generic, 0);
        } else if (type == Map.class) {
            shape = Shape.MAP;
            element = argument(generic, 1);
        } else if (type == Set.class) {
            shape = Shape.SET;
            element = argument(generic, 0);
        } else if (type == Counter.class) {
            shape = Shape.COUNTER;
        } else if (type == Optional.class) {
            shape = Shape.OPTIONAL;
            element = argument(generic, 0);
        }
        Class<?> raw = raw(element);
        boolean anything = accessor.getReturnType() != type && raw == Object.class;
        boolean keyed = shape == Shape.MAP && raw(argument(generic, 0)) != String.class;
        if (!anything && (!RecordSchema.isScalar(raw) || keyed)) {
            throw declared.mismatch(generic.getTypeName() + " can't be stored");
        }
        Class<?> target = raw == Ref.class ? raw(argument(element, 0)) : Object.class;
        return new RecordField(declared, accessor, shape, raw, target);
    }

    /** Returns the name of the stored field. */
    String name() {
        return name;
    }

    Rules rules() {
        return rules;
    }

    /** Returns whether a migration may give this field. */
    private boolean isGiven() {
        return declared.owner().gives(name);
    }

    /** Returns the column of an index that holds this component. */
    Column column(boolean descending) {
        Column.Source source = switch (shape) {
            case SCALAR, OPTIONAL -> Column.Source.VALUE;
            case TEXT -> Column.Source.TEXT;
            case COUNTER -> Column.Source.COUNTER;
            case SET, LIST -> Column.Source.MEMBERS;
            case MAP -> Column.Source.KEYS;
        };
        return new Column(name, source, conversion(), descending);
    }

    /** Returns the column of an index that holds the words of this component, if it is a text. */
    Optional<Column> words() {
        boolean text =
                shape == Shape.TEXT || ((shape == Shape.SCALAR || shape == Shape.OPTIONAL) && element == String.class);
        return text ? Optional.of(new Column(name, Column.Source.WORDS, conversion(), false)) : Optional.empty();
    }

    /** Returns what the field holds, told without its class; a reference has no value that stands for absence. */
    FieldRule rule() {
        FieldRule.Container container = switch (shape) {
            case SCALAR, OPTIONAL, TEXT, COUNTER -> FieldRule.Container.NONE;
            case LIST -> FieldRule.Container.LIST;
            case SET -> FieldRule.Container.SET;
            case MAP -> FieldRule.Container.MAP;
        };
        FieldRule.Kind kind = switch (conversion().kind()) {
            case ANY -> FieldRule.Kind.ANY;
            case STRING, CONSTANT -> FieldRule.Kind.STRING;
            case BOOLEAN -> FieldRule.Kind.BOOLEAN;
            case INT -> FieldRule.Kind.INT;
            case LONG -> FieldRule.Kind.LONG;
            case DOUBLE -> FieldRule.Kind.DOUBLE;
            case INSTANT -> FieldRule.Kind.INSTANT;
            case BYTES -> FieldRule.Kind.BYTES;
            case OBJECT, REF -> FieldRule.Kind.OBJECT;
        };
        boolean reference = shape == Shape.SCALAR && kind == FieldRule.Kind.OBJECT;
        return new FieldRule(
                container, kind, conversion().constants(), rules.requiredIf(rules.required() || reference));
    }

    private Conversion conversion() {
        if (element == Object.class) {
            return Conversion.of(Conversion.Kind.ANY, /* optional= */ false);
        }
        if (element.isEnum()) {
            List<String> constants = Arrays.stream(element.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
            return new Conversion(Conversion.Kind.CONSTANT, shape == Shape.OPTIONAL, constants);
        }
        return Conversion.of(kind(), shape == Shape.OPTIONAL);
    }

    private Conversion.Kind kind() {
        if (element == boolean.class || element == Boolean.class) {
            return Conversion.Kind.BOOLEAN;
        } else if (element == int.class || element == Integer.class) {
            return Conversion.Kind.INT;
        } else if (element == long.class || element == Long.class || element == Counter.class) {
            return Conversion.Kind.LONG;
        } else if (element == double.class || element == Double.class) {
            return Conversion.Kind.DOUBLE;
        } else if (element == Instant.class) {
            return Conversion.Kind.INSTANT;
        } else if (element == Bytes.class) {
            return Conversion.Kind.BYTES;
        } else if (element == ObjectId.class) {
            return Conversion.Kind.OBJECT;
        }
        return element == Ref.class ? Conversion.Kind.REF : Conversion.Kind.STRING;
    }

    private static java.lang.reflect.Type argument(java.lang.reflect.Type type, int index) {
        return type instanceof ParameterizedType it ? it.getActualTypeArguments()[index] : Object.class;
    }

    private static Class<?> raw(java.lang.reflect.Type type) {
        if (type instanceof Class<?> it) {
            return it;
        }
        return type instanceof ParameterizedType it ? raw(it.getRawType()) : Object.class;
    }

    /** Returns whether this is what a method takes. */
    boolean holds(java.lang.reflect.Type type) {
        return accessor.getGenericReturnType().equals(type);
    }

    /** Throws SCHEMA_MISMATCH when a value breaks a rule. */
    Object checked(Object value) {
        if (!rules.isEmpty()) {
            rules.broken(value).ifPresent(rule -> {
                throw declared.mismatch(rule, value);
            });
        }
        return value;
    }

    /** Returns the component's value in {@code owner}; throws SCHEMA_MISMATCH for null. */
    Object read(Record owner) {
        try {
            Object value = accessor.invoke(owner);
            if (value == null) {
                throw declared.mismatch("null; use Optional for what may be absent");
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The accessor of " + declared + " can't be called", e);
        }
    }

    /** Writes a value over what the field holds, unless it is the same. */
    void replace(Object value, MigratedState state, Edit edit, SpaceId space) {
        Object before;
        try {
            before = unchecked(state, space);
        } catch (HearthException misfit) {
            edit.clear(name);
            write(value, null, edit, space);
            return;
        }
        if (!state.holds(name) || !value.equals(before)) {
            write(value, before, edit, space);
        }
    }

    /** Writes a value; {@code before} is what the field holds, null in a new object. */
    void write(Object value, @Nullable Object before, Edit edit, SpaceId space) {
        switch (shape) {
            case SCALAR -> edit.set(name, Values.scalar(name, value, space));
            case OPTIONAL ->
                ((Optional<?>) value)
                        .ifPresentOrElse(
                                present -> edit.set(name, Values.scalar(name, present, space)),
                                () -> clear(before, edit));
            case TEXT -> writeText(((Text) value).value(), before == null ? "" : ((Text) before).value(), edit);
            case SET -> writeSet((Set<?>) value, before == null ? Set.of() : (Set<?>) before, edit, space);
            case COUNTER -> {
                long by = ((Counter) value).value() - (before == null ? 0 : ((Counter) before).value());
                if (by != 0) {
                    edit.increment(name, by);
                }
            }
            case LIST -> writeList((List<?>) value, before == null ? List.of() : (List<?>) before, edit, space);
            case MAP -> writeMap((Map<?, ?>) value, before == null ? Map.of() : (Map<?, ?>) before, edit, space);
        }
    }

    /** What a migration would give again is written as nothing, rather than not at all. */
    private void clear(@Nullable Object before, Edit edit) {
        if (before != null && isGiven()) {
            edit.set(name, new Scalar.Null());
        } else {
            edit.clear(name);
        }
    }

    /** Replaces the stretch that differs, so that concurrent edits elsewhere stay where they were. */
    private void writeText(String after, String before, Edit edit) {
        int start = 0;
        int least = Math.min(after.length(), before.length());
        while (start < least && after.charAt(start) == before.charAt(start)) {
            start++;
        }
        if (start > 0 && Character.isHighSurrogate(before.charAt(start - 1))) {
            start--;
        }
        int end = 0;
        while (end < least - start
                && after.charAt(after.length() - 1 - end) == before.charAt(before.length() - 1 - end)) {
            end++;
        }
        if (end > 0 && Character.isLowSurrogate(before.charAt(before.length() - end))) {
            end--;
        }
        if (before.length() - end > start) {
            edit.deleteText(name, start, before.length() - end - start);
        }
        if (after.length() - end > start) {
            edit.insertText(name, start, after.substring(start, after.length() - end));
        }
    }

    private void writeList(List<?> after, List<?> before, Edit edit, SpaceId space) {
        int start = 0;
        int least = Math.min(after.size(), before.size());
        while (start < least && after.get(start).equals(before.get(start))) {
            start++;
        }
        int end = 0;
        while (end < least - start && after.get(after.size() - 1 - end).equals(before.get(before.size() - 1 - end))) {
            end++;
        }
        if (before.size() - end > start) {
            edit.removeItems(name, start, before.size() - end - start);
        }
        if (after.size() - end > start) {
            List<Scalar> inserted = after.subList(start, after.size() - end).stream()
                    .map(each -> Values.scalar(name, each, space))
                    .toList();
            edit.insert(name, start, inserted);
        }
    }

    private void writeSet(Set<?> after, Set<?> before, Edit edit, SpaceId space) {
        before.stream()
                .filter(member -> !after.contains(member))
                .forEach(member -> edit.discard(name, Values.scalar(name, member, space)));
        after.stream()
                .filter(member -> isGiven() || !before.contains(member))
                .forEach(member -> edit.add(name, Values.scalar(name, member, space)));
        if (after.isEmpty() && isGiven()) {
            edit.set(name, new Scalar.Null());
        }
    }

    private void writeMap(Map<?, ?> after, Map<?, ?> before, Edit edit, SpaceId space) {
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> edit.remove(name, (String) key));
        after.forEach((key, value) -> {
            if (!Objects.equals(value, before.get(key))) {
                edit.put(name, (String) key, Values.scalar(name, value, space));
            }
        });
    }

    /** Returns the value in an object's state, or what stands for absence; throws SCHEMA_MISMATCH for a misfit. */
    Object read(MigratedState state, SpaceId space) {
        if (rules.required() && !state.holds(name)) {
            throw declared.mismatch("is there");
        }
        return checked(unchecked(state, space));
    }

    private Object unchecked(MigratedState state, SpaceId space) {
        return switch (shape) {
            case SCALAR ->
                state.scalar(name).map(scalar -> typed(scalar, space)).orElseGet(this::absent);
            case OPTIONAL -> state.scalar(name).map(scalar -> typed(scalar, space));
            case TEXT -> Text.of(state.stored().text(name));
            case COUNTER -> Counter.of(state.stored().counter(name));
            case SET -> {
                Set<Object> members = new LinkedHashSet<>();
                state.set(name).forEach(member -> members.add(typed(member, space)));
                yield Collections.unmodifiableSet(members);
            }
            case LIST ->
                state.stored().list(name).stream()
                        .map(scalar -> typed(scalar, space))
                        .toList();
            case MAP -> {
                SortedMap<String, Object> entries = new TreeMap<>();
                state.stored().map(name).forEach((key, scalar) -> entries.put(key, typed(scalar, space)));
                yield Collections.unmodifiableSortedMap(entries);
            }
        };
    }

    private Object typed(Scalar scalar, SpaceId space) {
        Object plain = Values.plain(scalar, space);
        if (element == Object.class) {
            return plain;
        }
        if (plain instanceof Ref<?> ref) {
            if (element == ObjectId.class && ref.space().equals(space)) {
                return ref.id();
            }
            if (element == Ref.class) {
                return Ref.of(ref.space(), ref.id(), target);
            }
        } else if (plain instanceof Long number) {
            return number(number);
        } else if (plain instanceof String text && element.isEnum()) {
            return constant(text);
        } else if (plain instanceof Bytes bytes && element == BlobRef.class) {
            return BlobRef.of(bytes).orElseThrow(() -> Values.mismatch(name, "stored bytes are no pointer to a blob"));
        } else if (boxed(element).isInstance(plain)) {
            return plain;
        }
        throw declared.mismatch("a stored " + plain.getClass().getSimpleName() + " is no " + element.getSimpleName());
    }

    private Object number(long number) {
        if (element == int.class || element == Integer.class) {
            if (number != (int) number) {
                throw declared.mismatch("a stored number does not fit an int");
            }
            return (int) number;
        }
        if (element == double.class || element == Double.class) {
            return (double) number;
        }
        if (element == long.class || element == Long.class) {
            return number;
        }
        throw declared.mismatch("a stored number is no " + element.getSimpleName());
    }

    private Object constant(String text) {
        for (Object each : element.getEnumConstants()) {
            if (((Enum<?>) each).name().equals(text)) {
                return each;
            }
        }
        throw declared.mismatch("a stored constant that " + element.getSimpleName() + " does not have");
    }

    private static Class<?> boxed(Class<?> type) {
        if (type == boolean.class) {
            return Boolean.class;
        }
        return type == double.class ? Double.class : type;
    }

    private Object absent() {
        if (element == String.class) {
            return "";
        } else if (element == boolean.class || element == Boolean.class) {
            return false;
        } else if (element == int.class || element == Integer.class) {
            return 0;
        } else if (element == long.class || element == Long.class) {
            return 0L;
        } else if (element == double.class || element == Double.class) {
            return 0.0;
        } else if (element == Instant.class) {
            return Instant.EPOCH;
        } else if (element == Bytes.class) {
            return Bytes.EMPTY;
        } else if (element.isEnum()) {
            return element.getEnumConstants()[0];
        }
        throw declared.mismatch("absent; use Optional");
    }
}
