package dev.hearth.client.internal.keyring;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.spi.Keyring;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secret Service of the user's session, such as GNOME Keyring, KWallet or KeePassXC. It is there when the D-Bus
 * library is on the class path, which an application adds that wants it, and a session bus with the service is reached.
 * This class names none of that library's types, so that it loads without.
 */
public final class SecretServiceKeyring implements Keyring {
    static final String NAME = "secret-service";

    private static final Logger LOG = LoggerFactory.getLogger(SecretServiceKeyring.class);
    private static final String LABEL = "Hearth keychain";

    private final Optional<String> address;

    /** Uses the bus that the environment names. */
    public SecretServiceKeyring() {
        this(Optional.ofNullable(System.getenv("DBUS_SESSION_BUS_ADDRESS")).filter(named -> !named.isBlank()));
    }

    SecretServiceKeyring(Optional<String> address) {
        this.address = address;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean available() {
        try {
            return address.isPresent() && SecretServiceSession.answers(address.get());
        } catch (NoClassDefFoundError e) {
            LOG.debug("No D-Bus library on the class path", e);
            return false;
        }
    }

    @Override
    public Optional<byte[]> find(String entry) {
        return with(session -> session.find(attributes(entry)));
    }

    @Override
    public void store(String entry, byte[] secret) {
        with(session -> {
            session.store(LABEL, attributes(entry), secret);
            return true;
        });
    }

    @Override
    public void remove(String entry) {
        with(session -> {
            session.remove(attributes(entry));
            return true;
        });
    }

    private static Map<String, String> attributes(String entry) {
        return Map.of("xdg:schema", "dev.hearth.Keychain", "entry", entry);
    }

    private <T> T with(SecretServiceSession.Task<T> task) {
        try {
            return SecretServiceSession.with(address.orElseThrow(() -> unavailable("no session bus", null)), task);
        } catch (NoClassDefFoundError e) {
            throw unavailable("no D-Bus library on the class path", e);
        }
    }

    static HearthException unavailable(String reason, @Nullable Throwable cause) {
        return new HearthException(ErrorCode.KEYRING_UNAVAILABLE, Map.of("keyring", NAME, "reason", reason), cause);
    }
}
