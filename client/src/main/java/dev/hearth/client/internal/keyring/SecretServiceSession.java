package dev.hearth.client.internal.keyring;

import dev.hearth.base.HearthException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.DBusSigHandler;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with the Secret Service of a bus. The session has no encryption of its own: who can listen on the
 * user's bus is the user, who can read the secrets anyway. Used by one thread.
 */
final class SecretServiceSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretServiceSession.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LABEL = "org.freedesktop.Secret.Item.Label";
    private static final String ATTRIBUTES = "org.freedesktop.Secret.Item.Attributes";

    private final DBusConnection bus;
    private final SecretService.Service service;
    private final DBusPath session;

    private SecretServiceSession(DBusConnection bus) throws DBusException {
        this.bus = bus;
        service = bus.getRemoteObject(SecretService.BUS_NAME, SecretService.PATH, SecretService.Service.class);
        session = service.openSession("plain", new Variant<>("")).second();
    }

    /** Something that is said in a session. */
    interface Task<T> {
        T run(SecretServiceSession session) throws DBusException;
    }

    /** Runs a task in a session of its own; throws KEYRING_UNAVAILABLE. */
    static <T> T with(String address, Task<T> task) {
        try (SecretServiceSession session = open(address)) {
            return task.run(session);
        } catch (DBusException | DBusExecutionException | IOException | IllegalArgumentException e) {
            throw SecretServiceKeyring.unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static SecretServiceSession open(String address) throws DBusException, IOException {
        DBusConnection bus = connect(address);
        try {
            return new SecretServiceSession(bus);
        } catch (DBusException | DBusExecutionException e) {
            bus.close();
            throw e;
        }
    }

    private static DBusConnection connect(String address) throws DBusException {
        return DBusConnectionBuilder.forAddress(address).withShared(false).build();
    }

    /** Returns whether the service runs on the bus, or would be started when it is called. */
    static boolean answers(String address) {
        try (DBusConnection bus = connect(address)) {
            DBus daemon = bus.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
            return daemon.NameHasOwner(SecretService.BUS_NAME)
                    || List.of(daemon.ListActivatableNames()).contains(SecretService.BUS_NAME);
        } catch (DBusException | DBusExecutionException | IOException | IllegalArgumentException e) {
            LOG.debug("No Secret Service", e);
            return false;
        }
    }

    Optional<byte[]> find(Map<String, String> attributes) throws DBusException {
        Optional<DBusPath> item = items(attributes).stream().findFirst();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(object(item.get(), SecretService.Item.class)
                        .getSecret(session)
                        .value());
    }

    private List<DBusPath> items(Map<String, String> attributes) throws DBusException {
        SecretService.Pair<List<DBusPath>, List<DBusPath>> found = service.searchItems(attributes);
        if (found.first().isEmpty() && !found.second().isEmpty()) {
            unlock(found.second());
            return found.second();
        }
        return found.first();
    }

    void store(String label, Map<String, String> attributes, byte[] secret) throws DBusException {
        DBusPath collection = service.readAlias("default");
        if (collection.getPath().equals(SecretService.NOTHING)) {
            throw refused("it has no default collection");
        }
        unlock(List.of(collection));
        Map<String, Variant<?>> properties =
                Map.of(LABEL, new Variant<>(label), ATTRIBUTES, new Variant<>(attributes, "a{ss}"));
        ask(object(collection, SecretService.Collection.class)
                .createItem(properties, SecretService.Content.of(session, secret), true)
                .second());
    }

    void remove(Map<String, String> attributes) throws DBusException {
        for (DBusPath item : items(attributes)) {
            ask(object(item, SecretService.Item.class).delete());
        }
    }

    private void unlock(List<DBusPath> objects) throws DBusException {
        ask(service.unlock(objects).second());
    }

    private <T extends DBusInterface> T object(DBusPath path, Class<T> type) throws DBusException {
        return bus.getRemoteObject(SecretService.BUS_NAME, path.getPath(), type);
    }

    /** Waits until the user has answered, where there is something to ask. */
    private void ask(DBusPath prompt) throws DBusException {
        if (prompt.getPath().equals(SecretService.NOTHING)) {
            return;
        }
        CompletableFuture<Boolean> dismissed = new CompletableFuture<>();
        DBusSigHandler<SecretService.Prompt.Completed> answers = answer -> {
            if (answer.getPath().equals(prompt.getPath())) {
                dismissed.complete(answer.isDismissed());
            }
        };
        bus.addSigHandler(SecretService.Prompt.Completed.class, answers);
        try {
            object(prompt, SecretService.Prompt.class).ask("");
            if (dismissed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw refused("its user refused");
            }
        } catch (TimeoutException e) {
            throw refused("its user did not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("interrupted while its user was asked");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The answer of a prompt can't fail", e);
        } finally {
            bus.removeSigHandler(SecretService.Prompt.Completed.class, answers);
        }
    }

    private static HearthException refused(String reason) {
        return SecretServiceKeyring.unavailable(reason, null);
    }

    @Override
    public void close() throws IOException {
        try {
            object(session, SecretService.Session.class).end();
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException(e);
        } finally {
            bus.close();
        }
    }
}
