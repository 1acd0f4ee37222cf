package dev.hearth.echo.internal.query;

import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Comparison;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query as people write it. Read from left to right, each rule of the grammar by a method of its own:
 *
 * <pre>
 * query     = [any] ["order" "by" key ("," key)*] ["limit" number]
 * any       = all ("or" all)*
 * all       = one ("and" one)*
 * one       = "not" one | "(" any ")" | field condition
 * condition = ("=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") value | "between" value "and" value | "in" "(" value ("," value)* ")"
 *           | "starts" "with" string | "contains" value | "has" ("key" | "words") string | "exists" | "missing"
 * key       = field ["asc" | "desc"]
 * field     = word | `name`
 * value     = "string" | number | "true" | "false" | @instant | #object
 * </pre>
 */
public final class WrittenQuery<T> {
    private static final int MOST_DEPTH = 64;
    private static final int MOST_VALUES = 1_000;

    private final SpaceId space;
    private final Tokens tokens;
    private int depth;

    private WrittenQuery(SpaceId space, Tokens tokens) {
        this.space = space;
        this.tokens = tokens;
    }

    /** Returns {@code query} refined by what is written. Throws INPUT_MALFORMED with the rule and the position. */
    public static <T> Query<T> refine(Query<T> query, SpaceId space, String written) {
        return new WrittenQuery<T>(space, new Tokens(written)).read(query);
    }

    private Query<T> read(Query<T> query) {
        Query<T> refined = query;
        Token first = tokens.peek();
        if (first.kind() != Token.Kind.END && !first.is("order") && !first.is("limit")) {
            refined = refined.where(any());
        }
        if (tokens.skip("order")) {
            tokens.require("by");
            do {
                refined = order(refined);
            } while (tokens.skip(","));
        }
        if (tokens.skip("limit")) {
            Token count = tokens.take();
            if (!(count.value() instanceof Long limit) || limit < 0 || limit > Integer.MAX_VALUE) {
                throw Tokens.malformed("here stands how many results there are at most", count.at());
            }
            refined = refined.limit(limit.intValue());
        }
        if (tokens.peek().kind() != Token.Kind.END) {
            throw Tokens.malformed("the query has ended", tokens.peek().at());
        }
        return refined;
    }

    private Query<T> order(Query<T> query) {
        String field = field();
        if (tokens.skip("desc")) {
            return query.orderByDescending(field);
        }
        tokens.skip("asc");
        return query.orderBy(field);
    }

    private Filter<T> any() {
        Filter<T> filter = all();
        while (tokens.skip("or")) {
            filter = filter.or(all());
        }
        return filter;
    }

    private Filter<T> all() {
        Filter<T> filter = one();
        while (tokens.skip("and")) {
            filter = filter.and(one());
        }
        return filter;
    }

    private Filter<T> one() {
        if (++depth > MOST_DEPTH) {
            throw Tokens.malformed(
                    "conditions within conditions over " + MOST_DEPTH,
                    tokens.peek().at());
        }
        Filter<T> filter;
        if (tokens.skip("not")) {
            filter = one().not();
        } else if (tokens.skip("(")) {
            filter = any();
            tokens.require(")");
        } else {
            filter = condition(Path.of(new NamedProperty<T, Object>(field())));
        }
        depth--;
        return filter;
    }

    private String field() {
        Token token = tokens.take();
        if ((token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.FIELD)
                || token.text().isEmpty()) {
            throw Tokens.malformed("here stands the name of a field", token.at());
        }
        return token.text();
    }

    private Filter<T> condition(Path path) {
        Token token = tokens.take();
        if (token.kind() == Token.Kind.SIGN) {
            return Condition.compare(path, comparison(token), value());
        }
        return switch (token.kind() == Token.Kind.WORD ? token.text() : "") {
            case "between" -> between(path);
            case "in" -> Condition.in(path, values());
            case "starts" -> {
                tokens.require("with");
                yield Condition.startsWith(path, string());
            }
            case "contains" -> Condition.contains(path, value());
            case "has" -> has(path);
            case "exists" -> Condition.exists(path);
            case "missing" -> Condition.compare(path, Comparison.EQUAL, null);
            default -> throw Tokens.malformed("here stands a condition, such as = or starts with", token.at());
        };
    }

    private Filter<T> has(Path path) {
        if (tokens.skip("words")) {
            return Condition.words(path, string());
        }
        tokens.require("key");
        return Condition.containsKey(path, string());
    }

    private static Comparison comparison(Token token) {
        return switch (token.text()) {
            case "=" -> Comparison.EQUAL;
            case "!=" -> Comparison.NOT_EQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.AT_LEAST;
            default -> throw Tokens.malformed("here stands a condition, such as = or starts with", token.at());
        };
    }

    private Filter<T> between(Path path) {
        Filter<T> least = Condition.compare(path, Comparison.AT_LEAST, value());
        tokens.require("and");
        return least.and(Condition.compare(path, Comparison.AT_MOST, value()));
    }

    private List<Object> values() {
        List<Object> values = new ArrayList<>();
        tokens.require("(");
        do {
            values.add(value());
            if (values.size() > MOST_VALUES) {
                throw Tokens.malformed(
                        "over " + MOST_VALUES + " values", tokens.peek().at());
            }
        } while (tokens.skip(","));
        tokens.require(")");
        return values;
    }

    private Object value() {
        Token token = tokens.take();
        return literal(token).orElseThrow(() -> Tokens.malformed("here stands a value", token.at()));
    }

    private Optional<Object> literal(Token token) {
        if (token.is("true") || token.is("false")) {
            return Optional.of(token.is("true"));
        }
        return Optional.ofNullable(token.value())
                .map(value -> value instanceof ObjectId id ? Ref.of(space, id, DynamicObject.class) : value);
    }

    private String string() {
        Token token = tokens.take();
        if (!(token.value() instanceof String string)) {
            throw Tokens.malformed("here stands a string", token.at());
        }
        return string;
    }
}
