package dev.hearth.echo.crdt;

/** The kinds that stand in one field, as the bits of a byte, and the weights of what holds them. */
final class FieldKinds {
    static final int SCALAR = 1;
    static final int MAP = 2;
    static final int LIST = 4;
    static final int TEXT = 8;
    static final int COUNTER = 16;
    static final int SET = 32;
    static final int MODEL = 64;
    /** How many kinds there are; the bit of kind k is {@code 1 << k}. */
    static final int COUNT = 7;

    /** What an object weighs in an archive beside its columns, in the measure of {@link ColumnSink#weigh}. */
    static final int OBJECT_WEIGHT = 16;
    /** What a field of an object weighs. */
    static final int FIELD_WEIGHT = 4;
    /** What a list or text weighs. */
    static final int SEQUENCE_WEIGHT = 32;

    private FieldKinds() {}

    static int of(Field field) {
        Field.MapEntries map = field.map;
        ListSequence list = field.list;
        TextSequence text = field.text;
        Counter counter = field.counter;
        SetMembers set = field.set;
        ModelLog model = field.model;
        return (field.scalar == null ? 0 : SCALAR)
                | (map == null || !map.stamp.present() ? 0 : MAP)
                | (list == null || list.untouched() ? 0 : LIST)
                | (text == null || text.untouched() ? 0 : TEXT)
                | (counter == null || !counter.stamp.present() ? 0 : COUNTER)
                | (set == null || !set.stamp.present() ? 0 : SET)
                | (model == null || !model.stamp.present() ? 0 : MODEL);
    }
}
