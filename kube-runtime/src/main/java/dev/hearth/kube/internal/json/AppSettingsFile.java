package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.kube.internal.bundle.AppSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads {@value AppSettings#FILE}, such as <code>{"entry": "index.html", "spa": true, "needs": {"read": ["Note"]}}
 * </code>; each name is optional, others are refused.
 */
public final class AppSettingsFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final long MOST_BYTES = 64L << 10;

    private AppSettingsFile() {}

    /** Returns the settings in {@code folder}, or the defaults; throws INPUT_MALFORMED with the rule. */
    public static AppSettings read(Path folder) {
        Path file = folder.resolve(AppSettings.FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return AppSettings.defaults();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw malformed("longer than " + MOST_BYTES + " bytes");
            }
            return settings(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw malformed("not JSON");
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", file.toString()), e);
        }
    }

    private static AppSettings settings(JsonNode root) {
        AppSettings defaults = AppSettings.defaults();
        String entry = defaults.entry();
        boolean spa = defaults.spa();
        SortedSet<String> reads = defaults.reads();
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode value = root.get(name);
            switch (name) {
                case "entry" -> entry = text(name, value);
                case "spa" -> spa = bool(name, value);
                case "needs" -> reads = reads(value);
                default -> throw malformed("unknown name " + name);
            }
        }
        return new AppSettings(entry, spa, reads);
    }

    private static SortedSet<String> reads(JsonNode needs) {
        SortedSet<String> reads = new TreeSet<>();
        for (Iterator<String> names = needs.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("read") || !needs.get(name).isArray()) {
                throw malformed("needs takes a list called read");
            }
            needs.get(name).forEach(type -> reads.add(text(name, type)));
        }
        return reads;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw malformed(name + " is not a text");
        }
        return value.asText();
    }

    private static boolean bool(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw malformed(name + " is not true or false");
        }
        return value.asBoolean();
    }

    private static HearthException malformed(String rule) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("file", AppSettings.FILE, "rule", rule));
    }
}
