package dev.hearth.examples.chess;

import dev.hearth.base.MalformedException;
import java.util.Arrays;
import java.util.List;

/** Forsyth-Edwards notation: six parts in one line, the board from rank 8 down. */
final class Fen {
    /** The longest notation that is read, in characters. */
    static final int MAX_LENGTH = 100;

    private Fen() {}

    static String write(Position position) {
        StringBuilder fen = new StringBuilder(MAX_LENGTH);
        for (int rank = 7; rank >= 0; rank--) {
            writeRank(position.board(), rank, fen);
            fen.append(rank > 0 ? '/' : ' ');
        }
        fen.append(position.turn() == Side.WHITE ? "w " : "b ");
        for (int i = 0; i < 4; i++) {
            if ((position.castling() & 1 << i) != 0) {
                fen.append(Castling.LETTERS.charAt(i));
            }
        }
        return fen.append(position.castling() == 0 ? "- " : " ")
                .append(position.passed() == Square.NONE ? "-" : Square.name(position.passed()))
                .append(' ')
                .append(position.quiet())
                .append(' ')
                .append(position.number())
                .toString();
    }

    private static void writeRank(Board board, int rank, StringBuilder fen) {
        int empty = 0;
        for (int file = 0; file < 8; file++) {
            char piece = board.at(Square.of(file, rank));
            if (piece == Board.EMPTY) {
                empty++;
                continue;
            }
            if (empty > 0) {
                fen.append(empty);
                empty = 0;
            }
            fen.append(piece);
        }
        if (empty > 0) {
            fen.append(empty);
        }
    }

    static Position read(String fen) throws MalformedException {
        require(fen.length() <= MAX_LENGTH, "A position has at most 100 characters");
        List<String> parts = List.of(fen.split(" ", -1));
        require(parts.size() == 6, "A position has six parts");
        Board board = board(parts.get(0));
        require(parts.get(1).equals("w") || parts.get(1).equals("b"), "White or black is to move");
        Side turn = parts.get(1).equals("w") ? Side.WHITE : Side.BLACK;
        Position position = new Position(
                board,
                turn,
                castling(parts.get(2)),
                passed(parts.get(3)),
                number(parts.get(4), 0, Position.QUIET_LIMIT),
                number(parts.get(5), 1, Position.NUMBER_LIMIT));
        check(position);
        return position;
    }

    private static Board board(String part) throws MalformedException {
        char[] squares = new char[64];
        Arrays.fill(squares, Board.EMPTY);
        List<String> ranks = List.of(part.split("/", -1));
        require(ranks.size() == 8, "A board has eight ranks");
        for (int i = 0; i < 8; i++) {
            int file = 0;
            boolean gap = false;
            for (char letter : ranks.get(i).toCharArray()) {
                boolean digit = letter >= '1' && letter <= '8';
                require(digit ? !gap : Board.PIECES.indexOf(letter) >= 0, "A rank is pieces and gaps");
                require(file + (digit ? letter - '0' : 1) <= 8, "A rank has eight squares");
                if (digit) {
                    file += letter - '0';
                } else {
                    squares[Square.of(file++, 7 - i)] = letter;
                }
                gap = digit;
            }
            require(file == 8, "A rank has eight squares");
        }
        return Board.of(squares);
    }

    private static int castling(String part) throws MalformedException {
        int rights = 0;
        for (char letter : part.equals("-") ? new char[0] : part.toCharArray()) {
            int right = Castling.LETTERS.indexOf(letter);
            require(right >= 0 && rights < 1 << right, "Rights to castle are a part of KQkq in this order, or -");
            rights |= 1 << right;
        }
        require(!part.isEmpty(), "Rights to castle are a part of KQkq in this order, or -");
        return rights;
    }

    private static int passed(String part) throws MalformedException {
        if (part.equals("-")) {
            return Square.NONE;
        }
        int square = part.length() == 2 ? Square.parse(part, 0) : Square.NONE;
        require(square != Square.NONE, "The passed square is a square or -");
        return square;
    }

    private static int number(String part, int from, int to) throws MalformedException {
        require(part.length() <= 4 && part.matches("0|[1-9][0-9]*"), "A counter is a number");
        int number = Integer.parseInt(part);
        require(number >= from && number <= to, "A counter is out of its range");
        return number;
    }

    private static void check(Position position) throws MalformedException {
        Board board = position.board();
        Side mover = position.turn();
        Side other = mover.other();
        require(board.count('K') == 1 && board.count('k') == 1, "Each side has one king");
        for (int file = 0; file < 8; file++) {
            for (int rank = 0; rank < 8; rank += 7) {
                char piece = board.at(Square.of(file, rank));
                require(Character.toLowerCase(piece) != 'p', "No pawn stands on the first or last rank");
            }
        }
        require(Castling.fits(position.castling(), board), "Who may castle has king and rook at home");
        require(!board.attacks(mover, board.king(other)), "Who has moved is not in check");
        int passed = position.passed();
        if (passed != Square.NONE) {
            int way = other.forward();
            require(
                    Square.rank(passed) == other.home() + 2 * way
                            && board.at(passed) == Board.EMPTY
                            && board.at(passed - 8 * way) == Board.EMPTY
                            && board.at(passed + 8 * way) == other.letter('p'),
                    "A pawn has just passed the passed square");
        }
    }

    private static void require(boolean holds, String rule) throws MalformedException {
        if (!holds) {
            throw new MalformedException(rule);
        }
    }
}
