package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.util.AccessPattern;
import dev.hearth.echo.BlobRef;

/**
 * What stands for a value that is not there, as in a space: of an enum its first constant, of a pointer to a blob
 * nothing.
 */
final class Absence extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> reader) {
        return new Reader(reader);
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> reader) {
        return description.getBeanClass() == BlobRef.class ? new Reader(reader) : reader;
    }

    private static final class Reader extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        Reader(JsonDeserializer<?> of) {
            super(of);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> of) {
            return new Reader(of);
        }

        @Override
        public AccessPattern getEmptyAccessPattern() {
            return AccessPattern.DYNAMIC;
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) throws JsonMappingException {
            Class<?> type = handledType();
            return type.isEnum() ? type.getEnumConstants()[0] : context.reportInputMismatch(this, "absent");
        }
    }
}
