package dev.hearth.echo.crdt;

/** What a field of an object holds. */
public enum FieldKind {
    /** One value. */
    SCALAR(0),
    /** Values by name. */
    MAP(1),
    /** Values in order. */
    LIST(2),
    /** Text that several people may write at once. */
    TEXT(3),
    /** A number that several people may add to at once. */
    COUNTER(4),
    /** Values without order, each at most once. */
    SET(5),
    /** Operations of a custom model. */
    MODEL(6);

    private final int code;

    FieldKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
