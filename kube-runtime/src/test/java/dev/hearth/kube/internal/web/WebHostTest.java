package dev.hearth.kube.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.kube.internal.bundle.AppSettings;
import dev.hearth.kube.internal.bundle.Bundle;
import dev.hearth.kube.internal.bundle.PackedBundle;
import dev.hearth.kube.internal.bundle.TestFolder;
import dev.hearth.kube.internal.bundle.TestSigner;
import dev.hearth.kube.internal.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebHostTest {
    private static final String HTML = "<!doctype html>" + "<p>Notes</p>".repeat(100);
    private static final String NAVIGATION = "Accept: text/html";

    @TempDir
    Path folder;

    private final Seams seams = Seams.system();
    private final Metrics metrics = new Metrics();
    private final FakeData data = new FakeData();
    private WebHost host;

    /** A space of one object whose changes a test announces. */
    private static final class FakeData implements SpaceData {
        final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public String objects(String type) {
            return "{\"type\":\"" + type + "\",\"objects\":[]}";
        }

        @Override
        public Subscription onChange(Consumer<String> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    @BeforeEach
    void start() throws Exception {
        host = WebHost.start(WebOptions.loopback(0), WebHostTest::node, metrics, seams);
        new TestFolder(folder)
                .with("index.html", HTML)
                .with("docs/index.html", "<p>Docs</p>")
                .with("app.js", "0123456789")
                .with("chunk-3fa9c41d.js", "first")
                .with("a b.txt", "spaced");
        AppSettings settings = new AppSettings("index.html", true, new TreeSet<>(List.of("Note")));
        host.serve(routes(new Site(release("1.0", 1, settings), List.of(), Optional.of(data))));
    }

    @AfterEach
    void stop() {
        host.close();
        seams.close();
    }

    private static WebAnswer node(WebRequest request) {
        return WebAnswer.text(200, request.method() + " " + request.path() + " " + request.body());
    }

    private static Routes routes(Site site) {
        return new Routes(Map.of("notes", site));
    }

    private SiteRelease release(String version, long sequence, AppSettings settings) throws Exception {
        PackedBundle packed = new TestFolder(folder).pack(version, sequence, settings);
        return SiteRelease.of(Bundle.verify(
                packed.signed(),
                TestSigner.VERIFIER,
                file -> Optional.ofNullable(packed.contents().get(file.hash()))));
    }

    private RawHttp.Answer get(String path, String... headers) {
        return RawHttp.ask(host.port(), "GET", path, "notes.localhost", headers);
    }

    @Test
    void servesFilesWithTheirTypeAndTheSecurityHeaders() {
        RawHttp.Answer page = get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).isEqualTo(HTML);
        assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.header("cache-control")).contains("no-cache");
        assertThat(page.header("content-security-policy").orElse("")).startsWith("default-src 'self'");
        assertThat(page.header("x-content-type-options")).contains("nosniff");
        assertThat(page.header("x-frame-options")).contains("DENY");
        assertThat(page.header("referrer-policy")).contains("no-referrer");
        assertThat(page.header("permissions-policy")).isPresent();
        assertThat(get("/index.html").text()).isEqualTo(HTML);
        assertThat(get("/docs/").text()).isEqualTo("<p>Docs</p>");
        assertThat(get("/a%20b.txt").text()).isEqualTo("spaced");
        assertThat(get("/app.js?v=2").header("content-type")).contains("text/javascript; charset=utf-8");
    }

    @Test
    void foldersLeadToTheirPage() {
        RawHttp.Answer moved = get("/docs");
        assertThat(moved.status()).isEqualTo(308);
        assertThat(moved.header("location")).contains("/docs/");
    }

    @Test
    void namesWithAHashAreKeptForEver() {
        assertThat(get("/chunk-3fa9c41d.js").header("cache-control").orElse("")).contains("immutable");
        assertThat(get("/app.js").header("cache-control")).contains("no-cache");
    }

    @Test
    void anUnchangedFileIsNotSentAgain() {
        String tag = get("/").header("etag").orElseThrow();
        RawHttp.Answer unchanged = get("/", "If-None-Match: \"other\", W/" + tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.text()).isEmpty();
        assertThat(unchanged.header("etag")).contains(tag);
        assertThat(get("/", "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("/", "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(get("/", "Accept-Encoding: gzip", "If-None-Match: " + tag).status())
                .isEqualTo(200);
    }

    @Test
    void compressesForThoseWhoAcceptIt() throws Exception {
        RawHttp.Answer page = get("/", "Accept-Encoding: br, gzip;q=0.5");
        assertThat(page.header("content-encoding")).contains("gzip");
        assertThat(page.header("vary")).contains("accept-encoding");
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(page.body().toArray()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(HTML);
        }
        assertThat(page.header("etag")).isNotEqualTo(get("/").header("etag"));
        assertThat(get("/", "Accept-Encoding: gzip;q=0").header("content-encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 206, 0, bytes 0-0/10",
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=5-999999, 206, 56789, bytes 5-9/10",
        "bytes=-999, 206, 0123456789, bytes 0-9/10",
        "bytes=4-2, 200, 0123456789,",
        "'bytes=0-1,3-4', 200, 0123456789,",
        "lines=0-1, 200, 0123456789,",
        "bytes=99999999999999999999-, 200, 0123456789,"
    })
    void sendsAPart(String range, int status, String body, String contentRange) {
        RawHttp.Answer part = get("/app.js", "Range: " + range, "Accept-Encoding: gzip");
        assertThat(part.status()).isEqualTo(status);
        assertThat(part.text()).isEqualTo(body);
        assertThat(part.header("content-range")).isEqualTo(Optional.ofNullable(contentRange));
    }

    @Test
    void aRangeBeyondTheEndIsRefusedAndOneOfAnotherFileIgnored() {
        RawHttp.Answer beyond = get("/app.js", "Range: bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("content-range")).contains("bytes */10");
        assertThat(get("/app.js", "Range: bytes=-0").status()).isEqualTo(416);
        assertThat(get("/app.js", "Range: bytes=0-1", "If-Range: \"other\"").status())
                .isEqualTo(200);
        String tag = get("/app.js").header("etag").orElseThrow();
        assertThat(get("/app.js", "Range: bytes=0-1", "If-Range: " + tag).status())
                .isEqualTo(206);
    }

    @Test
    void headSendsTheHeadersAlone() {
        RawHttp.Answer head = RawHttp.ask(host.port(), "HEAD", "/app.js", "notes.localhost");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).contains("10");
        assertThat(head.text()).isEmpty();
    }

    @Test
    void onlyNavigationsGetTheEntryOfASinglePageApp() {
        assertThat(get("/settings/profile", NAVIGATION).text()).isEqualTo(HTML);
        assertThat(get("/settings/profile", "Accept: application/json").status())
                .isEqualTo(404);
        assertThat(get("/missing.js", NAVIGATION).status()).isEqualTo(404);
        assertThat(get("/settings", "Sec-Fetch-Mode: cors", NAVIGATION).status())
                .isEqualTo(404);
    }

    @Test
    void assetsOfEarlierReleasesStayButTheirPagesGo() throws Exception {
        AppSettings settings = AppSettings.defaults();
        SiteRelease first = release("1.0", 1, settings);
        java.nio.file.Files.delete(folder.resolve("chunk-3fa9c41d.js"));
        java.nio.file.Files.delete(folder.resolve("docs/index.html"));
        new TestFolder(folder).with("index.html", "<p>Second</p>").with("chunk-77aa00bc.js", "second");
        host.serve(routes(new Site(release("1.1", 2, settings), List.of(first), Optional.empty())));
        assertThat(get("/").text()).isEqualTo("<p>Second</p>");
        assertThat(get("/chunk-77aa00bc.js").text()).isEqualTo("second");
        assertThat(get("/chunk-3fa9c41d.js").text()).isEqualTo("first");
        assertThat(get("/docs/index.html").status()).isEqualTo(404);
        assertThat(get("/docs/").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.localhost", "NOTES.localhost", "notes.localhost:8888"})
    void anAppAnswersToItsName(String name) {
        assertThat(RawHttp.ask(host.port(), "GET", "/", name).text()).isEqualTo(HTML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "notes.localhost.evil.example",
                "a.notes.localhost",
                "evil.example:8888",
                "",
                ".localhost",
                "notes.localhost@evil",
                "169.254.169.254",
                "localhost."
            })
    void strangersNamesAreMisdirected(String name) {
        assertThat(RawHttp.ask(host.port(), "GET", "/", name).status()).isEqualTo(421);
    }

    @Test
    void twoHostHeadersAreMisdirected() {
        assertThat(get("/", "Host: localhost").status()).isEqualTo(421);
    }

    @Test
    void anUnknownAppIsNotFound() {
        assertThat(RawHttp.ask(host.port(), "GET", "/", "other.localhost").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../index.html",
                "/%2e%2e/index.html",
                "/docs/..%2f..%2fetc/passwd",
                "/..%5c..%5cx",
                "/a%00b",
                "/%c0%ae%c0%ae/x",
                "/%zz",
                "/%",
                "/./index.html",
                "*",
                "http://notes.localhost/index.html"
            })
    void pathsThatLeadElsewhereAreRefused(String path) {
        assertThat(get(path, NAVIGATION).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void appsAreReadOnly(String method) {
        assertThat(RawHttp.ask(host.port(), method, "/", "notes.localhost").status())
                .isEqualTo(405);
    }

    @Test
    void bodiesAndLongHeadersAreRefused() {
        assertThat(RawHttp.send(host.port(), "GET / HTTP/1.1\r\nHost: notes.localhost\r\nContent-Length: 3\r\n\r\nabc")
                        .status())
                .isEqualTo(413);
        assertThat(RawHttp.send(host.port(), "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n")
                        .status())
                .isEqualTo(413);
        assertThat(get("/", "X: " + "x".repeat(17_000)).status()).isEqualTo(400);
        assertThat(get("/" + "x".repeat(9_000)).status()).isEqualTo(400);
        assertThat(RawHttp.send(host.port(), "nonsense\r\n\r\n").status()).isEqualTo(400);
    }

    @Test
    void whoeverAsksTooSlowlyIsCutOff() throws Exception {
        host.close();
        WebOptions options = WebOptions.loopback(0).requestTimeout(Duration.ofMillis(200));
        host = WebHost.start(options, WebHostTest::node, new Metrics(), seams);
        try (java.net.Socket socket = RawHttp.socket(host.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionsOverTheLimitAreTurnedAway() throws Exception {
        host.close();
        host = WebHost.start(WebOptions.loopback(0).connections(1), WebHostTest::node, new Metrics(), seams);
        try (java.net.Socket first = RawHttp.socket(host.port())) {
            first.setSoTimeout(10_000);
            first.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(first.getInputStream().read()).isEqualTo('H');
            try (java.net.Socket second = RawHttp.socket(host.port())) {
                second.setSoTimeout(10_000);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        String node = "GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /app.js HTTP/1.1\r\nHost: notes.localhost\r\nConnection: close\r\n\r\n";
        String all = RawHttp.exchange(host.port(), node + node.replace("first", "second") + last);
        assertThat(all.indexOf("GET /first"))
                .isLessThan(all.indexOf("GET /second"))
                .isPositive();
        assertThat(all).endsWith("0123456789");
    }

    @Test
    void theNodeAnswersAtItsOwnOrigin() {
        assertThat(RawHttp.ask(host.port(), "GET", "/_kube/health", "localhost").text())
                .isEqualTo("GET /_kube/health \n");
        assertThat(RawHttp.ask(host.port(), "GET", "/", "127.0.0.1:" + host.port())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pagesReadTheTypesThatTheirReleaseNamesAndNothingElse() {
        assertThat(get("/_hearth/objects?type=Note").text()).isEqualTo("{\"type\":\"Note\",\"objects\":[]}");
        assertThat(get("/_hearth/objects?type=Secret").status()).isEqualTo(403);
        assertThat(get("/_hearth/objects").status()).isEqualTo(403);
        assertThat(get("/_hearth/other").status()).isEqualTo(404);
        assertThat(get("/_hearth/objects?type=Note", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(get("/_hearth/objects?type=Note", "Sec-Fetch-Site: same-site")
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.ask(host.port(), "GET", "/_hearth/objects?type=Note", "localhost")
                        .text())
                .startsWith("GET /_hearth/objects");
    }

    @Test
    void changesOfTheSpaceArePushed() throws Exception {
        try (RawHttp.Stream stream = RawHttp.open(host.port(), "/_hearth/events", "notes.localhost")) {
            stream.awaitLine(line -> line.contains("text/event-stream"));
            stream.awaitLine(line -> line.equals(": open"));
            data.listeners.forEach(each -> each.accept("{\"blocks\":7}"));
            assertThat(stream.awaitLine(line -> line.startsWith("data:"))).isEqualTo("data: {\"blocks\":7}");
        }
        RawHttp.await(() -> data.listeners.isEmpty());
    }

    @Test
    void switchingReleasesUnderLoadFailsNoRequest() throws Exception {
        AppSettings settings = AppSettings.defaults();
        SiteRelease first = release("1.0", 1, settings);
        new TestFolder(folder).with("index.html", "<p>Second</p>");
        SiteRelease second = release("1.1", 2, settings);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.runAsync(() -> load(stop, asked), seams.blocking()));
        }
        for (int i = 0; i < 50; i++) {
            boolean even = i % 2 == 0;
            int before = asked.get();
            host.serve(routes(new Site(even ? second : first, List.of(even ? first : second), Optional.empty())));
            RawHttp.await(() -> asked.get() > before + 20 || clients.stream().anyMatch(CompletableFuture::isDone));
        }
        stop.set(true);
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get();
        assertThat(asked.get()).isGreaterThan(1_000);
    }

    private void load(AtomicBoolean stop, AtomicInteger asked) {
        try (RawHttp.Stream connection = RawHttp.connect(host.port())) {
            while (!stop.get()) {
                RawHttp.Answer answer = connection.ask("/", "notes.localhost");
                Assertions.assertThat(answer.status()).isEqualTo(200);
                Assertions.assertThat(answer.text()).isIn(HTML, "<p>Second</p>");
                asked.incrementAndGet();
            }
        }
    }

    @Test
    void aBusyPortIsNamed() {
        Assertions.assertThatThrownBy(
                        () -> WebHost.start(WebOptions.loopback(host.port()), WebHostTest::node, new Metrics(), seams))
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PORT_BUSY);
                    assertThat(e.details()).containsEntry("port", Integer.toString(host.port()));
                });
    }

    @Test
    void anAddressOfAnotherMachineIsNotListenedOn() {
        WebOptions elsewhere = new WebOptions("192.0.2.1", 0, "localhost", 8, Duration.ofSeconds(1), 1);
        Assertions.assertThatThrownBy(() -> WebHost.start(elsewhere, WebHostTest::node, new Metrics(), seams))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LISTEN_FAILED));
    }

    @Test
    void requestsAreCounted() {
        get("/");
        get("/missing.js");
        assertThat(metrics.render())
                .contains("hearth_http_requests_total 2\n")
                .contains("hearth_http_client_errors_total 1\n")
                .contains("hearth_http_request_seconds_count 2\n");
    }
}
