package dev.hearth.kube.internal.bundle;

import dev.hearth.base.MalformedException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * The rules for a path in a bundle: what passes means the same file on every system and can't leave its folder. They
 * are checked when packing and again before anything else of a received manifest is believed.
 */
public final class BundlePath {
    private static final String FORBIDDEN = "\\:*?\"<>|%#";
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private BundlePath() {}

    /** Returns {@code path} when it keeps all rules. */
    public static String check(String path) throws MalformedException {
        if (path.isEmpty()) {
            throw new MalformedException("Path is empty");
        }
        BundleLimits.PATH_BYTES.check(path.getBytes(StandardCharsets.UTF_8).length);
        if (path.startsWith("/")) {
            throw new MalformedException("Path is absolute");
        }
        checkCharacters(path);
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            throw new MalformedException("Path is not in Unicode form NFC");
        }
        for (String segment : path.split("/", -1)) {
            checkSegment(segment);
        }
        return path;
    }

    private static void checkCharacters(String path) throws MalformedException {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0) {
                throw new MalformedException("Path has a character that is not allowed");
            }
            if (Character.isSurrogate(c) && !pairedAt(path, i)) {
                throw new MalformedException("Path is not well-formed Unicode");
            }
        }
    }

    private static boolean pairedAt(String path, int i) {
        return Character.isHighSurrogate(path.charAt(i))
                ? i + 1 < path.length() && Character.isLowSurrogate(path.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(path.charAt(i - 1));
    }

    private static void checkSegment(String segment) throws MalformedException {
        if (segment.isEmpty()) {
            throw new MalformedException("Path has an empty segment");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw new MalformedException("Path has a dot segment");
        }
        if (segment.endsWith(".") || segment.endsWith(" ") || segment.startsWith(" ")) {
            throw new MalformedException("Path segment begins or ends with a space, or ends with a dot");
        }
        int dot = segment.indexOf('.');
        String stem = dot < 0 ? segment : segment.substring(0, dot);
        if (DEVICES.contains(stem.toLowerCase(Locale.ROOT))) {
            throw new MalformedException("Path names a device");
        }
    }

    /** Returns the form in which two paths of one bundle must differ. */
    public static String folded(String path) {
        return path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
