package dev.hearth.kube;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.kube.internal.metrics.Metrics;
import dev.hearth.kube.internal.node.Apps;
import dev.hearth.kube.internal.node.CurrentReleases;
import dev.hearth.kube.internal.node.NodeAnswers;
import dev.hearth.kube.internal.web.WebHost;
import dev.hearth.mesh.signal.SignalServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node: serves the apps that are published into a client's spaces, each at its own origin, runs a signal server, and
 * tells how it is. A release becomes current when it arrives with a higher sequence number than any before, by an
 * atomic switch; {@link #rollback} returns to the one before. Thread-safe.
 */
public final class Kube implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;

    private final Apps apps;
    private final WebHost web;
    private final @Nullable SignalServer signal;
    private final String adminToken;

    private Kube(Apps apps, WebHost web, @Nullable SignalServer signal, String adminToken) {
        this.apps = apps;
        this.web = web;
        this.signal = signal;
        this.adminToken = adminToken;
    }

    /**
     * Starts a node on {@code client}, which outlives it; throws PORT_BUSY, LISTEN_FAILED or CERTIFICATE_UNREADABLE.
     */
    public static Kube start(Client client, KubeOptions options) {
        Seams seams = client.seams();
        Metrics metrics = new Metrics();
        byte[] random = new byte[TOKEN_BYTES];
        seams.random().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Apps apps = new Apps(client, CurrentReleases.open(options.folder()), metrics);
        NodeAnswers answers = new NodeAnswers(client, apps, metrics, token);
        SignalServer signal = null;
        WebHost web = null;
        try {
            signal = options.signal()
                    .map(listen -> SignalServer.start(listen, seams))
                    .orElse(null);
            web = WebHost.start(options.web(), answers, metrics, seams);
            apps.start(web);
            return new Kube(apps, web, signal, token);
        } catch (RuntimeException e) {
            apps.close();
            if (web != null) {
                web.close();
            }
            if (signal != null) {
                signal.close();
            }
            throw e;
        }
    }

    /**
     * Packs {@code folder} and publishes it into {@code space} as the next release of {@code app}; it is current when
     * this returns. Throws BUNDLE_REFUSED with the rule that the folder breaks, NOT_PERMITTED.
     */
    public Release publish(Space space, Path folder, String app, String version) {
        apps.publish(space, folder, app, version);
        return releases().stream()
                .filter(release -> release.app().equals(app) && release.current())
                .findFirst()
                .orElseThrow(() -> new HearthException(ErrorCode.APP_UNKNOWN, Map.of("app", app)));
    }

    /** Serves the release before the current one; throws APP_UNKNOWN when there is none. */
    public Release rollback(String app) {
        return apps.rollback(app);
    }

    /** Returns all releases that this node knows, by app, latest first. */
    public List<Release> releases() {
        return apps.releases();
    }

    /** Returns where an app is served. */
    public URI url(String app) {
        return web.address(app);
    }

    /** Returns where the node itself answers. */
    public URI address() {
        return web.address();
    }

    /** Returns the signal server's address, if it runs one. */
    public Optional<URI> signal() {
        return Optional.ofNullable(signal).map(SignalServer::uri);
    }

    /** Returns what a local administrator shows to {@code POST /_kube/publish} and {@code /_kube/rollback}. */
    public String adminToken() {
        return adminToken;
    }

    @Override
    public void close() {
        apps.close();
        web.close();
        if (signal != null) {
            signal.close();
        }
    }
}
