package dev.hearth.examples.chess;

import static dev.hearth.examples.chess.Play.ANN;
import static dev.hearth.examples.chess.Play.BOB;
import static dev.hearth.examples.chess.Play.EVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Origin;
import dev.hearth.testkit.Damage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The game as replicas compute it. */
final class ChessModelTest {
    private static final ChessModel MODEL = new ChessModel();

    /** A move where the order of all replicas puts it. */
    private record Made(ChessMove move, Origin origin) implements Comparable<Made> {
        private static final Comparator<Made> ORDER = Comparator.<Made>comparingLong(
                        made -> made.origin().lamport())
                .thenComparing(made -> made.origin().device());

        @Override
        public int compareTo(Made that) {
            return ORDER.compare(this, that);
        }
    }

    /**
     * Holds what has arrived, with a snapshot after each move, and computes anew from the one before a late arrival.
     */
    private static final class Replica {
        private final List<Made> made = new ArrayList<>();
        private final List<byte[]> snapshots = new ArrayList<>(List.of(MODEL.snapshot(MODEL.initial())));

        void arrive(Made late) throws MalformedException {
            int at = -Collections.binarySearch(made, late) - 1;
            made.add(at, late);
            snapshots.subList(at + 1, snapshots.size()).clear();
            for (Made next : made.subList(at, made.size())) {
                ChessMove move = MODEL.decode(MODEL.encode(next.move()));
                snapshots.add(MODEL.snapshot(MODEL.apply(state(), move, next.origin())));
            }
        }

        Game state() throws MalformedException {
            return MODEL.restore(snapshots.get(snapshots.size() - 1));
        }
    }

    private static Game play(List<Made> made) {
        Game game = MODEL.initial();
        for (Made next : made) {
            game = MODEL.apply(game, next.move(), next.origin());
        }
        return game;
    }

    /** Three devices make legal, illegal and stale moves, some at the same Lamport time. */
    private static List<Made> history(SplittableRandom random) {
        List<Made> made = new ArrayList<>();
        DeviceId[] devices = {ANN, BOB, EVE};
        List<Game> seen = new ArrayList<>(List.of(MODEL.initial()));
        for (int lamport = 1; lamport <= 40; lamport++) {
            for (DeviceId device : devices) {
                if (random.nextInt(3) == 0) {
                    continue;
                }
                int back = random.nextInt(4) == 0 ? random.nextInt(Math.min(4, seen.size())) : 0;
                Position stale = seen.get(seen.size() - 1 - back).position();
                ChessMove move = random.nextInt(6) == 0 || stale.legalMoves().isEmpty()
                        ? new ChessMove(random.nextInt(32), 32 + random.nextInt(32), ChessMove.NO_PROMOTION)
                        : Play.anyLegal(stale, random);
                made.add(new Made(move, new Origin(device, lamport)));
            }
            seen.add(play(made));
        }
        return made;
    }

    @Test
    void theGameIsTheSameInWhateverOrderTheMovesArrive() throws Exception {
        for (long seed = 0; seed < 30; seed++) {
            List<Made> made = history(new SplittableRandom(seed));
            Game game = play(made);
            assertThat(game.moves())
                    .as("of seed %d", seed)
                    .hasSizeGreaterThan(5)
                    .hasSizeLessThan(made.size());
            List<Made> arriving = new ArrayList<>(made);
            for (int replica = 0; replica < 3; replica++) {
                Collections.shuffle(arriving, new Random(seed * 3 + replica));
                Replica computed = new Replica();
                for (Made next : arriving) {
                    computed.arrive(next);
                }
                assertThat(computed.state()).as("seed %d", seed).isEqualTo(game);
            }
        }
    }

    @Test
    void ofConcurrentMovesOneCounts() {
        Made ann = new Made(ChessMove.of("e2e4"), new Origin(ANN, 1));
        Made bob = new Made(ChessMove.of("e2e4"), new Origin(BOB, 1));
        Game opened = play(List.of(ann, bob));
        assertThat(opened.moves()).containsExactly(ChessMove.of("e2e4"));
        assertThat(opened.player(Side.WHITE)).contains(ANN);
        assertThat(opened.player(Side.BLACK)).isEmpty();

        Made answer = new Made(ChessMove.of("e7e5"), new Origin(BOB, 2));
        Made other = new Made(ChessMove.of("c7c5"), new Origin(EVE, 2));
        Game answered = play(List.of(ann, bob, answer, other));
        assertThat(answered.moves()).containsExactly(ChessMove.of("e2e4"), ChessMove.of("e7e5"));
        assertThat(answered.player(Side.BLACK)).contains(BOB);
        assertThat(play(List.of(ann, bob, other, answer)).player(Side.BLACK)).contains(EVE);
    }

    @Test
    void everyMoveReadsBackFromTwoBytes() {
        int count = 0;
        for (int bits = 0; bits < 1 << 16; bits++) {
            byte[] bytes = new ByteWriter().u16(bits).toArray();
            try {
                assertThat(MODEL.encode(MODEL.decode(bytes))).isEqualTo(bytes);
                count++;
            } catch (MalformedException refused) {
                assertThat(refused).hasMessage("Not a move on any board");
            }
        }
        assertThat(count).isEqualTo(5 * 64 * 63);
    }

    @Test
    void snapshotsOfRandomGamesReadBack() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Game game = Play.random(seed * 5, seed);
            byte[] snapshot = MODEL.snapshot(game);
            assertThat(MODEL.restore(snapshot)).isEqualTo(game).hasSameHashCodeAs(game);
            assertThat(MODEL.restore(snapshot).position()).isEqualTo(game.position());
            assertThat(snapshot.length)
                    .isLessThanOrEqualTo(67 + 2 * game.moves().size());
        }
    }

    @Test
    void damagedEncodingsAreRefusedOrMeanSomethingElse() {
        ChessMove move = ChessMove.of("e7e8q");
        assertThat(Damage.every(MODEL.encode(move), 1, input -> {
                    assertThat(MODEL.encode(MODEL.decode(input))).isEqualTo(input);
                }))
                .isPositive();
        for (int length : new int[] {0, 1, 2, 9, 60}) {
            assertThat(Damage.every(MODEL.snapshot(Play.random(length, length)), 2, input -> {
                        assertThat(MODEL.snapshot(MODEL.restore(input))).isEqualTo(input);
                    }))
                    .isPositive();
        }
    }

    @Test
    void refusesGamesThatNobodyPlayed() {
        byte[] both = new ByteWriter()
                .u8(1)
                .varint(2)
                .raw(ANN.value())
                .raw(ANN.value())
                .raw(MODEL.encode(ChessMove.of("e2e4")))
                .raw(MODEL.encode(ChessMove.of("e7e5")))
                .toArray();
        assertThatThrownBy(() -> MODEL.restore(both))
                .isInstanceOf(MalformedException.class)
                .hasMessage("A game consists of legal moves");
        byte[] endless = new ByteWriter().u8(1).varint(Game.MAX_MOVES + 1L).toArray();
        assertThatThrownBy(() -> MODEL.restore(endless))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("limit");
    }
}
