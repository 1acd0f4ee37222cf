package dev.hearth.echo.internal.schema;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Length;
import dev.hearth.echo.Matches;
import dev.hearth.echo.Range;
import dev.hearth.echo.Required;
import dev.hearth.echo.Text;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a field's value keeps to beside its type. Lengths are of the value, bounds and expressions of each member where
 * it has members.
 *
 * @param required whether the field is there
 * @param least the least length
 * @param most the greatest length
 * @param min the least number; null for none
 * @param max the greatest number; null for none
 * @param pattern what occurs in each string; null for anything
 */
public record Rules(
        boolean required,
        int least,
        int most,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Pattern pattern) {
    /** Nothing but the type. */
    public static final Rules NONE = new Rules(false, 0, Integer.MAX_VALUE, null, null, null);

    private static final String WHOLE_START = "^(?:";
    private static final String WHOLE_END = ")\\z";
    private static final String WRITTEN_END = ")$";

    /** Returns what the annotations of {@code declared} say. */
    public static Rules of(AnnotatedElement declared, String name) {
        Length length = declared.getAnnotation(Length.class);
        Range range = declared.getAnnotation(Range.class);
        Matches matches = declared.getAnnotation(Matches.class);
        return new Rules(
                declared.isAnnotationPresent(Required.class),
                length == null ? 0 : length.min(),
                length == null ? Integer.MAX_VALUE : length.max(),
                range == null ? null : bound(name, range.min()),
                range == null ? null : bound(name, range.max()),
                matches == null ? null : compile(name, WHOLE_START + matches.value() + WHOLE_END));
    }

    private static @Nullable BigDecimal bound(String name, double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(name + ": a bound is no number");
        }
        return Double.isInfinite(value) ? null : BigDecimal.valueOf(value).stripTrailingZeros();
    }

    private static Pattern compile(String name, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(name + ": the expression can't be read", e);
        }
    }

    /** Returns an expression of JSON Schema, of which Java's form is the same but for what ends the whole. */
    static Pattern parsed(String expression) {
        return Pattern.compile(
                expression.startsWith(WHOLE_START) && expression.endsWith(WRITTEN_END)
                        ? expression.substring(0, expression.length() - WRITTEN_END.length()) + WHOLE_END
                        : expression);
    }

    /** Returns an expression as JSON Schema has it. */
    static String written(Pattern pattern) {
        String expression = pattern.pattern();
        return expression.startsWith(WHOLE_START) && expression.endsWith(WHOLE_END)
                ? expression.substring(0, expression.length() - WHOLE_END.length()) + WRITTEN_END
                : expression;
    }

    /** Returns the same, of a field that has to be there or not. */
    public Rules requiredIf(boolean there) {
        return new Rules(there, least, most, min, max, pattern);
    }

    Rules ofLength(int from, int to) {
        return new Rules(required, from, to, min, max, pattern);
    }

    Rules between(@Nullable BigDecimal from, @Nullable BigDecimal to) {
        return new Rules(required, least, most, from, to, pattern);
    }

    Rules matching(@Nullable Pattern expression) {
        return new Rules(required, least, most, min, max, expression);
    }

    /** Returns whether there is nothing to keep to. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Returns whether there are rules of numbers. */
    public boolean isOfNumbers() {
        return min != null || max != null;
    }

    /** Returns whether there are rules of lengths. */
    public boolean isOfLength() {
        return least > 0 || most < Integer.MAX_VALUE;
    }

    /** Returns the rule that {@code value} breaks, in words. */
    public Optional<String> broken(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.flatMap(this::broken);
        }
        long length = length(value);
        if (length >= 0 && length < least) {
            return Optional.of("at least " + least + " long");
        }
        if (length > most) {
            return Optional.of("at most " + most + " long");
        }
        for (Object each : members(value)) {
            Optional<String> broken = brokenBy(each);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<String> brokenBy(Object value) {
        BigDecimal number = number(value);
        if (number != null && min != null && number.compareTo(min) < 0) {
            return Optional.of("at least " + min.toPlainString());
        }
        if (number != null && max != null && number.compareTo(max) > 0) {
            return Optional.of("at most " + max.toPlainString());
        }
        if (isOfNumbers() && number == null && value instanceof Double) {
            return Optional.of("a finite number");
        }
        Pattern expression = pattern;
        if (expression != null && !matches(expression, value)) {
            return Optional.of("matches " + written(expression));
        }
        return Optional.empty();
    }

    private static boolean matches(Pattern expression, Object value) {
        return !(value instanceof String || value instanceof Text)
                || expression.matcher(value.toString()).find();
    }

    private static @Nullable BigDecimal number(Object value) {
        if (value instanceof Double real) {
            return Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
        }
        if (value instanceof Counter counter) {
            return BigDecimal.valueOf(counter.value());
        }
        return value instanceof Number whole ? BigDecimal.valueOf(whole.longValue()) : null;
    }

    private static Collection<?> members(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values();
        }
        return value instanceof Collection<?> all ? all : List.of(value);
    }

    /** Returns how long a value is; -1 for one that has no length. */
    private static long length(Object value) {
        if (value instanceof String || value instanceof Text) {
            String text = value.toString();
            return text.codePointCount(0, text.length());
        }
        if (value instanceof Bytes bytes) {
            return bytes.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof Collection<?> all ? all.size() : -1;
    }

    /** Returns what kind of value it is, without what it says. */
    public static String describe(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Rules::describe).orElse("nothing");
        }
        long length = length(value);
        String kind = value instanceof Map<?, ?>
                ? "Map"
                : value instanceof List<?>
                        ? "List"
                        : value instanceof Collection<?>
                                ? "Set"
                                : value.getClass().getSimpleName();
        return length < 0 ? kind : kind + " of " + length;
    }
}
