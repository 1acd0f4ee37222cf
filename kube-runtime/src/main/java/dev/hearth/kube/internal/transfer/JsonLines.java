package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, UTF-8, with everything that a space shows.
 *
 * <pre>
 * {"hearth":"export","version":1,"space":id,"name":"..."}                        the first line
 * {"id":id,"type":"Task","fields":{"title":"milk","notes":{"text":"2 l"}}}       an object; "version" if not 1, "edge":true
 * {"place":id,"parent":id,"index":0}                                             a place in the tree; no parent at the top
 * </pre>
 */
final class JsonLines implements Format {
    private static final int VERSION = 1;

    @Override
    public long export(Objects objects, Path file) throws IOException {
        Space space = objects.space();
        ValueJson values = new ValueJson(space.id());
        long[] count = {0};
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            write(
                    out,
                    node().put("hearth", "export")
                            .put("version", VERSION)
                            .put("space", space.id().toString())
                            .put("name", space.name()));
            for (String type : objects.types()) {
                objects.each(type, object -> {
                    write(out, json(objects, values, object));
                    count[0]++;
                });
            }
            objects.tree((object, parent, index) -> {
                ObjectNode place = node().put("place", object.toString());
                parent.ifPresent(id -> place.put("parent", id.toString()));
                write(out, place.put("index", index));
            });
        }
        return count[0];
    }

    private static ObjectNode node() {
        return ValueJson.JSON.createObjectNode();
    }

    private static void write(BufferedWriter out, JsonNode line) throws IOException {
        out.write(line.toString());
        out.write('\n');
    }

    private static ObjectNode json(Objects objects, ValueJson values, DynamicObject object) {
        ObjectNode json = node().put("id", object.id().toString()).put("type", object.type());
        int version = objects.space().transfer().version(object.id());
        if (version != 1) {
            json.put("version", version);
        }
        if (objects.isEdge(object)) {
            json.put("edge", true);
        }
        ObjectNode fields = json.putObject("fields");
        for (String field : object.fields()) {
            object.get(field).ifPresent(value -> fields.set(field, values.of(object, field, value)));
        }
        return json;
    }

    @Override
    public Importing.Outcome load(Space space, Optional<String> only, Path file) throws IOException {
        Importing importing = new Importing(space);
        long line = 0;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = next(in, line); text != null; text = next(in, line)) {
                line++;
                if (!text.isBlank()) {
                    read(importing, only, line, text);
                }
            }
        } catch (CharacterCodingException e) {
            throw Importing.malformed(line + 1, "it is not UTF-8", e);
        }
        return importing.finish();
    }

    /** Reads a line; null at the end. */
    private static @Nullable String next(BufferedReader in, long before) throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() == Importing.MOST_VALUE) {
                throw Importing.malformed(before + 1, "a line that is too long");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private static void read(Importing importing, Optional<String> only, long line, String text) {
        try {
            JsonNode json = ValueJson.JSON.readTree(text);
            if (json.has("hearth")) {
                if (json.path("version").intValue() != VERSION) {
                    throw Importing.malformed(line, "a version of the format that is not known");
                }
            } else if (json.has("place")) {
                if (only.isEmpty()) {
                    Optional<ObjectId> parent = json.has("parent")
                            ? Optional.of(ObjectId.fromHex(json.get("parent").asText()))
                            : Optional.empty();
                    importing.place(
                            line,
                            ObjectId.fromHex(json.get("place").asText()),
                            parent,
                            json.path("index").asInt());
                }
            } else {
                Importing.Imported object = object(line, json);
                if (only.isEmpty() || only.get().equals(object.type())) {
                    importing.take(object, text.length());
                }
            }
        } catch (JsonProcessingException e) {
            throw Importing.malformed(line, "it is not JSON", e);
        } catch (IllegalArgumentException e) {
            throw Importing.malformed(line, "an id that is none", e);
        }
    }

    private static Importing.Imported object(long line, JsonNode json) {
        String type = json.path("type").asText();
        JsonNode given = json.path("fields");
        if (type.isEmpty() || !given.isObject()) {
            throw Importing.malformed(line, "an object has a type and fields");
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        given.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        Optional<ObjectId> id =
                json.has("id") ? Optional.of(ObjectId.fromHex(json.get("id").asText())) : Optional.empty();
        return new Importing.Imported(
                line, id, type, json.path("version").asInt(1), json.path("edge").booleanValue(), fields);
    }
}
