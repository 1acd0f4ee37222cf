package dev.hearth.halo.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/** Reads published vectors from {@code ../shared/vectors}; a test is skipped by name where they are absent. */
public final class Vectors {
    private Vectors() {}

    /** Returns a file of vectors. */
    public static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(Files.readString(Shared.file("vectors/" + name)));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Calls {@code check} with each group and test of a Wycheproof file; returns how many there were. */
    public static int wycheproof(String name, BiConsumer<JsonNode, JsonNode> check) {
        int count = 0;
        for (JsonNode group : read("wycheproof/testvectors_v1/" + name).get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                check.accept(group, test);
                count++;
            }
        }
        return count;
    }

    /** Returns the bytes of a hexadecimal field. */
    public static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }
}
