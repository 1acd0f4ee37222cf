package dev.hearth.kube.internal.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Subscription;
import dev.hearth.client.Space;
import dev.hearth.kube.internal.json.ObjectJson;
import dev.hearth.kube.internal.web.SpaceData;
import java.util.function.Consumer;

/** The objects of a space as the pages of an app see them: to read, and to hear when they change. */
record SpacePages(Space space) implements SpaceData {
    /** An answer holds at most so many objects; {@code more} tells whether there are others. */
    private static final int MOST_OBJECTS = 10_000;

    @Override
    public String objects(String type) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("objects");
        var found = space.query(type).limit(MOST_OBJECTS + 1).list();
        found.stream().limit(MOST_OBJECTS).forEach(result -> list.add(ObjectJson.of(result.value())));
        answer.put("more", found.size() > MOST_OBJECTS);
        return answer.toString();
    }

    @Override
    public Subscription onChange(Consumer<String> listener) {
        return space.onCommit(
                Runnable::run,
                commit -> listener.accept("{\"blocks\":" + space.version().blocks() + "}"));
    }
}
