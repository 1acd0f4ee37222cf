package dev.hearth.kube;

import dev.hearth.echo.Database;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import dev.hearth.kube.internal.json.RecordMapper;

/**
 * The records of one type as JSON and back, for the edge of a program: its HTTP interface, its files. Jackson does it,
 * so its annotations on the record count: {@code @JsonProperty}, {@code @JsonIgnore}, {@code @JsonAlias},
 * {@code @JsonInclude} and the others. What a space stores knows nothing of them, nor do exports.
 *
 * <p>Texts, times (ISO 8601), ids and references are strings, bytes are base64, counters are numbers, an empty
 * {@code Optional} is null, and a pointer to a blob is an object of its id, size and media type. A reference into
 * another space is {@code "space/object"}.
 *
 * <p>What JSON does not have, or has as null, reads as what is absent in a space does: false, 0, an empty string. What
 * nothing stands for, such as a reference outside an {@code Optional}, has to be there. Otherwise it is as Jackson does
 * by default, but that no name may be there twice, nothing may follow, and no fraction is cut down to a whole number.
 *
 * <p>A program in a named module opens the package of its records to {@code com.fasterxml.jackson.databind}. A mapper
 * of a program's own learns the same types with {@code findAndRegisterModules()}; it writes references with their
 * space.
 *
 * <p>Thread-safe.
 *
 * @param <T> the record
 */
public final class RecordJson<T extends Record> {
    private final Database home;
    private final RecordMapper<T> mapper;

    private RecordJson(Database home, RecordMapper<T> mapper) {
        this.home = home;
        this.mapper = mapper;
    }

    /** Returns what writes and reads records of {@code home}; throws IllegalArgumentException for what is no record. */
    public static <T extends Record> RecordJson<T> of(Database home, Class<T> type) {
        return new RecordJson<>(home, new RecordMapper<>(home.id(), type));
    }

    /** Returns a record as a JSON object. */
    public String write(T value) {
        return mapper.write(value);
    }

    /**
     * Returns an object as it is now, with its id: {@code {"id":..., "type":..., "fields":{...}}}. Throws
     * OBJECT_UNKNOWN and SCHEMA_MISMATCH like {@link Database#get}.
     */
    public String write(Ref<T> object) {
        return mapper.write(object, home.get(object));
    }

    /** Returns an object as a query found it, with its id, in the same form. */
    public String write(Result<T> row) {
        return mapper.write(row.ref(), row.value());
    }

    /**
     * Returns the record that a JSON object stands for. Throws INPUT_MALFORMED, whose details name type and rule, and
     * where they are known field, line and column, but never a value.
     */
    public T read(String json) {
        return mapper.read(json);
    }
}
