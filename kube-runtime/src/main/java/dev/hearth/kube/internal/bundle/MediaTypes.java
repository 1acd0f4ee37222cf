package dev.hearth.kube.internal.bundle;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The media types that a bundle may state, by file extension: a publisher can't invent others. */
public final class MediaTypes {
    private static final String OTHER = "application/octet-stream";
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("xml", "application/xml"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"));
    private static final Set<String> KNOWN = Set.copyOf(BY_EXTENSION.values());

    private MediaTypes() {}

    /** Returns the type of a file by its name. */
    public static String of(String path) {
        int dot = path.lastIndexOf('.');
        return dot <= path.lastIndexOf('/')
                ? OTHER
                : BY_EXTENSION.getOrDefault(path.substring(dot + 1).toLowerCase(Locale.ROOT), OTHER);
    }

    /** Returns whether a manifest may state {@code mediaType}. */
    static boolean isKnown(String mediaType) {
        return mediaType.equals(OTHER) || KNOWN.contains(mediaType);
    }

    /** Returns whether content of the type shrinks when it is compressed. */
    public static boolean isCompressible(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.startsWith("application/json")
                || mediaType.equals("application/manifest+json")
                || mediaType.equals("application/xml")
                || mediaType.equals("application/wasm")
                || mediaType.equals("image/svg+xml");
    }
}
