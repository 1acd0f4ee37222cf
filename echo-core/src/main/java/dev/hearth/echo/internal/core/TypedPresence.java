package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Presence;
import dev.hearth.echo.PresenceChange;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.presence.PresenceHub;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The presence of one record type: a value travels as the change that makes an object of it. */
final class TypedPresence<T extends Record> implements Presence<T> {
    /** An object that lives for one value needs no author; it has the same one everywhere. */
    private static final byte[] NOBODY = new byte[DeviceId.SIZE];

    private final PresenceHub hub;
    private final RecordSchema<T> schema;
    private final SpaceId space;

    TypedPresence(PresenceHub hub, Class<T> type, SpaceId space) {
        this.hub = hub;
        this.schema = RecordSchema.of(type);
        this.space = space;
    }

    @Override
    public void set(T value) {
        hub.say(schema.name(), encode(value), Optional.empty());
    }

    @Override
    public void set(T value, Duration time) {
        if (time.toMillis() < 1 || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException("time: " + time);
        }
        hub.say(schema.name(), encode(value), Optional.of(time));
    }

    @Override
    public void clear() {
        hub.unsay(schema.name());
    }

    @Override
    public Map<DeviceId, T> others() {
        Map<DeviceId, T> others = new HashMap<>();
        hub.others(schema.name()).forEach((device, value) -> decode(value).ifPresent(each -> others.put(device, each)));
        return others;
    }

    @Override
    public Subscription onChange(Executor executor, Consumer<PresenceChange<T>> listener) {
        return hub.listen((type, device, value) -> {
            if (type.equals(schema.name())) {
                executor.execute(() -> listener.accept(new PresenceChange<>(device, value.flatMap(this::decode))));
            }
        });
    }

    private Bytes encode(T value) {
        Actors actors = new Actors();
        Edit edit = new ObjectState(actors).edit(actors.intern(NOBODY), 1);
        Schemas.begin(schema.declaration(), edit);
        schema.create(value, edit, space);
        byte[] change = edit.finish();
        if (change.length > MAX_BYTES) {
            throw new IllegalArgumentException("value: takes " + change.length + " bytes, the most are " + MAX_BYTES);
        }
        return Bytes.of(change);
    }

    private Optional<T> decode(Bytes change) {
        try {
            Actors actors = new Actors();
            ObjectState state = new ObjectState(actors);
            state.apply(change.toArray(), actors.intern(NOBODY), 1);
            return Optional.of(schema.read(state, space));
        } catch (ChangeException | HearthException e) {
            return Optional.empty(); // the other side has another idea of the type
        }
    }
}
