package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.kube.Kube;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the node that has a data folder open is administered, and the token for it: a file that only the user can read,
 * there while the node runs.
 */
final class NodeFile implements AutoCloseable {
    private static final String NAME = "node.json";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path path;
    private final URI address;
    private final String token;

    private NodeFile(Path path, URI address, String token) {
        this.path = path;
        this.address = address;
        this.token = token;
    }

    static NodeFile write(Path folder, Kube kube) {
        Path path = folder.resolve(NAME);
        ObjectNode content = Command.object()
                .put("address", "http://127.0.0.1:" + kube.address().getPort())
                .put("token", kube.adminToken());
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(path);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(path, content.toString());
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", path.toString()), e);
        }
        return new NodeFile(path, kube.address(), kube.adminToken());
    }

    /** Returns the running node's file; a file that a killed node left behind is passed over. */
    static Optional<NodeFile> find(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            JsonNode content = Console.JSON.readTree(Files.readString(path));
            NodeFile file = new NodeFile(
                    path,
                    URI.create(content.path("address").asText()),
                    content.path("token").asText());
            file.apps();
            return Optional.of(file);
        } catch (IOException | HearthException e) {
            return Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    JsonNode apps() {
        return send(request("apps").GET().build());
    }

    JsonNode post(String deed, ObjectNode body) {
        return send(request(deed)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String deed) {
        return HttpRequest.newBuilder(address.resolve("/_kube/" + deed)).timeout(LIMIT);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = response.statusCode() == 200 || response.statusCode() == 409
                    ? Console.JSON.readTree(response.body())
                    : Command.object();
            JsonNode error = answer.get("error");
            if (error != null) {
                throw new HearthException(
                        ErrorCode.valueOf(error.path("code").asText()),
                        Map.of("details", error.path("details").asText()));
            }
            if (response.statusCode() != 200) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED,
                        Map.of("rule", response.body().strip()));
            }
            return answer;
        } catch (IOException e) {
            throw new HearthException(ErrorCode.PEER_UNREACHABLE, Map.of("node", address.toString()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HearthException(ErrorCode.CLOSED);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", path.toString()), e);
        }
    }
}
