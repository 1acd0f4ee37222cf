package dev.hearth.echo.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Ref;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.schema.Rules;
import java.time.Instant;
import java.util.Map;

/** Scalars as the engine keeps them and as Java sees them. */
public final class Values {
    private Values() {}

    /** Returns {@code value} for the engine; throws SCHEMA_MISMATCH for a type that is no scalar. */
    public static Scalar scalar(String field, Object value, SpaceId space) {
        if (value instanceof String it) {
            return string(field, it);
        } else if (value instanceof Boolean it) {
            return new Scalar.Bool(it);
        } else if (value instanceof Long it) {
            return new Scalar.Int(it);
        } else if (value instanceof Integer it) {
            return new Scalar.Int(it);
        } else if (value instanceof Double it) {
            return new Scalar.Real(it);
        } else if (value instanceof Instant it) {
            return new Scalar.Time(it.getEpochSecond(), it.getNano());
        } else if (value instanceof Bytes it) {
            return new Scalar.Blob(it.toArray());
        } else if (value instanceof BlobRef it) {
            return new Scalar.Blob(it.toBytes().toArray());
        } else if (value instanceof Enum<?> it) {
            return new Scalar.Str(it.name());
        } else if (value instanceof ObjectId it) {
            return Scalar.Reference.of(it.value().toArray());
        } else if (value instanceof Ref<?> it) {
            return it.space().equals(space)
                    ? Scalar.Reference.of(it.id().value().toArray())
                    : Scalar.Reference.of(
                            it.id().value().toArray(), it.space().value().toArray());
        }
        throw mismatch(field, value.getClass().getSimpleName() + " is no value that can be stored");
    }

    private static Scalar string(String field, String value) {
        try {
            return new Scalar.Str(value);
        } catch (IllegalArgumentException e) {
            throw mismatch(field, "half of a character");
        }
    }

    /** Returns {@code scalar} as Java sees it where no type is asked for. */
    public static Object plain(Scalar scalar, SpaceId space) {
        if (scalar instanceof Scalar.Str it) {
            return it.value();
        } else if (scalar instanceof Scalar.Bool it) {
            return it.value();
        } else if (scalar instanceof Scalar.Int it) {
            return it.value();
        } else if (scalar instanceof Scalar.Real it) {
            return it.value();
        } else if (scalar instanceof Scalar.Time it) {
            return Instant.ofEpochSecond(it.seconds(), it.nanos());
        } else if (scalar instanceof Scalar.Blob it) {
            return Bytes.of(it.bytes());
        } else if (scalar instanceof Scalar.Reference it) {
            SpaceId where = it.space().map(id -> new SpaceId(Bytes.of(id))).orElse(space);
            return Ref.of(where, new ObjectId(Bytes.of(it.object())), Record.class);
        }
        return "";
    }

    /** Returns the error that a value of a type's {@code field} breaks a rule of the schema. */
    public static HearthException mismatch(String type, String field, String why) {
        return new HearthException(ErrorCode.SCHEMA_MISMATCH, Map.of("type", type, "field", field, "rule", why));
    }

    /** Returns the error that a value breaks a rule; the value is told by its kind, for it is content. */
    public static HearthException mismatch(String type, String field, String why, Object value) {
        return new HearthException(
                ErrorCode.SCHEMA_MISMATCH,
                Map.of("type", type, "field", field, "rule", why, "value", Rules.describe(value)));
    }

    /** Returns the error that a value of {@code field} breaks a rule of the schema. */
    public static HearthException mismatch(String field, String why) {
        return new HearthException(ErrorCode.SCHEMA_MISMATCH, Map.of("field", field, "rule", why));
    }
}
