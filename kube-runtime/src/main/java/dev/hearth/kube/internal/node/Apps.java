package dev.hearth.kube.internal.node;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Commit;
import dev.hearth.kube.Release;
import dev.hearth.kube.internal.bundle.Bundle;
import dev.hearth.kube.internal.bundle.BundlePacker;
import dev.hearth.kube.internal.bundle.PackedBundle;
import dev.hearth.kube.internal.json.AppSettingsFile;
import dev.hearth.kube.internal.metrics.Counter;
import dev.hearth.kube.internal.metrics.Metrics;
import dev.hearth.kube.internal.web.Routes;
import dev.hearth.kube.internal.web.Site;
import dev.hearth.kube.internal.web.SiteRelease;
import dev.hearth.kube.internal.web.WebHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The apps of a node: looks at the releases in the client's spaces whenever one comes, verifies what is new, decides
 * what is current, and hands the web host the next routes as a whole. Thread-safe.
 */
public final class Apps implements AutoCloseable {
    private final Client client;
    private final CurrentReleases current;
    private final SerialExecutor background;
    private final Counter switches;
    private final Object state = new Object();
    private final Map<Hash, Bundle> verified = new HashMap<>(); // guarded by state
    private final Map<Hash, SiteRelease> prepared = new HashMap<>(); // guarded by state
    private final Map<String, Found> apps = new LinkedHashMap<>(); // guarded by state
    private final Map<Space, Subscription> watched = new HashMap<>(); // guarded by state
    private @Nullable WebHost web; // guarded by state

    /** An app's releases, latest first, and the space that they came from. */
    private record Found(Space space, List<Bundle> releases) {}

    /** Watches {@code client}'s spaces once started. */
    public Apps(Client client, CurrentReleases current, Metrics metrics) {
        this.client = client;
        this.current = current;
        this.background = client.seams().serial("kube-apps");
        this.switches = metrics.counter("hearth_app_switches_total", "Changes of an app's current release.");
        metrics.gauge(
                "hearth_apps",
                "Apps served.",
                () -> releases().stream().filter(Release::current).count());
    }

    /** Serves what there is, and what comes. */
    public void start(WebHost host) {
        synchronized (state) {
            web = host;
        }
        refresh();
    }

    /** Publishes a folder as the next release. */
    public void publish(Space space, Path folder, String app, String version) {
        Shelf shelf = new Shelf(space);
        PackedBundle packed = BundlePacker.pack(
                folder, app, version, shelf.highest(app) + 1, AppSettingsFile.read(folder), new ClientSigner(client));
        shelf.put(packed);
        refresh();
    }

    private void committed(Commit commit) {
        boolean concerned =
                commit.objects().stream().anyMatch(change -> change.type().startsWith("hearth.app."));
        if (concerned) {
            background.execute(this::refresh);
        }
    }

    /** Looks at all spaces anew; those joined since are watched from now on. */
    public void refresh() {
        synchronized (state) {
            apps.clear();
            List<Space> spaces = client.spaces().list();
            watched.keySet().retainAll(spaces); // those of a space that was closed ended with it
            for (Space space : spaces) {
                watched.computeIfAbsent(space, each -> each.onCommit(background, this::committed));
                for (Bundle bundle : new Shelf(space).bundles(verified)) {
                    verified.put(bundle.id(), bundle);
                    add(space, bundle);
                }
            }
            apps.forEach((app, found) -> {
                found.releases()
                        .sort(Comparator.comparingLong(
                                        (Bundle each) -> each.manifest().sequence())
                                .reversed());
                choose(app, found.releases());
            });
            route();
        }
    }

    /** An app's name belongs to the first space, in the order in which they came, that has such an app. */
    private void add(Space space, Bundle bundle) {
        Found found = apps.computeIfAbsent(bundle.manifest().app(), app -> new Found(space, new ArrayList<>()));
        if (found.space() == space) {
            found.releases().add(bundle);
        }
    }

    private void choose(String app, List<Bundle> releases) {
        Bundle latest = releases.get(0);
        Optional<CurrentReleases.Current> now = current.of(app);
        long sequence = latest.manifest().sequence();
        boolean gone = now.isPresent()
                && releases.stream()
                        .noneMatch(each -> each.id().equals(now.get().release()));
        if (now.isEmpty() || gone || sequence > now.get().highest()) {
            switches.increment();
            long highest =
                    Math.max(sequence, now.map(CurrentReleases.Current::highest).orElse(0L));
            current.set(app, new CurrentReleases.Current(latest.id(), highest));
        }
    }

    private void route() {
        Map<String, Site> sites = new HashMap<>();
        apps.forEach((app, found) -> {
            Bundle served = served(app, found);
            List<SiteRelease> others = found.releases().stream()
                    .filter(each -> each != served)
                    .limit(Site.KEPT)
                    .map(this::prepare)
                    .toList();
            sites.put(app, new Site(prepare(served), others, Optional.of(new SpacePages(found.space()))));
        });
        if (web != null) {
            web.serve(new Routes(sites));
        }
    }

    private Bundle served(String app, Found found) {
        return found.releases().stream()
                .filter(each -> isCurrent(app, each))
                .findFirst()
                .orElse(found.releases().get(0));
    }

    private boolean isCurrent(String app, Bundle bundle) {
        return current.of(app).filter(now -> now.release().equals(bundle.id())).isPresent();
    }

    private SiteRelease prepare(Bundle bundle) {
        return prepared.computeIfAbsent(bundle.id(), id -> SiteRelease.of(bundle));
    }

    /** Serves the release before the current one. */
    public Release rollback(String app) {
        synchronized (state) {
            Found found = Optional.ofNullable(apps.get(app)).orElseThrow(() -> unknown(app));
            Bundle now = served(app, found);
            Bundle before = found.releases().stream()
                    .filter(each -> each.manifest().sequence() < now.manifest().sequence())
                    .findFirst()
                    .orElseThrow(() -> unknown(app));
            switches.increment();
            long highest = current.of(app)
                    .map(CurrentReleases.Current::highest)
                    .orElse(now.manifest().sequence());
            current.set(app, new CurrentReleases.Current(before.id(), highest));
            route();
            return release(app, before);
        }
    }

    private static HearthException unknown(String app) {
        return new HearthException(ErrorCode.APP_UNKNOWN, Map.of("app", app));
    }

    private Release release(String app, Bundle bundle) {
        return new Release(
                app, bundle.manifest().version(), bundle.manifest().sequence(), bundle.id(), isCurrent(app, bundle));
    }

    /** Returns all releases, by app, latest first. */
    public List<Release> releases() {
        synchronized (state) {
            List<Release> releases = new ArrayList<>();
            apps.forEach((app, found) -> found.releases().forEach(bundle -> releases.add(release(app, bundle))));
            return releases;
        }
    }

    @Override
    public void close() {
        synchronized (state) {
            web = null;
            watched.values().forEach(Subscription::close);
            watched.clear();
        }
        background.close();
    }
}
