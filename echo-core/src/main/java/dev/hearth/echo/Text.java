package dev.hearth.echo;

/**
 * The value of a collaborative text in a record: what is given becomes the initial content, what is read is the content
 * at that moment. To edit it so that concurrent edits merge, use {@link Database#text}.
 *
 * @param value the content, in UTF-16 units
 */
public record Text(String value) implements Comparable<Text> {
    /** Returns a text with {@code value} as content. */
    public static Text of(String value) {
        return new Text(value);
    }

    @Override
    public int compareTo(Text that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
