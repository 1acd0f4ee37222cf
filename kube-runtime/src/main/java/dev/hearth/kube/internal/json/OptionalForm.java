package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be absent: null in JSON, or not there. Jackson knows none of it by itself. */
final class OptionalForm {
    private OptionalForm() {}

    /** Tells Jackson that an optional refers to another value. */
    static final class Modifier extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type jdk, TypeBindings bindings, TypeFactory factory) {
            boolean plain = type.hasRawClass(Optional.class) && !type.isReferenceType();
            return plain ? ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0)) : type;
        }
    }

    /** Finds {@link Writer}. */
    static final class Writers extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findReferenceSerializer(
                SerializationConfig config,
                ReferenceType type,
                BeanDescription description,
                @Nullable TypeSerializer ofType,
                JsonSerializer<Object> ofValue) {
            return type.hasRawClass(Optional.class) ? new Writer(type, ofType, ofValue) : null;
        }
    }

    /** Finds {@link Reader}. */
    static final class Readers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findReferenceDeserializer(
                ReferenceType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable TypeDeserializer ofType,
                JsonDeserializer<?> ofValue) {
            return type.hasRawClass(Optional.class) ? new Reader(type, ofType, ofValue) : null;
        }
    }

    private static final class Writer extends ReferenceTypeSerializer<Optional<?>> {
        private static final long serialVersionUID = 1;

        Writer(ReferenceType type, @Nullable TypeSerializer ofType, JsonSerializer<Object> ofValue) {
            super(type, true, ofType, ofValue);
        }

        private Writer(
                Writer base,
                @Nullable BeanProperty property,
                @Nullable TypeSerializer ofType,
                @Nullable JsonSerializer<?> ofValue,
                @Nullable NameTransformer names,
                @Nullable Object suppressed,
                boolean suppressesNulls) {
            super(base, property, ofType, ofValue, names, suppressed, suppressesNulls);
        }

        @Override
        protected ReferenceTypeSerializer<Optional<?>> withResolved(
                @Nullable BeanProperty property,
                @Nullable TypeSerializer ofType,
                @Nullable JsonSerializer<?> ofValue,
                @Nullable NameTransformer names) {
            return new Writer(this, property, ofType, ofValue, names, _suppressableValue, _suppressNulls);
        }

        @Override
        public ReferenceTypeSerializer<Optional<?>> withContentInclusion(
                @Nullable Object suppressed, boolean suppressesNulls) {
            return new Writer(
                    this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressed, suppressesNulls);
        }

        @Override
        protected boolean _isValuePresent(Optional<?> value) {
            return value.isPresent();
        }

        @Override
        protected Object _getReferenced(Optional<?> value) {
            return value.orElseThrow();
        }

        @Override
        protected @Nullable Object _getReferencedIfPresent(Optional<?> value) {
            return value.orElse(null);
        }
    }

    private static final class Reader extends ReferenceTypeDeserializer<Optional<?>> {
        private static final long serialVersionUID = 1;

        Reader(JavaType type, @Nullable TypeDeserializer ofType, JsonDeserializer<?> ofValue) {
            super(type, null, ofType, ofValue);
        }

        @Override
        protected ReferenceTypeDeserializer<Optional<?>> withResolved(
                @Nullable TypeDeserializer ofType, JsonDeserializer<?> ofValue) {
            return new Reader(_fullType, ofType, ofValue);
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Optional<?> referenceValue(Object contents) {
            return Optional.ofNullable(contents);
        }

        @Override
        public Optional<?> updateReference(Optional<?> reference, Object contents) {
            return Optional.of(contents);
        }

        @Override
        public @Nullable Object getReferenced(Optional<?> reference) {
            return reference.orElse(null);
        }
    }
}
