package dev.hearth.echo.crdt;

/**
 * A place in a text that stays where it is while others edit: beside the unit that an actor inserted, even when that
 * unit is deleted later; or at one end of the text.
 *
 * @param actor who inserted the unit, or {@link #NOBODY} for an end of the text
 * @param seq the number of the unit among this actor's events of the text
 * @param after whether the place is after the unit (or at the end), else before it (or at the beginning)
 */
public record Anchor(int actor, int seq, boolean after) {
    /** Stands for no actor. */
    public static final int NOBODY = -1;

    /** The beginning of every text. */
    public static final Anchor START = new Anchor(NOBODY, 0, false);

    /** The end of every text. */
    public static final Anchor END = new Anchor(NOBODY, 0, true);

    boolean atEnd() {
        return actor == NOBODY;
    }

    /** Returns bytes that any replica of the same text reads. */
    public byte[] encode(Actors actors) {
        ByteSink out = new ByteSink();
        out.u8((atEnd() ? 2 : 0) | (after ? 1 : 0));
        if (!atEnd()) {
            out.raw(actors.keyOf(actor));
            out.varint(seq);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} gave.
     *
     * @throws ChangeException when the bytes are malformed or of an actor that is not known here
     */
    public static Anchor decode(byte[] bytes, Actors actors) throws ChangeException {
        ByteSource in = new ByteSource(bytes);
        int flags = in.u8();
        if (flags > 3) {
            throw new ChangeException("An anchor is malformed");
        }
        boolean after = (flags & 1) != 0;
        Anchor anchor = after ? END : START;
        if ((flags & 2) == 0) {
            int actor = actors.find(in.raw(Actors.KEY_LENGTH));
            if (actor < 0) {
                throw new ChangeException("An actor is not known");
            }
            anchor = new Anchor(actor, in.varint(), after);
        }
        in.done();
        return anchor;
    }
}
