package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.ObjectSchema;
import dev.hearth.echo.Ref;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the records of one type as JSON and reads them, as Jackson does: under the names that its annotations give.
 * Thread-safe.
 *
 * @param <T> the record
 */
public final class RecordMapper<T extends Record> {
    /** What is not there reads as it does in a space; an item of a list, set or map is there. */
    private static final JsonSetter.Value ABSENT = JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new HearthModule())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .defaultSetterInfo(ABSENT)
            .build();

    private final Class<T> type;
    private final String name;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    /** References without a space lead into {@code here}. */
    public RecordMapper(SpaceId here, Class<T> type) {
        this.type = type;
        this.name = ObjectSchema.of(type).type();
        this.writer = JSON.writerFor(type).withAttribute(RefForm.HERE, here);
        this.reader = JSON.readerFor(type).withAttribute(RefForm.HERE, here);
    }

    /** Returns a record as a JSON object. */
    public String write(T value) {
        try {
            return writer.writeValueAsString(value);
        } catch (IOException e) {
            throw unfit(e);
        }
    }

    /** Returns an object as {@code {"id":..., "type":..., "fields":{...}}}. */
    public String write(Ref<T> object, T value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = writer.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeStringField("id", object.id().toString());
            generator.writeStringField("type", name);
            generator.writeFieldName("fields");
            writer.writeValue(generator, value);
            generator.writeEndObject();
        } catch (IOException e) {
            throw unfit(e);
        }
        return out.toString();
    }

    /** Reads what {@link #write(Record)} writes; throws INPUT_MALFORMED, which names the place and the rule. */
    public T read(String json) {
        try {
            T value = reader.readValue(json);
            if (value == null) {
                throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("type", name, "rule", "a JSON object"));
            }
            return value;
        } catch (InvalidDefinitionException e) {
            throw unfit(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /** The record itself does not work with Jackson. */
    private IllegalArgumentException unfit(IOException cause) {
        return new IllegalArgumentException("type: Jackson can't take " + type.getName(), cause);
    }

    private HearthException malformed(JsonProcessingException fault) {
        Map<String, String> details = new HashMap<>(Map.of("type", name, "rule", rule(fault)));
        JsonLocation location = fault.getLocation();
        if (location != null) {
            details.put("line", Integer.toString(location.getLineNr()));
            details.put("column", Integer.toString(location.getColumnNr()));
        }
        if (fault instanceof JsonMappingException it && !it.getPath().isEmpty()) {
            details.put("field", it.getPath().stream().map(RecordMapper::step).collect(Collectors.joining(".")));
        }
        return new HearthException(ErrorCode.INPUT_MALFORMED, details, fault);
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    /** Jackson's own messages quote the input. */
    private static String rule(JsonProcessingException fault) {
        if (fault instanceof StreamReadException) {
            return "it is not JSON";
        } else if (fault instanceof UnrecognizedPropertyException) {
            return "a name that the type does not have";
        } else if (fault instanceof ValueInstantiationException) {
            return "a value that its type refuses";
        }
        return "a value that does not fit, or is not there";
    }
}
