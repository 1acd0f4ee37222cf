package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.SpaceProperties;
import dev.hearth.echo.Database;
import dev.hearth.echo.MapField;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.util.Map;
import java.util.Optional;

/** Name and properties of a space, in the one object that its creator made for them. Thread-safe. */
final class ObjectProperties implements SpaceProperties {
    private static final int MAX_NAME = 256;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 4_096;

    private final Database database;

    ObjectProperties(Database database) {
        this.database = database;
    }

    /** Makes the object; called once, by who creates the space. */
    void create(String name) {
        database.put(new SpaceObject(checked("name", name, 1, MAX_NAME), Map.of()));
    }

    static String checked(String what, String text, int least, int most) {
        if (text.length() < least || text.length() > most || (least > 0 && text.isBlank())) {
            throw new IllegalArgumentException(
                    what + ": from " + least + " to " + most + " characters, got " + text.length());
        }
        return text;
    }

    static void checkName(String name) {
        checked("name", name, 1, MAX_NAME);
    }

    Optional<String> name() {
        return found().map(SpaceObject::name);
    }

    void rename(String name) {
        checkName(name);
        database.update(object(), former -> new SpaceObject(name, former.properties()));
    }

    private Optional<SpaceObject> found() {
        return database.query(SpaceObject.class).first().map(Result::value);
    }

    private Ref<SpaceObject> object() {
        return database.query(SpaceObject.class)
                .first()
                .map(Result::ref)
                .orElseThrow(() -> new HearthException(ErrorCode.OBJECT_UNKNOWN));
    }

    @Override
    public Map<String, String> all() {
        return found().map(SpaceObject::properties).orElse(Map.of());
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(all().get(key));
    }

    @Override
    public void set(String key, String value) {
        checked("key", key, 1, MAX_KEY);
        checked("value", value, 0, MAX_VALUE);
        map().put(key, value);
    }

    @Override
    public void remove(String key) {
        map().remove(key);
    }

    private MapField map() {
        return database.object(object().id()).orElseThrow().map("properties");
    }
}
