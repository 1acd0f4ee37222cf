package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be absent: null in JSON, or not there. Jackson knows none of it by itself. */
final class OptionalForm {
    private OptionalForm() {}

    /** Tells Jackson that an optional refers to another value, so that it asks whether there is one. */
    static final class Modifier extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type jdk, TypeBindings bindings, TypeFactory factory) {
            boolean plain = type.hasRawClass(Optional.class) && !type.isReferenceType();
            return plain ? ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0)) : type;
        }
    }

    /** Writes what is there. */
    @SuppressWarnings("rawtypes") // Jackson finds it by the class
    static final class Writer extends StdSerializer<Optional> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(Optional.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider context, Optional value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Optional value, JsonGenerator out, SerializerProvider context) throws IOException {
            context.defaultSerializeValue(((Optional<?>) value).orElse(null), out);
        }
    }

    /** Reads what {@link Writer} writes. */
    @SuppressWarnings("rawtypes") // Jackson finds it by the class
    static final class Reader extends StdDeserializer<Optional> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;

        private final @Nullable JsonDeserializer<?> content;

        Reader(@Nullable JsonDeserializer<?> content) {
            super(Optional.class);
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
                throws JsonMappingException {
            JavaType of = context.getContextualType().containedTypeOrUnknown(0);
            return new Reader(context.findContextualValueDeserializer(of, property));
        }

        @Override
        public Optional<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonDeserializer<?> reader = Objects.requireNonNull(content, "Jackson asks for the content's first");
            return Optional.ofNullable(reader.deserialize(in, context));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
