package dev.hearth.echo.crdt;

import java.nio.ByteBuffer;
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

    /** The length of a key in bytes. */
    public static final int KEY_LENGTH = 32;

    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<PackedShape, PackedShape> shapes = new HashMap<>();
    private volatile byte[][] keys = new byte[0][];
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

    /** Returns how many actors are known; their numbers are 0 to this, exclusive. */
    public int size() {
        return keys.length;
    }

    /** The number of a key, or -1 when it was never interned. */
    synchronized int find(byte[] key) {
        Integer known = numbers.get(ByteBuffer.wrap(key));
        return known == null ? -1 : known;
    }

    byte[] keyOf(int actor) {
        byte[][] all = keys;
        if (actor < 0 || actor >= all.length) {
            throw new IllegalArgumentException("unknown actor " + actor);
        }
        return all[actor];
    }
}
