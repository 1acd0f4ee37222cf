package dev.hearth.client;

import dev.hearth.base.Seams;
import dev.hearth.halo.KeychainKey;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.mesh.SignalSecurity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client opens its data folder and reaches others; each method returns changed options and leaves these as they
 * are. The defaults: a key file instead of a passphrase, no signal server, the transports WebRTC, TCP and relay, 60
 * seconds to join.
 */
public final class ClientOptions {
    /** The transports that a client tries when nothing else is said, best first. */
    public static final List<String> DEFAULT_TRANSPORTS = List.of("webrtc", "tcp", "relay");

    private static final ClientOptions DEFAULTS = new ClientOptions();

    private List<URI> signals = List.of();
    private List<String> transports = DEFAULT_TRANSPORTS;
    private SignalSecurity signalSecurity = SignalSecurity.strict();
    private @Nullable KeychainKey key;
    private @Nullable MemoryNetwork network;
    private @Nullable Seams seams;
    private Duration joinTimeout = Duration.ofSeconds(60);
    private @Nullable Duration lockAfter;
    private boolean olderKeychain;

    private ClientOptions() {}

    private ClientOptions(ClientOptions that) {
        signals = that.signals;
        transports = that.transports;
        signalSecurity = that.signalSecurity;
        key = that.key;
        network = that.network;
        seams = that.seams;
        joinTimeout = that.joinTimeout;
        lockAfter = that.lockAfter;
        olderKeychain = that.olderKeychain;
    }

    /** Returns the defaults. */
    public static ClientOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Adds a signal server, such as {@code wss://signal.example/}, or {@code ws://127.0.0.1:8890/} on this machine;
     * several are used at once. A client with a {@code ws} address of another machine opens with {@link #plainSignals},
     * or is refused with SIGNAL_PLAIN.
     */
    public ClientOptions signal(URI server) {
        ClientOptions changed = new ClientOptions(this);
        List<URI> all = new ArrayList<>(signals);
        all.add(server);
        changed.signals = List.copyOf(all);
        return changed;
    }

    /**
     * Lets signal servers on other machines be reached by {@code ws}, without TLS, or not, which is the default: for a
     * network that is trusted. Servers that links name, and those of a former run, follow the same rule.
     */
    public ClientOptions plainSignals(boolean allowed) {
        return security(signalSecurity.withPlain(allowed));
    }

    /**
     * Trusts the certificates of a PEM file at signal servers, beside those that the JVM trusts: a server's own, or its
     * authority's. The file is read now.
     *
     * @throws dev.hearth.base.HearthException CERTIFICATE_UNREADABLE
     */
    public ClientOptions trust(Path certificates) {
        return security(signalSecurity.withTrusted(certificates));
    }

    private ClientOptions security(SignalSecurity other) {
        ClientOptions changed = new ClientOptions(this);
        changed.signalSecurity = other;
        return changed;
    }

    /** Uses these transports only, best first: {@code webrtc}, {@code tcp}, {@code relay}, {@code memory}. */
    public ClientOptions transports(List<String> names) {
        ClientOptions changed = new ClientOptions(this);
        changed.transports = List.copyOf(names);
        return changed;
    }

    /**
     * Opens the keychain with a passphrase, or creates it with one, at a cost that is measured then (Argon2id). Without
     * a passphrase or another key the key lies in a file beside the keychain, readable by the user alone, which
     * protects nothing once the disk is stolen.
     */
    public ClientOptions passphrase(char[] words) {
        return key(KeychainKey.passphrase(words));
    }

    /** Opens the keychain with {@code given}, or creates it so; it stays the caller's to close. */
    public ClientOptions key(KeychainKey given) {
        ClientOptions changed = new ClientOptions(this);
        changed.key = given;
        return changed;
    }

    /** Takes the key out again, so that nothing holds it longer than it is needed. */
    public ClientOptions withoutKey() {
        ClientOptions changed = new ClientOptions(this);
        changed.key = null;
        return changed;
    }

    /** Connects to the clients of this process that share {@code shared}, without a signal server. */
    public ClientOptions network(MemoryNetwork shared) {
        ClientOptions changed = new ClientOptions(this);
        changed.network = shared;
        return changed;
    }

    /** Takes time, randomness and threads from {@code given}, which the caller closes after the client. */
    public ClientOptions seams(Seams given) {
        ClientOptions changed = new ClientOptions(this);
        changed.seams = given;
        return changed;
    }

    /** Gives up joining a space after {@code limit}. */
    public ClientOptions joinTimeout(Duration limit) {
        ClientOptions changed = new ClientOptions(this);
        changed.joinTimeout = limit;
        return changed;
    }

    /**
     * Locks the keychain when the client was not used for {@code idle}, at least a second, and at most a quarter of it
     * longer; without this it is never locked by itself. Not for a client that is to receive all the time.
     */
    public ClientOptions lockAfter(Duration idle) {
        if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("idle: at least a second, got " + idle);
        }
        ClientOptions changed = new ClientOptions(this);
        changed.lockAfter = idle;
        return changed;
    }

    /**
     * Opens a keychain that is older than the one that was here before, instead of refusing it with KEYCHAIN_OLDER, for
     * who has put an earlier file back on purpose. From then on it counts as the present one.
     */
    public ClientOptions acceptOlderKeychain() {
        ClientOptions changed = new ClientOptions(this);
        changed.olderKeychain = true;
        return changed;
    }

    /** Returns the signal servers. */
    public List<URI> signals() {
        return signals;
    }

    /** Returns how the way to signal servers is protected. */
    public SignalSecurity signalSecurity() {
        return signalSecurity;
    }

    /** Returns the names of the transports, best first. */
    public List<String> transports() {
        return transports;
    }

    /** Returns what opens the keychain, if something was given. */
    public Optional<KeychainKey> key() {
        return Optional.ofNullable(key);
    }

    /** Returns the network inside this process, if one was given. */
    public Optional<MemoryNetwork> network() {
        return Optional.ofNullable(network);
    }

    /** Returns the seams, if they were given. */
    public Optional<Seams> seams() {
        return Optional.ofNullable(seams);
    }

    /** Returns after how long without use the keychain is locked, if it is. */
    public Optional<Duration> lockAfter() {
        return Optional.ofNullable(lockAfter);
    }

    /** Returns whether an older keychain is opened. */
    public boolean olderKeychain() {
        return olderKeychain;
    }

    /** Returns how long joining may take. */
    public Duration joinTimeout() {
        return joinTimeout;
    }
}
