package dev.hearth.echo;

import java.util.List;

/**
 * The indexes of one database. They are kept on this device alone, are sealed like everything that is stored, and
 * change what a query costs, never what it returns. Records declare theirs with {@link Index}; a relation has one for
 * each of its ends without declaring it. Thread-safe.
 */
public interface Indexes {
    /**
     * Declares the indexes for queries by the names of fields of the objects of a type, in place of those declared by
     * this method before: new ones are built, the others dropped. That an index is unique holds until the database is
     * closed.
     */
    void declare(String type, IndexDefinition... indexes);

    /** Returns all indexes, those declared by records too. */
    List<IndexStatus> list();

    /**
     * Returns the objects that agree in a unique index, in groups. Reads the keys of all unique indexes that were
     * declared since the database was opened; one that is being built tells of the objects that it holds so far.
     *
     * @throws IllegalStateException within a transaction
     */
    List<Duplicate> duplicates();

    /**
     * Builds what is not built yet and returns when it is. Without it that happens in the background, a few hundred
     * objects at a time, and goes on after a restart.
     *
     * @throws IllegalStateException within a transaction
     */
    void build();
}
