package dev.hearth.kube.internal.web;

import dev.hearth.base.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request's target, decoded once and strictly: a path that starts with a slash and has no dot segments, backslashes
 * or control characters however they were written, and the parameters of the query.
 *
 * @param path the decoded path without its leading slash
 * @param parameters the parameters; of several of one name the first
 */
record Target(String path, Map<String, String> parameters) {
    private static final int PARAMETERS = 32;

    static Target parse(String raw) throws MalformedException {
        if (!raw.startsWith("/")) {
            throw new MalformedException("Request target does not start with a slash");
        }
        int end = raw.indexOf('?');
        String path = decode(raw.substring(1, end < 0 ? raw.length() : end), false);
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw new MalformedException("Request path has a dot segment");
            }
        }
        if (path.indexOf('\\') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedException("Request path has a character that is not allowed");
        }
        return new Target(path, end < 0 ? Map.of() : parameters(raw.substring(end + 1)));
    }

    private static Map<String, String> parameters(String query) throws MalformedException {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&", PARAMETERS + 1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            parameters.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), true));
            if (parameters.size() > PARAMETERS) {
                throw new MalformedException("Too many parameters");
            }
        }
        return parameters;
    }

    private static String decode(String raw, boolean plusIsSpace) throws MalformedException {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                decoded.put((byte) (digit(bytes, i + 1) << 4 | digit(bytes, i + 2)));
                i += 2;
            } else {
                decoded.put(plusIsSpace && bytes[i] == '+' ? (byte) ' ' : bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("Request target is not UTF-8", e);
        }
    }

    private static int digit(byte[] bytes, int at) throws MalformedException {
        int digit = at < bytes.length ? Character.digit((char) (bytes[at] & 0xFF), 16) : -1;
        if (digit < 0) {
            throw new MalformedException("Request target has a broken escape");
        }
        return digit;
    }
}
