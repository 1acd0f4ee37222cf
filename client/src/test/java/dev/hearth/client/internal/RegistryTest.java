package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.testkit.Damage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the registry keeps of spaces that come and go. */
final class RegistryTest {
    private final MemoryStore store = new MemoryStore();

    private static SpaceId space(int number) {
        byte[] id = new byte[SpaceId.SIZE];
        Arrays.fill(id, (byte) number);
        return new SpaceId(Bytes.of(id));
    }

    private static SpaceEntry entry(int number) {
        return SpaceEntry.open(space(number), List.of(), false);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        store.scan(
                Family.HOST, new byte[0], (key, value) -> keys.add(Bytes.of(key).hex()));
        return keys;
    }

    @Test
    void nothingIsLeftOfASpaceThatIsDropped() {
        Registry registry = new Registry(store);
        registry.addSpace(entry(1), List.of(Bytes.utf8("genesis"), Bytes.utf8("epoch")));
        registry.putCredentials(space(1), List.of(Bytes.utf8("genesis"), Bytes.utf8("epoch"), Bytes.utf8("admit")));
        registry.putJoined(Bytes.utf8("an invitation"), space(1));
        assertThat(registry.credentials(space(1))).hasSize(3);
        registry.drop(space(1));
        registry.drop(space(1));
        registry.putCredentials(space(1), List.of(Bytes.utf8("genesis"), Bytes.utf8("late")));
        assertThat(keys()).isEmpty();
        assertThat(registry.find(space(1))).isEmpty();
        registry.addSpace(entry(1), List.of(Bytes.utf8("genesis")));
        assertThat(registry.credentials(space(1))).containsExactly(Bytes.utf8("genesis"));
    }

    @Test
    void whatIsToComeIsReadOrRefused() throws MalformedException {
        Arrival arrival = new Arrival(new IdentityId(space(9).value()), true, List.of(entry(1), entry(2)));
        assertThat(Arrival.decode(arrival.encode())).isEqualTo(arrival);
        assertThat(Damage.every(arrival.encode().toArray(), 3, bytes -> Arrival.decode(Bytes.of(bytes))))
                .isPositive();
    }

    @Test
    void whatIsToComeComesInItsOrderAfterWhatIsThere() {
        Registry registry = new Registry(store);
        registry.addSpace(entry(3), List.of(Bytes.utf8("of 3")));
        IdentityId ann = new IdentityId(space(9).value());
        registry.expect(
                new Arrival(ann, false, List.of(entry(2), entry(1))),
                Map.of(space(1), List.of(Bytes.utf8("of 1")), space(2), List.of(Bytes.utf8("of 2"))));
        assertThat(registry.spaces()).containsExactly(entry(3));
        assertThat(new Registry(store).spaces()).containsExactly(entry(3));
        assertThat(registry.arrive(Optional.of(ann))).isEmpty();
        assertThat(registry.arrive(Optional.of(ann))).isEmpty();
        for (Registry each : List.of(registry, new Registry(store))) {
            assertThat(each.spaces()).containsExactly(entry(3), entry(2), entry(1));
            assertThat(each.credentials(space(2))).containsExactly(Bytes.utf8("of 2"));
            assertThat(each.areOthersLost()).isFalse();
        }
    }

    @Test
    void whatAnAttemptThatFailedHadNotedGivesWayToTheNextOne() {
        Registry registry = new Registry(store);
        IdentityId ann = new IdentityId(space(9).value());
        registry.expect(
                new Arrival(ann, true, List.of(entry(1), entry(2))),
                Map.of(
                        space(1), List.of(Bytes.utf8("first"), Bytes.utf8("and more")),
                        space(2), List.of(Bytes.utf8("of 2"))));
        registry.expect(new Arrival(ann, false, List.of(entry(1))), Map.of(space(1), List.of(Bytes.utf8("second"))));
        assertThat(registry.arrive(Optional.of(ann))).isEmpty();
        assertThat(registry.spaces()).containsExactly(entry(1));
        assertThat(registry.credentials(space(1))).containsExactly(Bytes.utf8("second"));
        assertThat(registry.credentials(space(2))).isEmpty();
        assertThat(registry.areOthersLost()).isFalse();
    }

    @Test
    void nothingIsLeftOfWhatDidNotCome() {
        Registry registry = new Registry(store);
        IdentityId ann = new IdentityId(space(9).value());
        registry.expect(new Arrival(ann, true, List.of(entry(1))), Map.of(space(1), List.of(Bytes.utf8("of 1"))));
        assertThat(registry.arrive(Optional.of(new IdentityId(space(8).value()))))
                .containsExactly(space(1));
        assertThat(keys()).isEmpty();
        registry.addSpace(entry(1), List.of(Bytes.utf8("another")));
        assertThat(registry.credentials(space(1))).containsExactly(Bytes.utf8("another"));
    }

    @Test
    void spacesKeepTheirOrderAndStateWhateverComesAndGoes() {
        Registry registry = new Registry(store);
        for (int number = 1; number <= 3; number++) {
            registry.addSpace(entry(number), List.of(Bytes.utf8("of " + number)));
        }
        registry.drop(space(2));
        registry.addSpace(entry(4), List.of(Bytes.utf8("of 4")));
        registry.update(entry(3).closed("Three"));
        Registry again = new Registry(store);
        assertThat(again.spaces()).extracting(SpaceEntry::id).containsExactly(space(1), space(3), space(4));
        assertThat(again.find(space(3)).orElseThrow().state()).isEqualTo(KnownSpace.State.CLOSED);
        assertThat(again.credentials(space(3))).containsExactly(Bytes.utf8("of 3"));
    }

    @Test
    void whatThisDeviceWroteIsRememberedWhenTheRestIsDropped() {
        Registry registry = new Registry(store);
        registry.addSpace(entry(1), List.of(Bytes.utf8("genesis")));
        assertThat(registry.wrote(space(1))).isZero();
        assertThat(registry.wasHere(space(1))).isFalse();
        registry.putWrote(space(1), 0);
        assertThat(registry.wasHere(space(1))).isTrue();
        registry.putWrote(space(1), 300);
        registry.putWrote(space(1), 7);
        registry.drop(space(1));
        assertThat(new Registry(store).wrote(space(1))).isEqualTo(300);
        assertThat(keys()).hasSize(1);
    }
}
