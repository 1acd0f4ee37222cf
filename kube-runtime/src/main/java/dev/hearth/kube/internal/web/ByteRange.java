package dev.hearth.kube.internal.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single range of a Range header (RFC 9110, section 14): what is not one is ignored, as the RFC allows.
 *
 * @param from the first byte
 * @param to the byte after the last
 */
record ByteRange(long from, long to) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    /** Returns the range within {@code size} bytes: empty when the header is to be ignored. */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ByteRange(Math.max(0, size - Long.parseLong(last)), size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        return !last.isEmpty() && Long.parseLong(last) < from ? Optional.empty() : Optional.of(new ByteRange(from, to));
    }

    /** Returns whether there is a byte in it. */
    boolean satisfiable() {
        return from < to;
    }
}
