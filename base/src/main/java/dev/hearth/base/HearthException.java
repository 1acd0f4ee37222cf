package dev.hearth.base;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment refused: one unchecked family, told apart by {@link #code()}. The message is a fixed sentence;
 * what varies is in {@link #details()}. Neither ever holds a secret or content.
 */
public final class HearthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, String> details;

    /** Creates an error with nothing to add to its code. */
    public HearthException(ErrorCode code) {
        this(code, Map.of(), null);
    }

    /** Creates an error with details, such as the path or port that it is about. */
    public HearthException(ErrorCode code, Map<String, String> details) {
        this(code, details, null);
    }

    /** Creates an error with details and what the platform said. */
    public HearthException(ErrorCode code, Map<String, String> details, @Nullable Throwable cause) {
        super(sentence(code, details), cause);
        this.code = code;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * Creates the error for a file that a user named: FILE_UNKNOWN where it, or the folder that it is to be written
     * into, does not exist, DISK_FULL, or else FILE_FAILED.
     */
    public static HearthException ofFile(Path file, IOException cause) {
        return new HearthException(codeOf(cause), Map.of("file", file.toString()), cause);
    }

    private static ErrorCode codeOf(IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof NoSuchFileException || message.contains("no such file")) {
            return ErrorCode.FILE_UNKNOWN;
        }
        return message.contains("no space") ? ErrorCode.DISK_FULL : ErrorCode.FILE_FAILED;
    }

    private static String sentence(ErrorCode code, Map<String, String> details) {
        return details.isEmpty() ? code.what() : code.what() + " " + details;
    }

    /** Returns which error this is; a program decides by it. */
    public ErrorCode code() {
        return code;
    }

    /** Returns why it happened, in a sentence for people. */
    public String reason() {
        return code.why();
    }

    /** Returns what to do about it, in a sentence for people. */
    public String remedy() {
        return code.remedy();
    }

    /** Returns what varies from case to case, by name. */
    public Map<String, String> details() {
        return details;
    }
}
