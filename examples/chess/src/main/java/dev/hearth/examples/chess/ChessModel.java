package dev.hearth.examples.chess;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Model;
import dev.hearth.echo.Origin;

/**
 * Makes a replicated field of a game: the state is the {@link Game}, an operation is a {@link ChessMove}. A move that
 * is illegal, out of turn or by somebody else counts nowhere, so the state of every replica is one legal game, however
 * the moves were made. Stateless, so thread-safe.
 *
 * <p>A move takes 2 bytes: a zero bit, 3 bits for what a pawn becomes (0 nothing, 1 queen, 2 rook, 3 bishop, 4 knight),
 * 6 bits each for the squares from and to. A state takes at most 25,467 bytes: the byte 1, the number of half-moves as
 * a varint, the devices of white and black as far as they have moved (32 bytes each), and the moves. It is read by
 * playing the moves, so that no bytes make a game that can't be played. Each value has one encoding.
 */
public final class ChessModel implements Model<Game, ChessMove> {
    private static final int FORMAT = 1;
    private static final int MOVE_BYTES = 2;
    private static final Limit MOVES = new Limit("moves", Game.MAX_MOVES);

    /** Creates the model; all are alike. */
    public ChessModel() {}

    @Override
    public Game initial() {
        return Game.start();
    }

    @Override
    public Game apply(Game game, ChessMove move, Origin origin) {
        return game.played(move, origin.device());
    }

    @Override
    public byte[] encode(ChessMove move) {
        return new ByteWriter(MOVE_BYTES).u16(number(move)).toArray();
    }

    @Override
    public ChessMove decode(byte[] operation) throws MalformedException {
        ByteReader reader = new ByteReader(operation);
        ChessMove move = move(reader.u16());
        reader.end();
        return move;
    }

    @Override
    public byte[] snapshot(Game game) {
        ByteWriter writer = new ByteWriter(70 + MOVE_BYTES * game.moves().size());
        writer.u8(FORMAT).varint(game.moves().size());
        for (Side side : Side.values()) {
            game.player(side).ifPresent(device -> writer.raw(device.value()));
        }
        game.moves().forEach(move -> writer.u16(number(move)));
        return writer.toArray();
    }

    @Override
    public Game restore(byte[] snapshot) throws MalformedException {
        ByteReader reader = new ByteReader(snapshot);
        if (reader.u8() != FORMAT) {
            throw new MalformedException("Unknown format of a game");
        }
        int count = reader.varint(MOVES);
        DeviceId[] players = new DeviceId[Math.min(count, 2)];
        for (int i = 0; i < players.length; i++) {
            players[i] = new DeviceId(reader.raw(DeviceId.SIZE));
        }
        if (reader.remaining() != MOVE_BYTES * count) {
            throw new MalformedException("A game has as many moves as it says");
        }
        Game game = Game.start();
        for (int i = 0; i < count; i++) {
            game = game.played(move(reader.u16()), players[i % 2]);
            if (game.moves().size() == i) {
                throw new MalformedException("A game consists of legal moves");
            }
        }
        return game;
    }

    private static int number(ChessMove move) {
        return ChessMove.PROMOTIONS.indexOf(move.promotion()) << 12 | move.from() << 6 | move.to();
    }

    private static ChessMove move(int number) throws MalformedException {
        int promotion = number >> 12;
        int from = number >> 6 & 63;
        int to = number & 63;
        if (promotion >= ChessMove.PROMOTIONS.length() || from == to) {
            throw new MalformedException("Not a move on any board");
        }
        return new ChessMove(from, to, ChessMove.PROMOTIONS.charAt(promotion));
    }
}
