package dev.hearth.client.internal.keyring;

import dev.hearth.base.Bytes;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.bin.EmbeddedDBusDaemon;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** A Secret Service with one collection, on a bus of its own. It can be locked, and then has a user who is asked. */
final class FakeSecretService implements AutoCloseable {
    static final FakeSecretService NONE = new FakeSecretService("", null, null);

    private static final String COLLECTION = SecretService.PATH + "/collection/only";
    private static final String ITEM = COLLECTION + "/";
    private static final String PROMPT = SecretService.PATH + "/prompt/only";

    private final String address;
    private final @Nullable EmbeddedDBusDaemon daemon;
    private final @Nullable DBusConnection bus;
    private final Map<String, StoredItem> items = new ConcurrentHashMap<>();
    private volatile boolean locked;
    private volatile boolean willing;
    private final AtomicInteger created = new AtomicInteger();

    private record StoredItem(Map<String, String> attributes, Bytes secret) {}

    private FakeSecretService(String address, @Nullable EmbeddedDBusDaemon daemon, @Nullable DBusConnection bus) {
        this.address = address;
        this.daemon = daemon;
        this.bus = bus;
    }

    static FakeSecretService start(Path socket) {
        String address = "unix:path=" + socket;
        try {
            EmbeddedDBusDaemon daemon = new EmbeddedDBusDaemon(address + ",listen=true");
            daemon.startInBackgroundAndWait(10_000);
            Await.until("the bus", Duration.ofSeconds(10), () -> socket.toFile().exists());
            DBusConnection bus =
                    DBusConnectionBuilder.forAddress(address).withShared(false).build();
            FakeSecretService service = new FakeSecretService(address, daemon, bus);
            bus.exportObject(SecretService.PATH, service.new ServiceObject());
            bus.exportObject(COLLECTION, service.new CollectionObject());
            bus.exportObject(PROMPT, service.new PromptObject());
            bus.requestBusName(SecretService.BUS_NAME);
            return service;
        } catch (DBusException e) {
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return address;
    }

    /** Locks it; its user unlocks it when asked, or refuses. */
    void lock(boolean userUnlocks) {
        locked = true;
        willing = userUnlocks;
    }

    List<Map<String, String>> attributes() {
        return items.values().stream().map(StoredItem::attributes).toList();
    }

    private DBusConnection bus() {
        return Objects.requireNonNull(bus);
    }

    private DBusPath promptIfLocked() {
        return new DBusPath(locked ? PROMPT : SecretService.NOTHING);
    }

    private void requireUnlocked() {
        if (locked) {
            throw new DBusExecutionException("locked");
        }
    }

    @Override
    public void close() {
        try {
            if (bus != null) {
                bus.close();
            }
            if (daemon != null) {
                daemon.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each exported object has a path, which only the one that calls it needs. */
    private abstract static class Exported implements DBusInterface {
        @Override
        public String getObjectPath() {
            return SecretService.NOTHING;
        }
    }

    private final class ServiceObject extends Exported implements SecretService.Service {
        @Override
        public SecretService.Pair<Variant<?>, DBusPath> openSession(String algorithm, Variant<?> input) {
            if (!algorithm.equals("plain")) {
                throw new DBusExecutionException("another algorithm");
            }
            DBusPath session = new DBusPath(SecretService.PATH + "/session/" + created.incrementAndGet());
            export(session.getPath(), new SessionObject());
            return new SecretService.Pair<>(new Variant<>(""), session);
        }

        @Override
        public SecretService.Pair<List<DBusPath>, List<DBusPath>> searchItems(Map<String, String> attributes) {
            List<DBusPath> found = new ArrayList<>();
            items.forEach((path, item) -> {
                if (item.attributes().entrySet().containsAll(attributes.entrySet())) {
                    found.add(new DBusPath(path));
                }
            });
            return locked ? new SecretService.Pair<>(List.of(), found) : new SecretService.Pair<>(found, List.of());
        }

        @Override
        public SecretService.Pair<List<DBusPath>, DBusPath> unlock(List<DBusPath> objects) {
            return new SecretService.Pair<>(locked ? List.of() : objects, promptIfLocked());
        }

        @Override
        public DBusPath readAlias(String name) {
            return new DBusPath(name.equals("default") ? COLLECTION : SecretService.NOTHING);
        }
    }

    private void export(String path, DBusInterface object) {
        try {
            bus().exportObject(path, object);
        } catch (DBusException e) {
            throw new DBusExecutionException(e.getMessage(), e);
        }
    }

    private final class CollectionObject extends Exported implements SecretService.Collection {
        @Override
        @SuppressWarnings("unchecked")
        public SecretService.Pair<DBusPath, DBusPath> createItem(
                Map<String, Variant<?>> properties, SecretService.Content content, boolean replace) {
            requireUnlocked();
            Map<String, String> attributes = (Map<String, String>)
                    Objects.requireNonNull(properties.get("org.freedesktop.Secret.Item.Attributes"))
                            .getValue();
            if (replace) {
                items.values().removeIf(item -> item.attributes().equals(attributes));
            }
            String path = ITEM + created.incrementAndGet();
            items.put(path, new StoredItem(Map.copyOf(attributes), Bytes.of(content.value())));
            export(path, new ItemObject(path));
            return new SecretService.Pair<>(new DBusPath(path), new DBusPath(SecretService.NOTHING));
        }
    }

    private final class ItemObject extends Exported implements SecretService.Item {
        private final String path;

        ItemObject(String path) {
            this.path = path;
        }

        @Override
        public SecretService.Content getSecret(DBusPath session) {
            requireUnlocked();
            return SecretService.Content.of(
                    session, Objects.requireNonNull(items.get(path)).secret().toArray());
        }

        @Override
        public DBusPath delete() {
            requireUnlocked();
            items.remove(path);
            return new DBusPath(SecretService.NOTHING);
        }
    }

    private static final class SessionObject extends Exported implements SecretService.Session {
        @Override
        public void end() {
            // Nothing is kept for a session.
        }
    }

    private final class PromptObject extends Exported implements SecretService.Prompt {
        @Override
        public void ask(String window) {
            locked = !willing;
            try {
                bus().sendMessage(new Completed(PROMPT, !willing, new Variant<>("")));
            } catch (DBusException e) {
                throw new DBusExecutionException(e.getMessage(), e);
            }
        }
    }
}
