package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.util.AccessPattern;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/** A value that is a string in JSON. */
final class StringForm {
    private StringForm() {}

    /** Writes such a value. */
    static final class Writer<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<T, String> form;

        Writer(Class<T> type, Function<T, String> form) {
            super(type);
            this.form = form;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(form.apply(value));
        }
    }

    /** Reads what {@link Writer} writes. */
    static final class Reader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final Class<T> type;
        private final transient Function<String, T> parser;
        private final transient Optional<T> absent;

        /** {@code absent} is what stands for a value that is not there, if anything does. */
        Reader(Class<T> type, Function<String, T> parser, Optional<T> absent) {
            super(type);
            this.type = type;
            this.parser = parser;
            this.absent = absent;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(context.handleUnexpectedToken(type, in));
            }
            try {
                return parser.apply(in.getText());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw context.weirdStringException(in.getText(), type, "no " + type.getSimpleName());
            }
        }

        @Override
        public AccessPattern getEmptyAccessPattern() {
            return AccessPattern.DYNAMIC;
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) throws JsonMappingException {
            if (absent.isEmpty()) {
                return context.reportInputMismatch(this, "absent");
            }
            return absent.get();
        }
    }
}
