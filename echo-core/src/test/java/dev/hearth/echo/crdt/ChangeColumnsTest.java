package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Changes taken apart into columns and put together, and columns that are of no changes. */
final class ChangeColumnsTest {
    private static final int PRESENT = (5 * (2 + Op.LAST) + 7) / 8;

    private final Pair pair = new Pair();

    private static byte[] columns(byte[] change) {
        ChangeColumns.Splitter splitter = new ChangeColumns.Splitter();
        splitter.add(change);
        ByteSink out = new ByteSink();
        splitter.write(out);
        return out.toByteArray();
    }

    private static ChangeColumns.Joiner joiner(byte[] columns) throws ChangeException {
        return ChangeColumns.Joiner.read(new ByteSource(columns));
    }

    private byte[] change() throws ChangeException {
        return Pair.edit(pair.one, pair.small, 1, edit -> {
            edit.set("real", new Scalar.Real(-0.5));
            edit.add("set", new Scalar.Real(Double.NaN));
            edit.set("nothing", new Scalar.Blob(new byte[0]));
            edit.insertText(Pair.TEXT, 0, "größe");
        });
    }

    @Test
    void aChangeComesBack() throws ChangeException {
        byte[] change = change();
        ChangeColumns.Joiner joiner = joiner(columns(change));
        assertThat(joiner.next(change.length)).isEqualTo(change);
        joiner.done();
    }

    @Test
    void aChangeOfAnotherLengthIsRefused() throws ChangeException {
        byte[] change = change();
        byte[] columns = columns(change);
        assertThatThrownBy(() -> joiner(columns).next(change.length + 1))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("longer than its columns");
        byte[] real = Pair.edit(pair.two, pair.small, 1, edit -> edit.set("real", new Scalar.Real(1)));
        assertThatThrownBy(() -> joiner(columns(real)).next(real.length - 1))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("longer than stated");
    }

    @Test
    void whatIsNoChangeIsNotTakenApart() {
        assertThatThrownBy(() -> columns(new byte[] {Op.SET << 4 | Op.FIELD_NAME}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("malformed");
    }

    @Test
    void emptyColumnsAreRefused() {
        byte[] columns = new byte[PRESENT + 1];
        columns[0] = 1;
        assertThatThrownBy(() -> joiner(columns))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("empty");
    }
}
