package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ObjectId;
import org.junit.jupiter.api.Test;

/** Objects that come into a space with the ids that they had. */
class TransferTest {
    record Note(String title) {}

    private final EchoDatabase database = new TestPeers(81, 1).database(0);
    private final Transfer transfer = database.transfer();

    private static ObjectId id(int number) {
        return ObjectId.fromHex("%032x".formatted(number));
    }

    @Test
    void anObjectIsMadeOnceUnderItsIdWithTheVersionOfItsType() {
        DynamicObject first = transfer.create(id(1), "Note", 1);
        first.set("title", "came");
        transfer.create(id(2), "Later", 3);
        assertThat(first.id()).isEqualTo(id(1));
        assertThat(database.get(database.ref(Note.class, id(1)))).isEqualTo(new Note("came"));
        assertThat(transfer.version(id(1))).isEqualTo(1);
        assertThat(transfer.version(id(2))).isEqualTo(3);
        assertThat(transfer.types()).containsExactly("Later", "Note");
        assertThatThrownBy(() -> transfer.create(id(1), "Note", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is here already");
        assertThatThrownBy(() -> transfer.create(id(3), "", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transfer.create(id(3), "Note", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(transfer.knows(id(3))).isFalse();
    }

    @Test
    void anIdIsKnownForGoodWhateverBecameOfItsObject() {
        transfer.create(id(1), "Note", 1);
        transfer.create(id(2), "Note", 1);
        assertThat(transfer.knows(id(1))).isTrue();
        database.delete(id(1));
        database.purge(id(2));
        assertThat(transfer.knows(id(1))).isTrue();
        assertThat(transfer.knows(id(2))).isTrue();
        assertThatThrownBy(() -> transfer.create(id(2), "Note", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
