package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The halves of a supplementary character are never separated. */
final class SurrogatesTest {
    private static final String BALLOON = "🎈";

    @Test
    void refusesLocalEditsThatSeparate() {
        World world = new World(1);
        ObjectState state = world.replicas.get(0).state;
        Edit edit = state.edit(0, 1);
        edit.insertText("t", 0, "a" + BALLOON + "b");
        assertThatThrownBy(() -> edit.insertText("t", 2, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.deleteText("t", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.deleteText("t", 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.insertText("t", 0, BALLOON.substring(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        edit.deleteText("t", 1, 2);
        edit.finish();
        assertThat(state.text("t")).isEqualTo("ab");
    }

    /** The same positions in a text without supplementary characters give a change that separates in this one. */
    @Test
    void refusesRemoteChangesThatSeparate() {
        for (boolean concurrent : new boolean[] {false, true}) {
            for (int kind = 0; kind < 4; kind++) {
                World world = new World(3);
                ObjectState victim = world.replicas.get(0).state;
                ObjectState liar = new ObjectState(world.actors);
                int author = world.replicas.get(1).actor;
                Edit honest = victim.edit(world.replicas.get(0).actor, 1);
                honest.insertText("t", 0, "a" + BALLOON + "b");
                honest.finish();
                Edit pretended = liar.edit(world.replicas.get(0).actor, 1);
                pretended.insertText("t", 0, "abcd");
                pretended.finish();
                if (concurrent) {
                    Edit other = victim.edit(world.replicas.get(0).actor, 2);
                    other.deleteText("t", 0, 4);
                    other.insertText("t", 0, "zz");
                    other.finish();
                }
                byte[] before = victim.canonical();
                byte[] change = separating(liar, author, kind);
                assertThatThrownBy(() -> victim.apply(change, author, 2)).isInstanceOf(ChangeException.class);
                assertThat(victim.canonical()).isEqualTo(before);
            }
        }
    }

    /** An author who is alone says one operation at a time, which is held against the text itself. */
    @Test
    void refusesAnAuthorsNextChangeThatSeparates() {
        for (int kind = 0; kind < 3; kind++) {
            World world = new World(2);
            int author = world.replicas.get(1).actor;
            ObjectState victim = new ObjectState(world.actors);
            Edit honest = victim.edit(author, 1);
            honest.insertText("t", 0, "a" + BALLOON + "b");
            honest.finish();
            ObjectState liar = new ObjectState(world.actors);
            Edit pretended = liar.edit(author, 1);
            pretended.insertText("t", 0, "abcd");
            pretended.finish();
            byte[] before = victim.save();
            byte[] change = separating(liar, author, kind);
            assertThatThrownBy(() -> victim.apply(change, author, 2))
                    .isInstanceOf(ChangeException.class)
                    .hasMessageContaining("separates the halves");
            assertThat(victim.save()).isEqualTo(before);
        }
    }

    private static byte[] separating(ObjectState state, int actor, int kind) {
        Edit edit = state.edit(actor, 2);
        switch (kind) {
            case 0 -> edit.insertText("t", 2, "x");
            case 1 -> edit.deleteText("t", 2, 1);
            case 2 -> edit.deleteText("t", 1, 1);
            default -> {
                edit.insertText("t", 0, "y");
                edit.insertText("t", 3, "x");
            }
        }
        return edit.finish();
    }

    @Test
    void survivesConcurrencyAndStorage() throws ChangeException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            World world = new World(3);
            for (int step = 0; step < 60; step++) {
                World.Replica replica = world.replicas.get(random.nextInt(3));
                if (random.nextBoolean()) {
                    replica.edit(writer -> edit(replica, writer, random));
                } else {
                    int author = random.nextInt(3);
                    if (replica.mayReceive(author)) {
                        replica.receive(author);
                    }
                }
                if (random.nextInt(15) == 0) {
                    replica.restart();
                }
            }
            world.settle();
            Agreement.verify(world, "seed " + seed);
            assertThat(Surrogates.wellFormed(world.replicas.get(0).state.text(World.TEXT)))
                    .as("seed " + seed)
                    .isTrue();
        }
    }

    private static void edit(World.Replica replica, World.Writer writer, Random random) {
        String text = replica.state.text(World.TEXT);
        int points = text.codePointCount(0, text.length());
        int at = text.offsetByCodePoints(0, random.nextInt(points + 1));
        if (at < text.length() && random.nextInt(3) == 0) {
            writer.deleteText(at, text.offsetByCodePoints(at, 1) - at);
        } else {
            writer.insertText(at, random.nextBoolean() ? BALLOON : "é" + BALLOON + "x");
        }
    }

    @Test
    void onlyTheTwoHalvesOfOneCharacterAreSeparated() {
        assertThat(Surrogates.splits("a" + BALLOON, 1)).isFalse();
        assertThat(Surrogates.splits("a" + BALLOON, 2)).isTrue();
        assertThat(Surrogates.splits("a" + BALLOON, 3)).isFalse();
        assertThat(Surrogates.splits(BALLOON.charAt(0) + "a", 1)).isFalse();
    }
}
