package dev.hearth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.client.spi.KubeHandle;
import dev.hearth.echo.Result;
import dev.hearth.halo.Role;
import dev.hearth.kube.internal.bundle.TestFolder;
import dev.hearth.kube.internal.node.AppBlob;
import dev.hearth.kube.internal.node.AppRelease;
import dev.hearth.kube.internal.web.RawHttp;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in one process: what is published in a space is verified and served, here and at the other members'. */
class KubeTest {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final MemoryNetwork network = MemoryNetwork.create();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private Client client(String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        opened.push(client);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private Kube kube(Client client) {
        Kube kube = Kube.start(client, KubeOptions.defaults().port(0));
        opened.push(kube);
        return kube;
    }

    private Path app(String content) {
        return new TestFolder(folder.resolve("app"))
                .with("index.html", content)
                .with("hearth.json", "{\"needs\": {\"read\": [\"Note\"]}}")
                .path();
    }

    private static String page(Kube kube) {
        return get(kube, "notes.localhost", "/").text();
    }

    private static RawHttp.Answer get(Kube kube, String host, String path, String... headers) {
        return RawHttp.ask(kube.address().getPort(), "GET", path, host, headers);
    }

    @Test
    void theLatestReleaseIsServedAndRollbackReturnsToTheOneBefore() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        Kube kube = kube(client);
        Release first = kube.publish(home, app("one"), "notes", "1.0");
        assertThat(kube.url("notes").getHost()).isEqualTo("notes.localhost");
        assertThat(page(kube)).isEqualTo("one");
        Release second = kube.publish(home, app("two"), "notes", "1.1");
        assertThat(second.sequence()).isGreaterThan(first.sequence());
        assertThat(page(kube)).isEqualTo("two");
        assertThat(kube.rollback("notes").id()).isEqualTo(first.id());
        assertThat(page(kube)).isEqualTo("one");
        assertThatThrownBy(() -> kube.rollback("notes"))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.APP_UNKNOWN));
        kube.publish(home, app("three"), "notes", "1.2");
        assertThat(page(kube)).isEqualTo("three");
    }

    @Test
    void aRollbackIsRememberedAcrossARestart() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        KubeOptions options = KubeOptions.defaults().port(0).withoutSignal().folder(folder.resolve("kube"));
        try (Kube kube = Kube.start(client, options)) {
            kube.publish(home, app("one"), "notes", "1.0");
            kube.publish(home, app("two"), "notes", "1.1");
            kube.rollback("notes");
        }
        try (Kube kube = Kube.start(client, options)) {
            assertThat(page(kube)).isEqualTo("one");
        }
    }

    @Test
    void otherNodesFollowAndShowTheSameSpace() {
        Client ann = client("ann");
        Space home = ann.spaces().create("Home");
        Kube publisher = kube(ann);
        publisher.publish(home, app("one"), "notes", "1.0");
        Client bob = client("bob");
        Invitation invitation = home.invite(Role.READER);
        Space same = bob.spaces().join(invitation.link(), invitation.code()).join();
        Kube follower = kube(bob);
        Await.until("the app", BOUND, () -> page(follower).equals("one"));
        publisher.publish(home, app("two"), "notes", "1.1");
        Await.until("the second release", BOUND, () -> page(follower).equals("two"));
        home.put(new Note("Buy milk"));
        Await.until("the note", BOUND, () -> same.query(Note.class).count() == 1);
        String objects =
                get(follower, "notes.localhost", "/_hearth/objects?type=Note").text();
        assertThat(objects).contains("\"title\":\"Buy milk\"");
        assertThat(get(follower, "notes.localhost", "/_hearth/objects?type=Secret")
                        .status())
                .isEqualTo(403);
        assertThatThrownBy(() -> follower.publish(same, app("three"), "notes", "1.2"))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
    }

    @Test
    void aForgedReleaseIsNotServed() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        Kube kube = kube(client);
        kube.publish(home, app("one"), "notes", "1.0");
        AppRelease release = home.query(AppRelease.class).list().get(0).value();
        byte[] manifest = release.manifest().toArray();
        manifest[manifest.length - 1]++;
        home.put(new AppRelease("notes", 99, Bytes.of(manifest), release.chain(), release.signature()));
        byte[] signature = release.signature().toArray();
        signature[5] ^= 1;
        home.put(new AppRelease("notes", 99, release.manifest(), release.chain(), Bytes.of(signature)));
        kube.publish(home, app("two"), "other", "1.0");
        assertThat(page(kube)).isEqualTo("one");
        assertThat(kube.releases()).extracting(Release::app).containsOnly("notes", "other");
    }

    @Test
    void aReleaseWithAFlippedByteIsNotServed() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        try (Kube kube = Kube.start(client, KubeOptions.defaults().port(0))) {
            kube.publish(home, app("one"), "notes", "1.0");
        }
        for (Result<AppBlob> blob : home.query(AppBlob.class).list()) {
            home.update(blob.ref(), it -> new AppBlob(it.hash(), it.part(), Bytes.utf8("0ne")));
        }
        assertThat(get(kube(client), "notes.localhost", "/").status()).isEqualTo(404);
    }

    @Test
    void filesLargerThanAPartComeBackWhole() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        String large = "0123456789abcdef".repeat(40_000);
        Path files = new TestFolder(app("one"))
                .with("large.txt", large)
                .with("empty.txt", "")
                .path();
        Kube kube = kube(client);
        kube.publish(home, files, "notes", "1.0");
        assertThat(get(kube, "notes.localhost", "/large.txt").text()).isEqualTo(large);
        assertThat(get(kube, "notes.localhost", "/empty.txt").text()).isEmpty();
    }

    @Test
    void anUploadThatBrokeOffIsCompleted() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        String large = "0123456789abcdef".repeat(40_000);
        Path files = new TestFolder(app("one")).with("large.txt", large).path();
        Kube kube = kube(client);
        kube.publish(home, files, "notes", "1.0");
        for (Result<AppBlob> blob : home.query(AppBlob.class).list()) {
            if (blob.value().part() == 1) {
                home.delete(blob.ref());
            }
        }
        kube.publish(home, files, "notes", "1.1");
        assertThat(get(kube, "notes.localhost", "/large.txt").text()).isEqualTo(large);
        assertThat(home.query(AppBlob.class).list())
                .filteredOn(blob -> blob.value().part() == 1)
                .hasSize(1);
    }

    @Test
    void aBadFolderIsRefusedAndPublishesNothing() throws IOException {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        Path files = app("one");
        Files.createSymbolicLink(files.resolve("link"), folder);
        assertThatThrownBy(() -> kube(client).publish(home, files, "notes", "1.0"))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_REFUSED));
        assertThat(home.query(AppRelease.class).count()).isZero();
    }

    @Test
    void theNodeTellsHowItIs() {
        Client client = client("ann");
        Space home = client.spaces().create("Home");
        Kube kube = kube(client);
        kube.publish(home, app("one"), "notes", "1.0");
        assertThat(get(kube, "localhost", "/_kube/health").text()).contains("\"live\":true", "\"ready\":true");
        assertThat(get(kube, "localhost", "/_kube/metrics").text())
                .contains("hearth_apps 1\n", "hearth_spaces 1\n", "hearth_blocks ", "hearth_uptime_seconds ");
        assertThat(get(kube, "localhost", "/").text()).contains("notes", "1.0");
        assertThat(kube.signal()).isPresent();
    }

    @Test
    void administrationTakesTheToken() {
        Kube kube = kube(client("ann"));
        String body = "{\"app\":\"notes\"}";
        String request =
                "POST /_kube/rollback HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n";
        int port = kube.address().getPort();
        assertThat(RawHttp.send(port, request + "\r\n" + body).status()).isEqualTo(403);
        String wrong = "Authorization: Bearer " + "0".repeat(kube.adminToken().length());
        assertThat(RawHttp.send(port, request + wrong + "\r\n\r\n" + body).status())
                .isEqualTo(403);
        String right = "Authorization: Bearer " + kube.adminToken();
        assertThat(RawHttp.send(port, request + right + "\r\n\r\n" + body).text())
                .contains("APP_UNKNOWN");
    }

    @Test
    void aClientFindsTheHost() throws Exception {
        Client client = client("ann");
        KubeHandle handle = client.kube().orElseThrow();
        opened.push(handle);
        int port = handle.address().getPort();
        assertThat(RawHttp.ask(port, "GET", "/_kube/health", "localhost").status())
                .isEqualTo(200);
        handle.close();
        handle.close();
    }

    @Test
    void closingTwiceFreesThePort() {
        Client client = client("ann");
        Kube kube = Kube.start(client, KubeOptions.defaults().port(0));
        int port = kube.address().getPort();
        kube.close();
        kube.close();
        Kube.start(client, KubeOptions.defaults().port(port)).close();
    }
}
