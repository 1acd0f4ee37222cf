package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells Jackson of every type that a field of a record may have and that it does not know by itself. A program's own
 * mapper takes it with {@code findAndRegisterModules()}.
 */
public final class HearthModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    /** Made by Jackson too. */
    public HearthModule() {
        super("hearth");
        string(Text.class, Text::value, Text::of, Optional.of(Text.of("")));
        string(Instant.class, Instant::toString, Instant::parse, Optional.of(Instant.EPOCH));
        string(Bytes.class, HearthModule::base64, HearthModule::bytes, Optional.of(Bytes.EMPTY));
        string(ObjectId.class, ObjectId::toString, ObjectId::fromHex, Optional.empty());
        string(SpaceId.class, SpaceId::toString, SpaceId::fromHex, Optional.empty());
        string(Hash.class, Hash::toString, Hash::fromHex, Optional.empty());
        addSerializer(new CounterForm.Writer());
        addDeserializer(Counter.class, new CounterForm.Reader());
        addSerializer(new RefForm.Writer());
        addDeserializer(Ref.class, new RefForm.Reader(Object.class));
        addSerializer(new OptionalForm.Writer());
        addDeserializer(Optional.class, new OptionalForm.Reader(null));
        setDeserializerModifier(new Absence());
    }

    private <T> void string(Class<T> type, Function<T, String> form, Function<String, T> parser, Optional<T> absent) {
        addSerializer(new StringForm.Writer<>(type, form));
        addDeserializer(type, new StringForm.Reader<>(type, parser, absent));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Bytes bytes(String base64) {
        return Bytes.of(Base64.getDecoder().decode(base64));
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addTypeModifier(new OptionalForm.Modifier());
    }
}
