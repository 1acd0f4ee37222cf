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
        private final class Tapped extends ByteSource {
            private int part;

            Tapped(byte[] bytes) {
                super(bytes);
            }

            @Override
            void within(int next) {
                part = next;
            }

            private void took(int read, int from) {
                if (position() == from) {
                    return;
                }
                int column = part * READS + read;
                ByteSink to = columns[column];
                if (to == null) {
                    to = new ByteSink();
                    columns[column] = to;
                }
                copy(from, to);
            }

            @Override
            int u8() throws ChangeException {
                int from = position();
                int value = super.u8();
                took(U8, from);
                return value;
            }

            @Override
            long varlong() throws ChangeException {
                int from = position();
                long value = super.varlong();
                took(NUMBER, from);
                return value;
            }

            @Override
            long fixed64() throws ChangeException {
                int from = position();
                long value = super.fixed64();
                took(FIXED, from);
                return value;
            }

            @Override
            byte[] raw(int count) throws ChangeException {
                int from = position();
                byte[] value = super.raw(count);
                took(RAW, from);
                return value;
            }

            @Override
            String characters(int length) throws ChangeException {
                int from = position();
                String value = super.characters(length);
                took(CHARACTERS, from);
                return value;
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
        private final class Gathered extends ByteSource {
            private final ByteSink out;
            private final int length;
            private int part;

            Gathered(int length) {
                super(new byte[0]);
                this.out = new ByteSink(length);
                this.length = length;
            }

            @Override
            int remaining() {
                return length - out.size();
            }

            @Override
            void within(int next) {
                part = next;
            }

            private ByteSource column(int read) {
                return columns[part * READS + read];
            }

            @Override
            int u8() throws ChangeException {
                ByteSource column = column(U8);
                int from = column.position();
                int value = column.u8();
                column.copy(from, out);
                return value;
            }

            @Override
            long varlong() throws ChangeException {
                ByteSource column = column(NUMBER);
                int from = column.position();
                long value = column.varlong();
                column.copy(from, out);
                return value;
            }

            @Override
            long fixed64() throws ChangeException {
                ByteSource column = column(FIXED);
                int from = column.position();
                long value = column.fixed64();
                column.copy(from, out);
                return value;
            }

            @Override
            byte[] raw(int count) throws ChangeException {
                ByteSource column = column(RAW);
                int from = column.position();
                byte[] value = column.raw(count);
                column.copy(from, out);
                return value;
            }

            @Override
            String characters(int count) throws ChangeException {
                ByteSource column = column(CHARACTERS);
                int from = column.position();
                String value = column.characters(count);
                column.copy(from, out);
                return value;
            }
        }
    }
}
