import com.fasterxml.jackson.databind.JsonNode;

/** What is measured of a history, and where the results of each side say it. */
enum Measure {
    LOCAL("local, ms", "localMs", "/localTxPerEdit/median"),
    UPDATE("update, bytes", "updateBytesAvg", "/avgUpdateBytes"),
    FILE("file, bytes", "fileBytes", "/size"),
    FORGOTTEN("file without history, bytes", "forgottenBytes", "/size"),
    OPEN("open and read, ms", "loadMs", "/load/median"),
    MERGE("merge, ms", "mergeFileMs", "/mergeFullHistory/median"),
    STREAM("updates one by one, ms", "streamMs", "/remoteStream/median");

    /** Below this the rivals' clock of time on a processor, which ticks every 4 ms, is too coarse. */
    private static final double SHORT_MS = 12;

    final String title;
    private final String own;
    private final String pointer;

    Measure(String title, String own, String pointer) {
        this.title = title;
        this.own = own;
        this.pointer = pointer;
    }

    Figure ours(JsonNode result) {
        JsonNode value = result.path(own);
        if (this == MERGE && value.isMissingNode()) {
            value = result.path("mergeMs");
        }
        return value.isNumber() ? Figure.of(value.asDouble()) : Figure.NONE;
    }

    Figure theirs(JsonNode result) {
        return switch (this) {
            case FILE -> file(result, false);
            case FORGOTTEN -> file(result, result.at("/size/shallow").isNumber());
            case STREAM -> stream(result.path("remoteStream"));
            default -> at(result, pointer);
        };
    }

    /**
     * The figure at a pointer. What is short is their shortest time by the clock on the wall, which favours them; what
     * counts how much was done of how much is partial when there is less.
     */
    static Figure at(JsonNode result, String pointer) {
        JsonNode value = result.at(pointer);
        JsonNode around = result.at(pointer.substring(0, pointer.lastIndexOf('/')));
        if (pointer.endsWith("/median") && value.asDouble() < SHORT_MS && around.path("wallMin").isNumber()) {
            value = around.path("wallMin");
        }
        boolean partial = part(result) || part(result.path("create")) || part(around);
        return value.isNumber() ? new Figure(value.asDouble(), partial) : Figure.NONE;
    }

    private static boolean part(JsonNode node) {
        return node.has("of") && node.path("done").asLong() < node.path("of").asLong();
    }

    /** Extrapolated where the rival was stopped before the last update. */
    private static Figure stream(JsonNode stream) {
        if (!stream.path("median").isNumber()) {
            return Figure.NONE;
        }
        long applied = stream.path("applied").asLong(1);
        long of = stream.path("of").asLong(applied);
        return new Figure(stream.path("median").asDouble() * of / Math.max(1, applied), applied < of);
    }

    /** The smallest of the encodings from which a peer can go on, with history or, if shallow, without. */
    private static Figure file(JsonNode result, boolean shallow) {
        double least = Double.NaN;
        for (var names = result.path("size").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            double size = result.path("size").path(name).asDouble();
            if (name.startsWith("shallow") == shallow && !(size >= least)) {
                least = size;
            }
        }
        return new Figure(least, part(result));
    }
}
