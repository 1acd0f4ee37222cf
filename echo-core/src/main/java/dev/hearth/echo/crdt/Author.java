package dev.hearth.echo.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one author's changes to one object have named so far, in order: later changes say a number instead of a field
 * name or an actor's key. Every replica learns the same from the same changes.
 */
final class Author {
    /** From so many actors on they are looked up rather than searched. */
    private static final int MANY = 8;

    final int actor;
    private Field[] fields = new Field[2];
    private int fieldCount;
    private int[] actors = new int[1];
    private int actorCount;
    private @Nullable IntTable numberOf;

    Author(int actor) {
        this.actor = actor;
    }

    boolean namedAnything() {
        return fieldCount > 0 || actorCount > 0;
    }

    int fieldCount() {
        return fieldCount;
    }

    Field field(int index) {
        return fields[index];
    }

    int indexOf(Field field) {
        for (int i = 0; i < fieldCount; i++) {
            if (fields[i] == field) {
                return i;
            }
        }
        return -1;
    }

    void learn(Field field) {
        if (fieldCount == fields.length) {
            fields = Arrays.copyOf(fields, fieldCount * 2);
        }
        fields[fieldCount++] = field;
    }

    /** Whether it named the author of an initial content. */
    boolean namedContent() {
        for (int i = 0; i < actorCount; i++) {
            if (Actors.isContent(actors[i])) {
                return true;
            }
        }
        return false;
    }

    int actorCount() {
        return actorCount;
    }

    int actor(int index) {
        return actors[index];
    }

    int indexOfActor(int other) {
        if (numberOf != null) {
            return numberOf.get(other);
        }
        for (int i = 0; i < actorCount; i++) {
            if (actors[i] == other) {
                return i;
            }
        }
        return -1;
    }

    void learnActor(int other) {
        if (actorCount == actors.length) {
            actors = Arrays.copyOf(actors, actorCount * 2);
        }
        actors[actorCount++] = other;
        if (numberOf != null) {
            if (numberOf.get(other) < 0) {
                numberOf.put(other, actorCount - 1);
            }
        } else if (actorCount == MANY) {
            numberOf = numbered();
        }
    }

    private IntTable numbered() {
        IntTable table = new IntTable();
        for (int i = actorCount - 1; i >= 0; i--) { // of one that was named twice the first number counts
            table.put(actors[i], i);
        }
        return table;
    }
}
