package dev.hearth.examples.chess;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What the tests of games share. */
final class Play {
    static final DeviceId ANN = device(1);
    static final DeviceId BOB = device(2);
    static final DeviceId EVE = device(3);

    private Play() {}

    static DeviceId device(int number) {
        byte[] key = new byte[DeviceId.SIZE];
        Arrays.fill(key, (byte) number);
        return new DeviceId(Bytes.of(key));
    }

    static ChessMove anyLegal(Position position, SplittableRandom random) {
        List<ChessMove> moves = position.legalMoves();
        return moves.get(random.nextInt(moves.size()));
    }

    /** Returns a game of Ann and Bob of so many half-moves, or fewer when it ends before. */
    static Game random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Game game = Game.start();
        for (int i = 0; i < length && game.position().outcome() == Outcome.OPEN; i++) {
            game = game.played(anyLegal(game.position(), random), i % 2 == 0 ? ANN : BOB);
        }
        return game;
    }
}
