package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one object by name: a short array, which is searched, and a map once there are many. */
final class FieldTable {
    private static final Field[] NONE = {};
    private static final int MANY = 12;

    private final Actors actors;
    private final ChangeRecorder recorder;
    private Field[] fields = NONE;
    private int count;
    private @Nullable Map<String, Field> byName;

    FieldTable(Actors actors, ChangeRecorder recorder) {
        this.actors = actors;
        this.recorder = recorder;
    }

    @Nullable Field get(String name) {
        Field field = find(name);
        return field == null ? null : field.opened(actors, recorder);
    }

    private @Nullable Field find(String name) {
        Map<String, Field> map = byName;
        if (map != null) {
            return map.get(name);
        }
        for (int i = 0; i < count; i++) {
            if (fields[i].name.equals(name)) {
                return fields[i];
            }
        }
        return null;
    }

    int size() {
        return count;
    }

    /** Adds a field that is not there yet. */
    Field add(String name) {
        return add(new Field(name));
    }

    Field add(Field field) {
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, count + 4);
        }
        fields[count++] = field;
        if (byName != null) {
            byName.put(field.name, field);
        } else if (count > MANY) {
            Map<String, Field> map = new HashMap<>();
            unopened().forEach(each -> map.put(each.name, each));
            byName = map;
        }
        return field;
    }

    /** Takes out so many fields, those that were added last. */
    void removeLast(int last) {
        Map<String, Field> map = byName;
        for (int i = count - last; i < count && map != null; i++) {
            map.remove(fields[i].name);
        }
        count -= last;
        fields = Arrays.copyOf(fields, count);
    }

    /** Returns all fields. */
    List<Field> all() {
        for (int i = 0; i < count; i++) {
            fields[i].opened(actors, recorder);
        }
        return unopened();
    }

    /** Returns all fields, some of which may not have been read. */
    List<Field> unopened() {
        return List.of(Arrays.copyOf(fields, count));
    }
}
