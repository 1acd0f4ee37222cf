package dev.hearth.echo;

/**
 * How far a verification or a repair is.
 *
 * @param stage what is looked at
 * @param done how many of those
 */
public record VerifyProgress(Stage stage, long done) {
    /** What is looked at, in this order. */
    public enum Stage {
        /** The blocks of all feeds. */
        BLOCKS,
        /** The objects and their histories. */
        OBJECTS,
        /** The entries of the catalogue. */
        CATALOGUE,
        /** The keys of the indexes. */
        INDEXES,
        /** The pieces of blobs. */
        CHUNKS,
        /** Objects that are made anew from the blocks. */
        REPAIR
    }
}
