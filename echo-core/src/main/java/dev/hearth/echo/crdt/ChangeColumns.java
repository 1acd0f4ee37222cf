package dev.hearth.echo.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Many changes taken apart into columns of what is alike: one column for each thing that an operation of each kind
 * says, such as the distances of insertions or the lengths of what is inserted. Nothing is known here of how changes
 * are written: the one reader of changes drives both directions. Taking apart, it reads from a source that notes which
 * bytes each read took; putting together, it reads from a source that takes each read from its column, and notes the
 * bytes that the change then consists of. So whatever the reader accepts comes back to the byte.
 */
final class ChangeColumns {
    private static final int U8 = 0;
    private static final int NUMBER = 1;
    private static final int FIXED = 2;
    private static final int RAW = 3;
    private static final int CHARACTERS = 4;
    private static final int READS = 5;
    /** A column for each read of each part: of what stands between operations, and of operations of each kind. */
    private static final int COUNT = READS * (2 + Op.LAST);

    private ChangeColumns() {}

    /** Takes changes apart. */
    static final class Splitter {
        private final Change change = new Change();
        private final @Nullable ByteSink[] columns = new ByteSink[COUNT];

        /**
         * Adds a change.
         *
         * @throws IllegalArgumentException when it is none
         */
        void add(byte[] bytes) {
            try {
                change.read(new Tapped(bytes));
            } catch (ChangeException e) {
                throw new IllegalArgumentException("a change is malformed", e);
            }
        }

        /** Writes which columns there are, and those. */
        void write(ByteSink out) {
            for (int column = 0; column < COUNT; column += 8) {
                int present = 0;
                for (int i = 0; i < 8; i++) {
                    present |= columns[column + i] == null ? 0 : 1 << i;
                }
                out.u8(present);
            }
            for (ByteSink column : columns) {
                if (column != null) {
                    Columns.write(out, column.toByteArray());
                }
            }
        }

        /** Reads a change and copies what each read took to its column. */
        private final class Tapped extends Parted {
            private final ByteSource whole;

            Tapped(byte[] bytes) {
                whole = new ByteSource(bytes);
            }

            @Override
            int remaining() {
                return whole.remaining();
            }

            @Override
            ByteSource from(int column) {
                return whole;
            }

            @Override
            ByteSink to(int column) {
                ByteSink to = columns[column];
                if (to == null) {
                    to = new ByteSink();
                    columns[column] = to;
                }
                return to;
            }
        }
    }

    /** Puts changes together. */
    static final class Joiner {
        private static final ByteSource NOTHING = new ByteSource(new byte[0]);

        private final Change change = new Change();
        private final ByteSource[] columns = new ByteSource[COUNT];
        private long left;

        private Joiner() {}

        static Joiner read(ByteSource in) throws ChangeException {
            Joiner joiner = new Joiner();
            boolean[] present = new boolean[COUNT];
            for (int column = 0; column < COUNT; column += 8) {
                int bits = in.u8();
                for (int i = 0; i < 8; i++) {
                    present[column + i] = (bits & 1 << i) != 0;
                }
            }
            for (int column = 0; column < COUNT; column++) {
                byte[] bytes = present[column] ? Columns.read(in) : null;
                if (bytes != null && bytes.length == 0) {
                    throw new ChangeException("A column of changes is empty");
                }
                joiner.columns[column] = bytes == null ? NOTHING : new ByteSource(bytes);
                joiner.left += joiner.columns[column].remaining();
            }
            return joiner;
        }

        /** The next change, which has so many bytes. */
        byte[] next(int length) throws ChangeException {
            if (length > left) {
                throw new ChangeException("A change is longer than its columns");
            }
            left -= length;
            Gathered source = new Gathered(length);
            change.read(source);
            if (source.remaining() < 0) {
                throw new ChangeException("A change is longer than stated");
            }
            return source.out.toByteArray();
        }

        void done() throws ChangeException {
            for (ByteSource column : columns) {
                column.done();
            }
        }

        /** Reads from the columns and notes what a change consists of. */
        private final class Gathered extends Parted {
            private final ByteSink out;
            private final int length;

            Gathered(int length) {
                this.out = new ByteSink(length);
                this.length = length;
            }

            @Override
            int remaining() {
                return length - out.size();
            }

            @Override
            ByteSource from(int column) {
                return columns[column];
            }

            @Override
            ByteSink to(int column) {
                return out;
            }
        }
    }

    /**
     * Takes each read from one place and copies the bytes that it took to another, by the column that they belong to.
     */
    private abstract static class Parted extends ByteSource {
        private int part;

        Parted() {
            super(new byte[0]);
        }

        abstract ByteSource from(int column);

        /** Where bytes go, of which there is at least one. */
        abstract ByteSink to(int column);

        @Override
        void within(int next) {
            part = next;
        }

        private ByteSource source(int read) {
            return from(part * READS + read);
        }

        private void took(int read, ByteSource source, int from) {
            if (source.position() > from) {
                source.copy(from, to(part * READS + read));
            }
        }

        @Override
        int u8() throws ChangeException {
            ByteSource source = source(U8);
            int from = source.position();
            int value = source.u8();
            took(U8, source, from);
            return value;
        }

        @Override
        long varlong() throws ChangeException {
            ByteSource source = source(NUMBER);
            int from = source.position();
            long value = source.varlong();
            took(NUMBER, source, from);
            return value;
        }

        @Override
        long fixed64() throws ChangeException {
            ByteSource source = source(FIXED);
            int from = source.position();
            long value = source.fixed64();
            took(FIXED, source, from);
            return value;
        }

        @Override
        byte[] raw(int count) throws ChangeException {
            ByteSource source = source(RAW);
            int from = source.position();
            byte[] value = source.raw(count);
            took(RAW, source, from);
            return value;
        }

        @Override
        String characters(int length) throws ChangeException {
            ByteSource source = source(CHARACTERS);
            int from = source.position();
            String value = source.characters(length);
            took(CHARACTERS, source, from);
            return value;
        }
    }
}
