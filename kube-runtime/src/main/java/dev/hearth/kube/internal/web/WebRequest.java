package dev.hearth.kube.internal.web;

import java.util.Map;
import java.util.Optional;

/**
 * A request to the node itself.
 *
 * @param method the HTTP method
 * @param path the decoded path
 * @param headers the headers, by name in lower case; of several of one name the first
 * @param body the body as text
 */
public record WebRequest(String method, String path, Map<String, String> headers, String body) {
    /** Copies its input. */
    public WebRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
