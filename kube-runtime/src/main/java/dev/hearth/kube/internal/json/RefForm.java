package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.util.AccessPattern;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A pointer to an object, which is a string in JSON: the object's id where it lives in the space that {@link #HERE}
 * names, otherwise the ids of space and object with a slash between them.
 */
final class RefForm {
    /** The attribute of a reading or writing that names its space, a {@link SpaceId}. */
    static final Object HERE = new Object();

    private RefForm() {}

    private static @Nullable SpaceId here(DatabindContext context) {
        return (SpaceId) context.getAttribute(HERE);
    }

    /** Writes a pointer. */
    @SuppressWarnings("rawtypes") // Jackson finds it by the class
    static final class Writer extends StdScalarSerializer<Ref> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(Ref.class);
        }

        @Override
        public void serialize(Ref value, JsonGenerator out, SerializerProvider context) throws IOException {
            boolean isHere = value.space().equals(here(context));
            out.writeString(isHere ? value.id().toString() : value.space() + "/" + value.id());
        }
    }

    /** Reads what {@link Writer} writes, as a pointer to what the component says that it points to. */
    @SuppressWarnings("rawtypes") // Jackson finds it by the class
    static final class Reader extends StdScalarDeserializer<Ref> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;

        private final Class<?> target;

        Reader(Class<?> target) {
            super(Ref.class);
            this.target = target;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new Reader(
                    context.getContextualType().containedTypeOrUnknown(0).getRawClass());
        }

        @Override
        public Ref deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return (Ref) context.handleUnexpectedToken(Ref.class, in);
            }
            String text = in.getText();
            int slash = text.indexOf('/');
            SpaceId here = here(context);
            try {
                if (slash >= 0) {
                    SpaceId space = SpaceId.fromHex(text.substring(0, slash));
                    return Ref.of(space, ObjectId.fromHex(text.substring(slash + 1)), target);
                } else if (here != null) {
                    return Ref.of(here, ObjectId.fromHex(text), target);
                }
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, Ref.class, "no Ref");
            }
            throw context.weirdStringException(text, Ref.class, "a Ref without its space");
        }

        @Override
        public AccessPattern getEmptyAccessPattern() {
            return AccessPattern.DYNAMIC;
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) throws JsonMappingException {
            return context.reportInputMismatch(this, "absent");
        }
    }
}
