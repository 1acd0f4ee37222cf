package dev.hearth.echo.crdt;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/** The stored form of what an author's changes have named: fields and actors, by the numbers that they have there. */
final class AuthorFile {
    private AuthorFile() {}

    /** Most authors have named the first fields in their order, which then need no listing. */
    static void write(ByteSink out, Author author, ToIntFunction<Field> indexOf, IntUnaryOperator numberOf) {
        int named = author.fieldCount();
        boolean inOrder = true;
        for (int i = 0; i < named && inOrder; i++) {
            inOrder = indexOf.applyAsInt(author.field(i)) == i;
        }
        out.varint(numberOf.applyAsInt(author.actor));
        out.varint(2L * named + (inOrder ? 0 : 1));
        for (int i = 0; i < named && !inOrder; i++) {
            out.varint(indexOf.applyAsInt(author.field(i)));
        }
        out.varint(author.actorCount());
        for (int i = 0; i < author.actorCount(); i++) {
            out.varint(numberOf.applyAsInt(author.actor(i)));
        }
    }

    static void read(ByteSource in, UnpackedState state, List<Field> fields, int[] ranked) throws ChangeException {
        Author author = state.author(actor(in, ranked));
        int head = in.varint();
        int named = head >>> 1;
        boolean inOrder = (head & 1) == 0;
        if (named > (inOrder ? fields.size() : in.remaining())) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        for (int i = 0; i < named; i++) {
            int number = inOrder ? i : in.varint();
            if (number >= fields.size()) {
                throw new ChangeException("A field is not known");
            }
            author.learn(fields.get(number));
        }
        int known = in.count(1);
        for (int i = 0; i < known; i++) {
            author.learnActor(actor(in, ranked));
        }
    }

    private static int actor(ByteSource in, int[] ranked) throws ChangeException {
        int rank = in.varint();
        if (rank >= ranked.length) {
            throw new ChangeException("An actor is not known");
        }
        return ranked[rank];
    }
}
