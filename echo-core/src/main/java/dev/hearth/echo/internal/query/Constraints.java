package dev.hearth.echo.internal.query;

import dev.hearth.echo.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the objects that fulfil all filters of a query stand in columns of indexes: there, though not they alone. */
public final class Constraints {
    /** What of a field is constrained. */
    private record Subject(String field, Condition.Aspect aspect) {}

    private record Constraint(Subject subject, List<Interval> intervals, boolean exact) {}

    /**
     * Where objects stand.
     *
     * @param intervals the stretches of a column
     * @param said what says so
     * @param exact whether nothing else stands there
     */
    public record Stand(List<Interval> intervals, List<Filter<?>> said, boolean exact) {}

    private final Map<Subject, List<Stand>> stands = new HashMap<>();

    private Constraints() {}

    /** Returns what {@code filters} say of objects that are read as {@code type}. */
    public static Constraints of(List<? extends Filter<?>> filters, Class<?> type) {
        Constraints all = new Constraints();
        for (Filter<?> filter : filters) {
            for (Filter<?> part : Junction.conjuncts(filter)) {
                constraint(part, type).ifPresent(found -> all.add(found, part));
            }
        }
        return all;
    }

    /**
     * Of a value all conditions are true at once. A container may have two members: of each condition alone it is true
     * that the object stands there.
     */
    private void add(Constraint found, Filter<?> filter) {
        List<Stand> known = stands.computeIfAbsent(found.subject(), subject -> new ArrayList<>());
        if (known.isEmpty() || found.subject().aspect() != Condition.Aspect.VALUE) {
            known.add(new Stand(found.intervals(), List.of(filter), found.exact()));
            return;
        }
        Stand before = known.get(0);
        List<Filter<?>> said = new ArrayList<>(before.said());
        said.add(filter);
        List<Interval> common = Interval.common(before.intervals(), found.intervals());
        known.set(0, new Stand(common, said, before.exact() && found.exact()));
    }

    private static Optional<Constraint> constraint(Filter<?> filter, Class<?> type) {
        if (filter instanceof Condition<?> condition && !condition.intervals().isEmpty()) {
            return condition
                    .path()
                    .field(type)
                    .map(field -> new Constraint(
                            new Subject(field, condition.aspect()), condition.intervals(), condition.isExact()));
        }
        return filter instanceof Junction<?> junction && !junction.every() ? either(junction, type) : Optional.empty();
    }

    /** Alternatives constrain a field when all are about it. */
    private static Optional<Constraint> either(Junction<?> junction, Class<?> type) {
        Set<Subject> subjects = new HashSet<>();
        List<Interval> union = new ArrayList<>();
        boolean exact = true;
        for (Filter<?> part : junction.parts()) {
            Optional<Constraint> found = constraint(part, type);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            subjects.add(found.get().subject());
            union.addAll(found.get().intervals());
            exact &= found.get().exact();
        }
        return subjects.size() == 1
                ? Optional.of(new Constraint(subjects.iterator().next(), Interval.union(union), exact))
                : Optional.empty();
    }

    /** Returns where in a column the objects stand, in one way or another; nothing when nothing is said of it. */
    public List<Stand> of(String field, Condition.Aspect aspect) {
        return stands.getOrDefault(new Subject(field, aspect), List.of());
    }
}
