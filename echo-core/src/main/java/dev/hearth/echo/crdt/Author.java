package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * What one author's changes to one object have named so far, in order: later changes say a number instead of a field
 * name or an actor's key. Every replica learns the same from the same changes.
 */
final class Author {
    final int actor;
    private Field[] fields = new Field[2];
    private int fieldCount;
    private int[] actors = new int[1];
    private int actorCount;

    Author(int actor) {
        this.actor = actor;
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

    int actorCount() {
        return actorCount;
    }

    int actor(int index) {
        return actors[index];
    }

    int indexOfActor(int other) {
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
    }
}
