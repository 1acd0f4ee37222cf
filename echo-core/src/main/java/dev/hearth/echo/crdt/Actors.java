package dev.hearth.echo.crdt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Interns the 32-byte feed keys of one space as small numbers, so that the engine compares and stores ints. The order
 * of actors, by which every tie is broken, is the unsigned order of their keys. Safe for use by several threads.
 */
public final class Actors {
    static final int MOST_NAMES = 1 << 16;
    static final int MOST_SHAPES = 1 << 14;

    /** The numbers of devices are below this, those of initial contents from here on. */
    private static final int CONTENTS = 1 << 30;

    private static final int CONTENT_PREFIX = 12;
    private static final String CONTENT_LABEL = "hearth initial content";

    /** The length of a key in bytes. */
    public static final int KEY_LENGTH = 32;

    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<PackedShape, PackedShape> shapes = new HashMap<>();
    private volatile byte[][] keys = new byte[0][];
    private volatile byte[][] contents = new byte[0][];
    private volatile int[] byNumber = new int[0];

    /** Creates an empty table. */
    public Actors() {}

    /** Returns the number of a key, giving it the next free number when it is new. */
    public synchronized int intern(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("key must have 32 bytes, has " + key.length);
        }
        Integer known = numbers.get(ByteBuffer.wrap(key));
        if (known != null) {
            return known;
        }
        byte[] own = key.clone();
        if (isContent(key)) {
            int number = CONTENTS + contents.length;
            contents = Arrays.copyOf(contents, contents.length + 1);
            contents[contents.length - 1] = own;
            numbers.put(ByteBuffer.wrap(own), number);
            return number;
        }
        byte[][] old = keys;
        byte[][] grown = Arrays.copyOf(old, old.length + 1);
        grown[old.length] = own;
        numbers.put(ByteBuffer.wrap(own), old.length);
        int[] all = Arrays.copyOf(byNumber, grown.length);
        all[old.length] = old.length;
        byNumber = all;
        keys = grown;
        return old.length;
    }

    /** Returns how many devices have a number. */
    public int devices() {
        return keys.length;
    }

    /** Returns one string for equal names of fields, so that the objects of a space share it. */
    synchronized String name(String name) {
        String known = names.get(name);
        if (known == null && names.size() < MOST_NAMES) {
            names.put(name, name);
        }
        return known == null ? name : known;
    }

    /** Returns one shape for equal ones, so that the objects of a space share it. */
    synchronized PackedShape shape(PackedShape shape) {
        PackedShape known = shapes.get(shape);
        if (known == null && shapes.size() < MOST_SHAPES) {
            shapes.put(shape, shape);
        }
        return known == null ? shape : known;
    }

    /** Each actor at the place of its number, for forms in which actors stand as their numbers. */
    int[] byNumber() {
        return byNumber;
    }

    /** Returns a copy of the key of an actor. */
    public byte[] key(int actor) {
        return keyOf(actor).clone();
    }

    /** Compares two actors by the unsigned order of their keys. */
    public int compare(int a, int b) {
        return a == b ? 0 : Arrays.compareUnsigned(keyOf(a), keyOf(b));
    }

    /** Returns how many devices are known; their numbers are 0 to this, exclusive. */
    public int size() {
        return keys.length;
    }

    /** Returns whether an actor is a device, and not the author of an initial content. */
    public boolean isDevice(int actor) {
        return !isContent(actor);
    }

    /** The number of a key, or -1 when it was never interned. */
    synchronized int find(byte[] key) {
        Integer known = numbers.get(ByteBuffer.wrap(key));
        return known == null ? -1 : known;
    }

    byte[] keyOf(int actor) {
        byte[][] all = actor < CONTENTS ? keys : contents;
        int index = actor < CONTENTS ? actor : actor - CONTENTS;
        if (index < 0 || index >= all.length) {
            throw new IllegalArgumentException("unknown actor " + actor);
        }
        return all[index];
    }

    /**
     * The author of an initial content: nobody, but the same for everybody who gives the same content. Its key is told
     * from those of devices by its beginning; no device has such a key.
     */
    int ofContent(String content) {
        byte[] key = new byte[KEY_LENGTH];
        Arrays.fill(key, 0, CONTENT_PREFIX, (byte) 0xFF);
        byte[] hash = sha256(content.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(hash, 0, key, CONTENT_PREFIX, KEY_LENGTH - CONTENT_PREFIX);
        return intern(key);
    }

    private static byte[] sha256(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(CONTENT_LABEL.getBytes(StandardCharsets.UTF_8));
            return digest.digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static boolean isContent(byte[] key) {
        for (int i = 0; i < CONTENT_PREFIX; i++) {
            if (key[i] != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Whether an actor is the author of an initial content. */
    static boolean isContent(int actor) {
        return actor >= CONTENTS;
    }
}
