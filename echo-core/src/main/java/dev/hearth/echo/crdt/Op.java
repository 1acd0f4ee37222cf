package dev.hearth.echo.crdt;

/** The operations of a change, and the limits of what one change may hold. */
final class Op {
    static final int SET = 0;
    static final int SET_OVER = 1;
    static final int CLEAR = 2;
    static final int PUT = 3;
    static final int PUT_OVER = 4;
    static final int REMOVE = 5;
    static final int TEXT_INSERT = 6;
    static final int TEXT_DELETE = 7;
    static final int LIST_INSERT = 8;
    static final int LIST_REMOVE = 9;
    static final int LIST_SET = 10;
    static final int TEXT_AFTER = 11;
    static final int LIST_AFTER = 12;
    static final int OBJECT = 13;
    /** What may happen to an object stands where a field would. */
    static final int DELETE = 0;

    static final int RESTORE = 1;
    static final int PURGE = 2;
    /** A second byte tells which of the operations from {@link #COUNT} on it is. */
    static final int EXTENDED = 14;

    static final int COUNT = 16;
    static final int ADD = 17;
    static final int DISCARD = 18;
    static final int EVENT = 19;
    static final int PLACE = 20;
    static final int MARK = 21;
    /** Gives a text its first content. */
    static final int BEGIN = 22;

    static final int LAST = BEGIN;

    /** The start of a mark is after its unit. */
    static final int START_AFTER = 1;
    /** The end of a mark is after its unit. */
    static final int END_AFTER = 2;
    /** A mark starts with the text. */
    static final int FROM_START = 4;
    /** A mark ends with the text. */
    static final int TO_END = 8;

    /** Field numbers below this stand in the tag itself. */
    static final int DIRECT_FIELDS = 14;
    /** A field number follows the tag. */
    static final int FIELD_NUMBER = 14;
    /** A field name follows the tag, and gets the author's next number. */
    static final int FIELD_NAME = 15;

    /** The longest name of a field in UTF-8 bytes. */
    static final int MAX_NAME = 1024;

    private Op() {}

    static boolean onText(int kind) {
        return kind == TEXT_INSERT || kind == TEXT_DELETE || kind == TEXT_AFTER || kind == MARK || kind == BEGIN;
    }

    static boolean onList(int kind) {
        return (kind >= LIST_INSERT && kind <= LIST_SET) || kind == LIST_AFTER || kind == PLACE;
    }
}
