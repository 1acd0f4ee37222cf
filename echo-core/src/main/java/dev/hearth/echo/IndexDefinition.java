package dev.hearth.echo;

import java.util.List;

/**
 * An index of fields without a Java type, for queries by the names of fields.
 *
 * @param kind what of the fields stands in the index
 * @param fields the fields, the one that is compared first first
 * @param unique whether each row of values is to be of one object, as {@link Index#unique} says
 */
public record IndexDefinition(Kind kind, List<Field> fields, boolean unique) {
    private static final String DESCENDING = " desc";

    /** What of its fields stands in an index. */
    public enum Kind {
        /** The values of 1 to 8 fields. */
        VALUES,
        /** Each member of one set or list. */
        MEMBERS,
        /** Each key of one map. */
        KEYS,
        /** Each word of one text or string. */
        WORDS
    }

    /**
     * One field of an index.
     *
     * @param name the field
     * @param descending whether greater values come first
     */
    public record Field(String name, boolean descending) {
        /** Reads a name that {@code " desc"} may follow. */
        static Field parse(String written) {
            boolean descending = written.endsWith(DESCENDING);
            String name = descending ? written.substring(0, written.length() - DESCENDING.length()) : written;
            if (name.isEmpty()) {
                throw new IllegalArgumentException("fields: a name is empty");
            }
            return new Field(name, descending);
        }
    }

    /** Copies its input, and refuses a number of fields, or a uniqueness, that the kind does not have. */
    public IndexDefinition {
        fields = List.copyOf(fields);
        if (unique && kind != Kind.VALUES) {
            throw new IllegalArgumentException("unique: of values alone");
        }
        int most = kind == Kind.VALUES ? 8 : 1;
        if (fields.isEmpty() || fields.size() > most) {
            throw new IllegalArgumentException("fields: 1 to " + most + ", not " + fields.size());
        }
    }

    /** Returns an index of the values of fields, each followed by {@code " desc"} to be kept in descending order. */
    public static IndexDefinition of(String... fields) {
        return new IndexDefinition(
                Kind.VALUES, List.of(fields).stream().map(Field::parse).toList(), false);
    }

    /** Returns an index as {@link #of} does, of which each row of values is to be of one object. */
    public static IndexDefinition unique(String... fields) {
        return new IndexDefinition(Kind.VALUES, of(fields).fields(), true);
    }

    /** Returns an index of the members of a set or a list. */
    public static IndexDefinition members(String field) {
        return new IndexDefinition(Kind.MEMBERS, List.of(new Field(field, false)), false);
    }

    /** Returns an index of the words of a text or a string, for {@link Filter#words}. */
    public static IndexDefinition words(String field) {
        return new IndexDefinition(Kind.WORDS, List.of(new Field(field, false)), false);
    }

    /** Returns an index of the keys of a map. */
    public static IndexDefinition keys(String field) {
        return new IndexDefinition(Kind.KEYS, List.of(new Field(field, false)), false);
    }
}
