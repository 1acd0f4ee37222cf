package dev.hearth.echo.internal;

import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import java.util.Arrays;

/** The store keys of one database: its space's prefix, then numbers and random ids, so that a key tells nothing. */
public final class Keyspace {
    private static final int PREFIX = 16;
    private static final int BASE = 255;

    private final byte[] prefix;

    /** Returns the keys for {@code space}. */
    public Keyspace(SpaceId space) {
        prefix = Arrays.copyOf(space.value().toArray(), PREFIX);
    }

    /** Returns the prefix of all keys. */
    public byte[] all() {
        return prefix.clone();
    }

    /** Returns a key after all keys. */
    public byte[] end() {
        byte[] key = start(64);
        Arrays.fill(key, PREFIX, key.length, (byte) 0xFF);
        return key;
    }

    /** Returns what of a key, whose family is known, comes after the part that stands for the space. */
    public static byte[] afterSpace(byte[] key) {
        return Arrays.copyOfRange(key, Math.min(PREFIX, key.length), key.length);
    }

    /** Returns the key of a part of a checkpoint. */
    public byte[] part(int number) {
        return feed(number);
    }

    /** Returns the key of a fact about the database. */
    public byte[] fact(int number) {
        byte[] key = start(1);
        key[PREFIX] = (byte) number;
        return key;
    }

    /** Returns the key of a type's name; all start with {@code fact(number)}. */
    public byte[] fact(int number, int type) {
        byte[] key = start(5);
        key[PREFIX] = (byte) number;
        return putInt(key, PREFIX + 1, type);
    }

    /** Returns the key of a feed's record, and the prefix of its blocks. */
    public byte[] feed(int feed) {
        return putInt(start(4), PREFIX, feed);
    }

    /** Returns the key of what belongs to one block. */
    public byte[] block(int feed, long seq) {
        return putLong(putInt(start(12), PREFIX, feed), PREFIX + 4, seq);
    }

    /** Returns the key of an object's snapshot, and the prefix of its tail. */
    public byte[] object(ObjectId object) {
        byte[] key = start(ObjectId.SIZE);
        object.value().copyTo(key, PREFIX);
        return key;
    }

    /** Returns the key of a change in an object's tail. */
    public byte[] tail(ObjectId object, long index) {
        byte[] key = start(ObjectId.SIZE + 8);
        object.value().copyTo(key, PREFIX);
        return putLong(key, PREFIX + ObjectId.SIZE, index);
    }

    /** Returns the key of an object's stratum of a level: the lowest, which is the newest, comes first. */
    public byte[] stratum(ObjectId object, int level) {
        byte[] key = start(ObjectId.SIZE + 1);
        object.value().copyTo(key, PREFIX);
        key[key.length - 1] = (byte) level;
        return key;
    }

    /** Returns the key of what an object was at the base: it comes after its strata. */
    public byte[] base(ObjectId object) {
        return stratum(object, BASE);
    }

    /** Returns whether a key of a history is that of {@link #base}. */
    public static boolean isBase(byte[] key) {
        return key[key.length - 1] == (byte) BASE;
    }

    /** Returns the key of the used up ones among the ids that differ from {@code object} in their last byte alone. */
    public byte[] graves(ObjectId object) {
        return Arrays.copyOf(object(object), PREFIX + ObjectId.SIZE - 1);
    }

    /** Returns the prefix of the objects of a type. */
    public byte[] type(int type) {
        return feed(type);
    }

    /** Returns the key of an object among those of its type. */
    public byte[] typed(int type, ObjectId object) {
        byte[] key = putInt(start(4 + ObjectId.SIZE), PREFIX, type);
        object.value().copyTo(key, PREFIX + 4);
        return key;
    }

    /** Returns the key of an index's record, and the prefix of its pages. */
    public byte[] index(int index) {
        return feed(index);
    }

    /** Returns the key of a page of an index, and the prefix of what was changed in it since it was written. */
    public byte[] page(int index, int page) {
        return putInt(putInt(start(8), PREFIX, index), PREFIX + 4, page);
    }

    /** Returns the key of changes of a page. */
    public byte[] slot(int index, int page, int slot) {
        byte[] key = putInt(putInt(start(9), PREFIX, index), PREFIX + 4, page);
        key[key.length - 1] = (byte) slot;
        return key;
    }

    /** Returns the number that ends {@code key}. */
    public static long number(byte[] key) {
        long number = 0;
        for (int at = key.length - 8; at < key.length; at++) {
            number = number << 8 | (key[at] & 0xFF);
        }
        return number;
    }

    /** Returns the number of a feed, a type or an index that ends {@code key}. */
    public static int shortNumber(byte[] key) {
        return (int) number(Arrays.copyOfRange(key, key.length - 8, key.length));
    }

    private byte[] start(int more) {
        return Arrays.copyOf(prefix, PREFIX + more);
    }

    private static byte[] putInt(byte[] key, int at, int value) {
        for (int i = 0; i < 4; i++) {
            key[at + i] = (byte) (value >>> (24 - 8 * i));
        }
        return key;
    }

    private static byte[] putLong(byte[] key, int at, long value) {
        for (int i = 0; i < 8; i++) {
            key[at + i] = (byte) (value >>> (56 - 8 * i));
        }
        return key;
    }
}
