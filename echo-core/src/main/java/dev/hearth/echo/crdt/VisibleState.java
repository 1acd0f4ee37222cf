package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what can be seen of a state, with all concurrent values, in one order. */
final class VisibleState {
    private VisibleState() {}

    static byte[] encode(UnpackedState state) {
        ByteSink out = new ByteSink(256);
        Lifecycle lifecycle = state.lifecycle();
        out.u8(lifecycle.purged() ? 2 : lifecycle.deleted() ? 1 : 0);
        if (lifecycle.purged()) {
            return out.toByteArray();
        }
        List<Field> fields = new ArrayList<>(state.fields().all());
        fields.sort(Comparator.comparing(field -> field.name));
        for (Field field : fields) {
            FieldKind kind = field.kind(state.actors());
            if (kind != null) {
                out.text(field.name);
                out.u8(kind.code());
                field(out, field);
            }
        }
        return out.toByteArray();
    }

    private static void field(ByteSink out, Field field) {
        register(out, field.scalar);
        Field.MapEntries map = field.map;
        Map<String, Register> entries = map == null ? Map.of() : map.entries;
        out.varint(entries.size());
        for (Map.Entry<String, Register> entry : new TreeMap<>(entries).entrySet()) {
            out.text(entry.getKey());
            register(out, entry.getValue());
        }
        ListSequence list = field.list;
        List<Scalar> items = list == null ? List.of() : list.toList();
        out.varint(items.size());
        for (Scalar item : items) {
            ScalarCodec.write(out, item);
        }
        TextSequence text = field.text;
        out.text(text == null ? "" : text.visible());
        marks(out, text);
        out.zigzag(field.counter == null ? 0 : field.counter.sum());
        Map<Scalar, Register> members = field.set == null ? Map.of() : field.set.ordered();
        out.varint(members.size());
        for (Map.Entry<Scalar, Register> member : members.entrySet()) {
            ScalarCodec.write(out, member.getKey());
            register(out, member.getValue());
        }
        List<ModelEvent> events = field.model == null ? List.of() : field.model.events();
        out.varint(events.size());
        for (ModelEvent event : events) {
            out.blob(event.shared());
        }
    }

    private static void marks(ByteSink out, @Nullable TextSequence text) {
        try {
            List<MarkSpan> spans = text == null ? List.of() : text.spans();
            out.varint(spans.size());
            for (MarkSpan span : spans) {
                out.varint(span.from());
                out.varint(span.to());
                out.text(span.name());
                ScalarCodec.write(out, span.value());
            }
        } catch (ChangeException e) {
            throw new IllegalStateException("The history that this state was loaded with is damaged", e);
        }
    }

    private static void register(ByteSink out, @Nullable Register register) {
        List<Scalar> values = Register.values(register);
        out.varint(values.size());
        for (Scalar value : values) {
            ScalarCodec.write(out, value);
        }
    }
}
