package dev.hearth.kube.internal.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceStatus;
import dev.hearth.kube.Release;
import dev.hearth.kube.internal.metrics.Metrics;
import dev.hearth.kube.internal.web.NodePages;
import dev.hearth.kube.internal.web.WebAnswer;
import dev.hearth.kube.internal.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * What the node says at its own origin: its apps, its health, its metrics, and the administration for whoever has the
 * token.
 */
public final class NodeAnswers implements NodePages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Client client;
    private final Apps apps;
    private final Metrics metrics;
    private final byte[] authorization;

    /** Answers for {@code client}; administration shows {@code token}. */
    public NodeAnswers(Client client, Apps apps, Metrics metrics, String token) {
        this.client = client;
        this.apps = apps;
        this.metrics = metrics;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        long started = client.seams().nanoTime();
        metrics.gauge(
                "hearth_uptime_seconds",
                "Seconds since the node started.",
                () -> (client.seams().nanoTime() - started) / 1e9);
        metrics.gauge(
                "hearth_spaces",
                "Spaces of the node's client.",
                () -> client.spaces().list().size());
        metrics.gauge(
                "hearth_connected_peers",
                "Sessions with devices of members.",
                () -> statuses().stream()
                        .mapToInt(status -> status.peers().size())
                        .sum());
        metrics.gauge(
                "hearth_blocks",
                "Blocks in all spaces.",
                () -> statuses().stream()
                        .mapToLong(status -> status.database().version().blocks())
                        .sum());
    }

    private List<SpaceStatus> statuses() {
        return client.spaces().list().stream().map(Space::spaceStatus).toList();
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "GET /", "HEAD /" -> index();
                case "GET /_kube/health", "HEAD /_kube/health" -> health();
                case "GET /_kube/metrics" -> new WebAnswer(200, Metrics.MEDIA_TYPE, metrics.render());
                case "GET /_kube/apps" -> WebAnswer.json(200, apps().toString());
                case "POST /_kube/publish" -> administer(request, this::publish);
                case "POST /_kube/rollback" -> administer(request, this::rollback);
                default -> WebAnswer.text(404, "There is no such page.");
            };
        } catch (HearthException e) {
            ObjectNode error = JSON.createObjectNode();
            error.putObject("error")
                    .put("code", e.code().name())
                    .put("details", e.details().toString());
            return WebAnswer.json(409, error.toString());
        }
    }

    private WebAnswer index() {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<title>Hearth node</title></head><body><main><h1>Apps</h1><ul>");
        for (Release release : apps.releases()) {
            if (release.current()) {
                // Names and versions are checked: no character in them needs escaping.
                page.append("<li>")
                        .append(release.app())
                        .append(' ')
                        .append(release.version())
                        .append("</li>");
            }
        }
        page.append("</ul><p><a href=\"/_kube/health\">health</a> <a href=\"/_kube/metrics\">metrics</a></p>");
        return new WebAnswer(
                200,
                "text/html; charset=utf-8",
                page.append("</main></body></html>").toString());
    }

    private WebAnswer health() {
        ObjectNode health = JSON.createObjectNode().put("live", true);
        ArrayNode why = JSON.createArrayNode();
        for (SpaceStatus status : statuses()) {
            status.database()
                    .failure()
                    .ifPresent(cause -> why.add(status.space().brief() + ": " + cause));
        }
        health.put("ready", why.isEmpty()).set("why", why);
        return WebAnswer.json(why.isEmpty() ? 200 : 503, health.toString());
    }

    private ObjectNode apps() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("releases");
        apps.releases()
                .forEach(release -> list.addObject()
                        .put("app", release.app())
                        .put("version", release.version())
                        .put("sequence", release.sequence())
                        .put("id", release.id().toString())
                        .put("current", release.current()));
        return answer;
    }

    /** Something that only the local administrator may do. */
    private interface Deed {
        void run(JsonNode body);
    }

    private WebAnswer administer(WebRequest request, Deed deed) {
        byte[] shown = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(shown, authorization)) {
            return WebAnswer.text(403, "Administration takes the token in the node's data folder.");
        }
        try {
            deed.run(JSON.readTree(request.body()));
            return WebAnswer.json(200, apps().toString());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return WebAnswer.text(400, "The body is not what this takes.");
        }
    }

    private void publish(JsonNode body) {
        Space space = client.spaces().get(SpaceId.fromHex(body.path("space").asText()));
        Path folder = Path.of(body.path("folder").asText());
        apps.publish(
                space, folder, body.path("app").asText(), body.path("version").asText());
    }

    private void rollback(JsonNode body) {
        apps.rollback(body.path("app").asText());
    }
}
