package dev.hearth.echo.crdt;

/**
 * Writes the operations of a change. What its author has named before, fields and actors, stands as a number; what is
 * named here first is learned.
 */
final class ChangeWriter extends ByteSink {
    private final Author author;
    private final Actors actors;
    private final long lamport;

    ChangeWriter(Author author, Actors actors, long lamport) {
        this.author = author;
        this.actors = actors;
        this.lamport = lamport;
    }

    /** Begins an operation on a field. */
    void tag(int kind, Field field) {
        int number = author.indexOf(field);
        if (number < 0) {
            u8((kind << 4) | Op.FIELD_NAME);
            text(field.name);
            author.learn(field);
        } else if (number < Op.DIRECT_FIELDS) {
            u8((kind << 4) | number);
        } else {
            u8((kind << 4) | Op.FIELD_NUMBER);
            varint(number);
        }
    }

    /** Names the stamps that a write covers. */
    void stamps(long[] covered) {
        varint(covered.length / 2);
        for (int i = 0; i < covered.length; i += 2) {
            actor((int) covered[i]);
            zigzag(lamport - covered[i + 1]);
        }
    }

    /** Names an actor. */
    void actor(int other) {
        int number = author.indexOfActor(other);
        varint(number + 1L);
        if (number < 0) {
            raw(actors.keyOf(other));
            author.learnActor(other);
        }
    }

    /** Names the version in which a history is: whether the author's own last event is of it, then the others. */
    void frontier(EventGraph graph) {
        int own = 0;
        for (int i = 0; i < graph.heads(); i++) {
            own += graph.headActor(i) == author.actor ? 1 : 0;
        }
        varint(((long) (graph.heads() - own) << 1) | own);
        for (int i = 0; i < graph.heads(); i++) {
            if (graph.headActor(i) != author.actor) {
                actor(graph.headActor(i));
                varint(graph.headSeq(i));
            }
        }
    }

    /** Names the unit that an anchor is bound to, if it is bound to one. */
    void reference(Anchor anchor) {
        if (!anchor.atEnd()) {
            actor(anchor.actor());
            varint(anchor.seq());
        }
    }

    /** Names an event of a text or list. */
    void reference(EventGraph graph, int event) {
        int entry = graph.entryOf(event);
        actor(graph.actor(entry));
        varint(graph.seq(entry) + event - graph.start(entry));
    }
}
