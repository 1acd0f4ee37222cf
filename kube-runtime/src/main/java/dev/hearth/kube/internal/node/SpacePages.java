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
    @Override
    public String objects(String type) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("objects");
        space.query(type).list().forEach(result -> list.add(ObjectJson.of(result.value())));
        return answer.toString();
    }

    @Override
    public Subscription onChange(Consumer<String> listener) {
        return space.onCommit(
                Runnable::run,
                commit -> listener.accept("{\"blocks\":" + space.version().blocks() + "}"));
    }
}
