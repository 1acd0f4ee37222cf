package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Transfer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes objects and places into a space, in transactions of bounded size: the first bad line ends the import, and of
 * the transaction that it would have been in nothing is applied. An object that is here already, deleted or not, is
 * passed over, so an import that was ended goes on when it is done again.
 */
final class Importing {
    /** The most characters or bytes of a line or cell that is read. */
    static final int MOST_VALUE = 1 << 26;

    private static final int MOST_OBJECTS = 256;
    private static final int MOST_BYTES = 256 << 10;

    private final Space space;
    private final Transfer transfer;
    private final ValueJson values;
    private final List<Imported> pending = new ArrayList<>();
    private int bytes;
    private long created;
    private long passedOver;

    Importing(Space space) {
        this.space = space;
        this.transfer = space.transfer();
        this.values = new ValueJson(space.id());
    }

    /**
     * An object that was read.
     *
     * @param line where it stands
     * @param id its id; empty for a new one
     * @param type its type
     * @param version of the type
     * @param edge whether it is the one edge between its ends, whose id follows from the space
     * @param fields its fields
     */
    record Imported(
            long line, Optional<ObjectId> id, String type, int version, boolean edge, Map<String, JsonNode> fields) {
        Imported {
            fields = new LinkedHashMap<>(fields);
        }
    }

    void take(Imported object, int size) {
        pending.add(object);
        bytes += size;
        if (pending.size() >= MOST_OBJECTS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        long before = created;
        try {
            space.transact(() -> pending.forEach(this::create));
        } catch (HearthException e) {
            created = before;
            throw e.details().containsKey("line") ? e : at(pending.get(0).line(), e);
        }
        pending.clear();
        bytes = 0;
    }

    private void create(Imported object) {
        try {
            Optional<ObjectId> id = object.edge() ? Optional.of(edge(object)) : object.id();
            if (id.isPresent() && transfer.knows(id.get())) {
                passedOver++;
                return;
            }
            DynamicObject made = id.isPresent()
                    ? transfer.create(id.get(), object.type(), object.version())
                    : space.create(object.type());
            for (Map.Entry<String, JsonNode> field : object.fields().entrySet()) {
                write(made, field.getKey(), field.getValue());
            }
            created++;
        } catch (MalformedException | IllegalArgumentException e) {
            throw malformed(object.line(), String.valueOf(e.getMessage()), e);
        } catch (HearthException e) {
            throw at(object.line(), e);
        }
    }

    private ObjectId edge(Imported object) throws MalformedException {
        JsonNode source = object.fields().get("source");
        JsonNode target = object.fields().get("target");
        if (source == null
                || target == null
                || !(values.scalar(source) instanceof Ref<?> from)
                || !(values.scalar(target) instanceof Ref<?> to)) {
            throw new MalformedException("an edge without its ends");
        }
        return transfer.edge(object.type(), from, to);
    }

    private void write(DynamicObject object, String field, JsonNode value) throws MalformedException {
        if (value.has("model")) {
            for (JsonNode operation : value.get("model")) {
                Bytes bytesOf = Bytes.of(Base64.getDecoder().decode(operation.asText()));
                space.model(object.id(), field, new RawModel()).submit(bytesOf);
            }
        } else {
            values.write(object, field, value);
        }
    }

    /** Puts an object at its place, after all that was taken before. */
    void place(long line, ObjectId object, Optional<ObjectId> parent, int index) {
        flush();
        try {
            if (parent.isPresent()) {
                int count = space.hierarchy().children(parent.get()).size();
                space.hierarchy().place(object, parent.get(), Math.min(index, count));
            } else {
                int count = space.hierarchy().top().size();
                space.hierarchy().placeAtTop(object, Math.min(index, count));
            }
        } catch (IllegalArgumentException e) {
            throw malformed(line, String.valueOf(e.getMessage()), e);
        } catch (HearthException e) {
            throw at(line, e);
        }
    }

    Outcome finish() {
        flush();
        space.flush();
        return new Outcome(created, passedOver);
    }

    /**
     * What an import did.
     *
     * @param created how many objects were made
     * @param passedOver how many were here already
     */
    record Outcome(long created, long passedOver) {}

    static HearthException malformed(long line, String rule) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("line", Long.toString(line), "rule", rule));
    }

    static HearthException malformed(long line, String rule, Exception cause) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("line", Long.toString(line), "rule", rule), cause);
    }

    private static HearthException at(long line, HearthException refusal) {
        Map<String, String> details = new LinkedHashMap<>(refusal.details());
        details.put("line", Long.toString(line));
        return new HearthException(refusal.code(), details, refusal);
    }
}
