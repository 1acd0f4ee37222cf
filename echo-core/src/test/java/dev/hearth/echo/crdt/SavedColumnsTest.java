package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Large maps and sets are saved in columns, and lists beside a history that is left alone. */
final class SavedColumnsTest {
    private static final int ENTRIES = 2000;

    private final Actors actors = new Actors();
    private final int one = actors.intern(World.key(0));
    private final int two = actors.intern(World.key(1));

    private ObjectState large() {
        ObjectState state = new ObjectState(actors);
        for (int i = 0; i < ENTRIES; i++) {
            Edit edit = state.edit(i % 2 == 0 ? one : two, i + 1L);
            edit.put("map", "key" + i, new Scalar.Int(i));
            edit.add("set", new Scalar.Int(i));
            edit.finish();
        }
        return state;
    }

    @Test
    void largeMapsAndSetsComeBack() throws ChangeException {
        ObjectState state = large();
        byte[] saved = state.save();
        assertThat(saved.length).isLessThan(ENTRIES * 10);
        ObjectState loaded = ObjectState.load(saved, new Actors());
        assertThat(loaded.map("map")).isEqualTo(state.map("map"));
        assertThat(loaded.set("set")).isEqualTo(state.set("set"));
        assertThat(loaded.canonical()).isEqualTo(state.canonical());
        assertThat(loaded.save()).isEqualTo(saved);
    }

    /** The checksum is made right again, so that the columns themselves have to refuse or to hold something. */
    @Test
    void damagedColumnsAreRefusedOrHoldSomethingElse() {
        byte[] saved = large().save();
        for (int at = 0; at < saved.length - 4; at += 7) {
            byte[] damaged = saved.clone();
            damaged[at] = (byte) (damaged[at] ^ (1 << (at & 7)));
            CRC32C crc = new CRC32C();
            crc.update(damaged, 0, damaged.length - 4);
            for (int i = 0; i < 4; i++) {
                damaged[damaged.length - 4 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
            }
            try {
                ObjectState.load(damaged, new Actors()).canonical();
            } catch (ChangeException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void aListIsReadWithoutItsHistoryAndChangedWithIt() throws ChangeException {
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(one, 1);
        for (int i = 0; i < 20; i++) {
            edit.insert("list", 0, List.of(new Scalar.Int(i)));
        }
        edit.finish();
        Edit more = state.edit(one, 2);
        more.setItem("list", 3, new Scalar.Str("set"));
        more.moveItem("list", 2, 9);
        more.removeItems("list", 5, 2);
        more.finish();
        byte[] saved = state.save();
        ObjectState loaded = ObjectState.load(saved, actors);
        assertThat(loaded.list("list")).isEqualTo(state.list("list"));
        assertThat(sealed(loaded)).isTrue();
        assertThat(loaded.save()).isEqualTo(saved);
        assertThat(sealed(loaded)).isTrue();
        for (ObjectState each : List.of(state, loaded)) {
            Edit last = each.edit(two, 3);
            last.moveItem("list", 0, 4);
            last.insert("list", 1, List.of(new Scalar.Null()));
            last.finish();
        }
        assertThat(sealed(loaded)).isFalse();
        assertThat(loaded.list("list")).isEqualTo(state.list("list"));
        assertThat(loaded.save()).isEqualTo(state.save());
    }

    private static boolean sealed(ObjectState state) {
        ListSequence list = state.view().field("list").list;
        return list != null && list.sealed() != null;
    }

    @Test
    void aStateThatIsCutIsRefused() {
        byte[] saved = large().save();
        for (int length = 0; length < saved.length; length += 13) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThatThrownBy(() -> ObjectState.load(cut, new Actors())).isInstanceOf(ChangeException.class);
        }
    }
}
