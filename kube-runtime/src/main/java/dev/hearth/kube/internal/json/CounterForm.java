package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.hearth.echo.Counter;
import java.io.IOException;

/** A counter, which is a whole number in JSON. */
final class CounterForm {
    private CounterForm() {}

    /** Writes a counter. */
    static final class Writer extends StdScalarSerializer<Counter> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(Counter.class);
        }

        @Override
        public void serialize(Counter value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeNumber(value.value());
        }
    }

    /** Reads what {@link Writer} writes. */
    static final class Reader extends StdScalarDeserializer<Counter> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(Counter.class);
        }

        @Override
        public Counter deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return (Counter) context.handleUnexpectedToken(Counter.class, in);
            }
            return Counter.of(in.getLongValue());
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Counter.of(0);
        }
    }
}
