package dev.hearth.kube.internal.transfer;

import dev.hearth.base.MalformedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells as RFC 4180 writes them: commas, lines that end with CR LF, quotes around what needs them. */
final class Csv {
    private static final int END = -1;

    private Csv() {}

    static void write(Writer out, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            String cell = cells.get(i);
            boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
            boolean alone = cells.size() == 1 && cell.isEmpty(); // or the row would be an empty line
            out.write(plain && !alone ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        out.write("\r\n");
    }

    /** Reads rows one after the other. A line may end with LF alone. */
    static final class Reader {
        private final PushbackReader in;
        private long line;
        private long next = 1;

        Reader(BufferedReader in) {
            this.in = new PushbackReader(in);
        }

        /** Returns the line at which the row returned last began, from 1. */
        long line() {
            return line;
        }

        /** Returns the next row; an empty list at the end. Lines without anything are passed over. */
        List<String> row() throws IOException, MalformedException {
            int first = read();
            while (first == '\n' || first == '\r') {
                line = next;
                if (first == '\r' && !skipsLineFeed()) {
                    throw new MalformedException("a carriage return alone");
                }
                first = read();
            }
            line = next;
            List<String> cells = new ArrayList<>();
            if (first == END) {
                return cells;
            }
            in.unread(first);
            while (cell(cells)) {
                if (cells.size() > 1 << 16) {
                    throw new MalformedException("a row of too many cells");
                }
            }
            return cells;
        }

        private boolean skipsLineFeed() throws IOException {
            int after = read();
            if (after == '\n') {
                return true;
            }
            if (after != END) {
                in.unread(after);
            }
            return false;
        }

        private int read() throws IOException {
            int c = in.read();
            if (c == '\n') {
                next++;
            }
            return c;
        }

        /** Reads a cell, and returns whether another one follows. */
        private boolean cell(List<String> cells) throws IOException, MalformedException {
            StringBuilder cell = new StringBuilder();
            int c = read();
            if (c == '"') {
                quoted(cell);
                c = read();
            } else {
                while (c != ',' && c != '\n' && c != '\r' && c != END) {
                    if (c == '"') {
                        throw new MalformedException("a quote within a cell that does not begin with one");
                    }
                    append(cell, c);
                    c = read();
                }
            }
            cells.add(cell.toString());
            if (c == ',') {
                return true;
            }
            if (c == '\r' && !skipsLineFeed()) {
                throw new MalformedException("a carriage return alone");
            }
            if (c != '\r' && c != '\n' && c != END) {
                throw new MalformedException("something after a closing quote");
            }
            return false;
        }

        private void quoted(StringBuilder cell) throws IOException, MalformedException {
            while (true) {
                int c = read();
                if (c == END) {
                    throw new MalformedException("a quote that is not closed");
                }
                if (c == '"') {
                    int after = in.read();
                    if (after != '"') {
                        if (after != END) {
                            in.unread(after);
                        }
                        return;
                    }
                }
                append(cell, c);
            }
        }

        private static void append(StringBuilder cell, int c) throws MalformedException {
            if (cell.length() >= Importing.MOST_VALUE) {
                throw new MalformedException("a cell that is too long");
            }
            cell.append((char) c);
        }
    }
}
