package dev.hearth.client.internal.keyring;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/** What is used of the Secret Service API, draft 0.2, of freedesktop.org. */
public final class SecretService {
    static final String BUS_NAME = "org.freedesktop.secrets";
    static final String PATH = "/org/freedesktop/secrets";

    /** The path that stands for nothing, such as a prompt that is not needed. */
    static final String NOTHING = "/";

    private SecretService() {}

    /** The service. */
    @DBusInterfaceName("org.freedesktop.Secret.Service")
    public interface Service extends DBusInterface {
        /** Opens a session; returns the algorithm's output and the session. */
        @DBusMemberName("OpenSession")
        Pair<Variant<?>, DBusPath> openSession(String algorithm, Variant<?> input);

        /** Returns the items that have all of the attributes: unlocked ones, locked ones. */
        @DBusMemberName("SearchItems")
        Pair<List<DBusPath>, List<DBusPath>> searchItems(Map<String, String> attributes);

        /** Unlocks items or collections; returns those that are unlocked, and the prompt for the others. */
        @DBusMemberName("Unlock")
        Pair<List<DBusPath>, DBusPath> unlock(List<DBusPath> objects);

        /** Returns the collection of that name. */
        @DBusMemberName("ReadAlias")
        DBusPath readAlias(String name);
    }

    /** A collection of items. */
    @DBusInterfaceName("org.freedesktop.Secret.Collection")
    public interface Collection extends DBusInterface {
        /** Creates an item; returns the item and a prompt. */
        @DBusMemberName("CreateItem")
        Pair<DBusPath, DBusPath> createItem(Map<String, Variant<?>> properties, Content content, boolean replace);
    }

    /** An item. */
    @DBusInterfaceName("org.freedesktop.Secret.Item")
    public interface Item extends DBusInterface {
        /** Returns the secret. */
        @DBusMemberName("GetSecret")
        Content getSecret(DBusPath session);

        /** Deletes it; returns a prompt. */
        @DBusMemberName("Delete")
        DBusPath delete();
    }

    /** A session. */
    @DBusInterfaceName("org.freedesktop.Secret.Session")
    public interface Session extends DBusInterface {
        /** Ends it. */
        @DBusMemberName("Close")
        void end();
    }

    /** A question to the user. */
    @DBusInterfaceName("org.freedesktop.Secret.Prompt")
    public interface Prompt extends DBusInterface {
        /** Asks it, in front of a window or of none. */
        @DBusMemberName("Prompt")
        void ask(String window);

        /** The question was answered. */
        class Completed extends DBusSignal {
            private final boolean dismissed;

            /** Made by D-Bus. */
            public Completed(String path, boolean dismissed, Variant<?> result) throws DBusException {
                super(path, dismissed, result);
                this.dismissed = dismissed;
            }

            /** Returns whether the user refused. */
            public boolean isDismissed() {
                return dismissed;
            }
        }
    }

    /** Two values that a call returns. */
    public static final class Pair<A, B> extends Tuple {
        @Position(0)
        private final A first;

        @Position(1)
        private final B second;

        /** Made by D-Bus. */
        public Pair(A first, B second) {
            this.first = first;
            this.second = second;
        }

        /** Returns the first. */
        public A first() {
            return first;
        }

        /** Returns the second. */
        public B second() {
            return second;
        }
    }

    /** A secret on its way, in a session without encryption: the bus is the user's own. */
    public static final class Content extends Struct {
        @Position(0)
        private final DBusPath session;

        @Position(1)
        private final byte[] parameters;

        @Position(2)
        private final byte[] value;

        @Position(3)
        private final String mediaType;

        /** Made by D-Bus. */
        public Content(DBusPath session, byte[] parameters, byte[] value, String mediaType) {
            this.session = session;
            this.parameters = parameters.clone();
            this.value = value.clone();
            this.mediaType = mediaType;
        }

        static Content of(DBusPath session, byte[] value) {
            return new Content(session, new byte[0], value, "application/octet-stream");
        }

        /** Returns the session. */
        public DBusPath session() {
            return session;
        }

        /** Returns what the session's algorithm needs; nothing. */
        public byte[] parameters() {
            return parameters.clone();
        }

        /** Returns a copy of the secret. */
        public byte[] value() {
            return value.clone();
        }

        /** Returns what the secret is. */
        public String mediaType() {
            return mediaType;
        }
    }
}
