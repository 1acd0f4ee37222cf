package dev.hearth.kube.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.base.MalformedException;
import dev.hearth.kube.bench.Trace.Patch;
import dev.hearth.kube.bench.Trace.Transaction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** Reads the three JSON forms of editing histories. */
final class TraceReader {
    private static final int MAX_TEXT = 256 << 20;
    private static final JsonMapper JSON = mapper();

    private TraceReader() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = new JsonMapper();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_TEXT)
                        .build());
        return mapper;
    }

    static List<Trace> read(Path file) throws IOException, MalformedException {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.replaceFirst("\\.json(\\.gz)?$", "");
        try (InputStream in = open(file)) {
            JsonNode root = JSON.readTree(in);
            List<Trace> out = new ArrayList<>();
            if (root.isArray()) {
                for (JsonNode each : root) {
                    out.add(trace(name + "-" + (out.size() + 1), each));
                }
            } else {
                out.add(trace(name, root));
            }
            return out;
        } catch (JacksonException e) {
            throw new MalformedException("The file is not JSON", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static Trace trace(String name, JsonNode root) throws MalformedException {
        JsonNode txns = root.path("txns");
        if (!txns.isArray()) {
            throw new MalformedException("A history has no transactions");
        }
        Optional<String> end =
                root.has("endContent") ? Optional.of(root.get("endContent").asText()) : Optional.empty();
        String start = root.path("startContent").asText("");
        if (txns.size() > 0 && txns.get(0).has("span")) {
            return spans(name, txns, start, end);
        }
        boolean concurrent = "concurrent".equals(root.path("kind").asText());
        List<Transaction> out = new ArrayList<>();
        int agents = 1;
        for (JsonNode txn : txns) {
            int agent = concurrent ? txn.path("agent").asInt(-1) : 0;
            if (agent < 0) {
                throw new MalformedException("A transaction has no author");
            }
            agents = Math.max(agents, agent + 1);
            List<Integer> parents = concurrent
                    ? parents(txn.path("parents"), out.size())
                    : out.isEmpty() ? List.of() : List.of(out.size() - 1);
            out.add(new Transaction(agent, parents, patches(txn.path("patches"))));
        }
        return new Trace(name, concurrent, false, start, end, agents, out);
    }

    private static List<Integer> parents(JsonNode node, int before) throws MalformedException {
        List<Integer> parents = new ArrayList<>();
        for (JsonNode parent : node) {
            int index = parent.asInt(-1);
            if (index < 0 || index >= before) {
                throw new MalformedException("A parent is not an earlier transaction");
            }
            parents.add(index);
        }
        return parents;
    }

    private static List<Patch> patches(JsonNode node) throws MalformedException {
        List<Patch> patches = new ArrayList<>();
        for (JsonNode patch : node) {
            if (patch.size() != 3 || patch.get(0).asInt(-1) < 0 || patch.get(1).asInt(-1) < 0) {
                throw new MalformedException("A patch is not a position, a count and a text");
            }
            patches.add(new Patch(
                    patch.get(0).asInt(), patch.get(1).asInt(), patch.get(2).asText()));
        }
        return patches;
    }

    /** The form whose parents are single events: spans are cut after every event that is a parent. */
    private static Trace spans(String name, JsonNode txns, String start, Optional<String> end)
            throws MalformedException {
        TreeSet<Integer> cuts = new TreeSet<>();
        Map<String, Integer> agents = new TreeMap<>();
        for (JsonNode txn : txns) {
            agents.put(txn.path("agent").asText(), 0);
            for (JsonNode parent : txn.path("parents")) {
                cuts.add(parent.asInt() + 1);
            }
        }
        int number = 0;
        for (Map.Entry<String, Integer> agent : agents.entrySet()) {
            agent.setValue(number++);
        }
        List<Transaction> out = new ArrayList<>();
        Map<Integer, Integer> lastEventOf = new TreeMap<>();
        for (JsonNode txn : txns) {
            List<Integer> parents = new ArrayList<>();
            for (JsonNode parent : txn.path("parents")) {
                Integer transaction = lastEventOf.get(parent.asInt());
                if (transaction == null) {
                    throw new MalformedException("A parent is not an earlier event");
                }
                parents.add(transaction);
            }
            SpanCutter cutter = new SpanCutter(txn.path("span").path(0).asInt(), patches(txn.path("ops")), cuts);
            for (List<Patch> part = cutter.next(); !part.isEmpty(); part = cutter.next()) {
                out.add(new Transaction(agents.getOrDefault(txn.path("agent").asText(), 0), parents, part));
                lastEventOf.put(cutter.event() - 1, out.size() - 1);
                parents = List.of(out.size() - 1);
            }
        }
        return new Trace(name, true, true, start, end, agents.size(), out);
    }
}
