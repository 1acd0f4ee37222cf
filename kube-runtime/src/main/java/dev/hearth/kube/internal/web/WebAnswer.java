package dev.hearth.kube.internal.web;

/**
 * An answer of the node itself.
 *
 * @param status the HTTP status
 * @param mediaType what the body is
 * @param body the body
 */
public record WebAnswer(int status, String mediaType, String body) {
    /** Returns a JSON answer. */
    public static WebAnswer json(int status, String body) {
        return new WebAnswer(status, "application/json", body);
    }

    /** Returns a text of one line. */
    public static WebAnswer text(int status, String line) {
        return new WebAnswer(status, "text/plain; charset=utf-8", line + "\n");
    }
}
