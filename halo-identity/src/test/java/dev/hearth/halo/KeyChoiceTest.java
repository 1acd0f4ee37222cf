package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of two keys of one number, made at the same time, the space's is the one that nobody has who is out. */
final class KeyChoiceTest extends DeviceCase {
    /** Some, as the smaller id decides where nothing else does. */
    private static final int NUMBERS = 8;

    private final Map<Integer, CredentialId> smaller = new TreeMap<>();
    private final Map<Integer, CredentialId> withheld = new TreeMap<>();

    /** Lets the owner give each key to {@code device} besides, and a member that does not know of it make another. */
    private void twoKeysEach(int device) {
        admit(0, known, 4, Role.WRITER);
        for (int number = 1; number <= NUMBERS; number++) {
            BitSet apart = copy(known);
            CredentialId given = key(0, known, number, Map.of(device(device), Bytes.EMPTY));
            CredentialId other = key(4, apart, number, Map.of());
            known.or(apart);
            smaller.put(number, given.compareTo(other) < 0 ? given : other);
            withheld.put(number, other);
        }
    }

    private CredentialId key(int by, BitSet view, int number, Map<DeviceId, Bytes> wraps) {
        Statement epoch = new Statement.Epoch(number, wraps, Bytes.EMPTY, Bytes.of(new byte[Hash.SIZE]));
        return graphs.graph().get(graphs.say(by, view, epoch)).id();
    }

    private Map<Integer, CredentialId> chosen() {
        Map<Integer, CredentialId> chosen = new TreeMap<>();
        authority().epochs().current().forEach((number, key) -> chosen.put(number, key.id()));
        chosen.remove(0);
        return chosen;
    }

    @Test
    void ofMembersAloneItIsTheSmallerOne() {
        admit(0, known, 1, Role.WRITER);
        twoKeysEach(1);
        assertThat(chosen()).isEqualTo(smaller).isNotEqualTo(withheld);
    }

    @Test
    void notTheOneThatARemovedMemberHas() {
        admit(0, known, 1, Role.WRITER);
        twoKeysEach(1);
        graphs.say(0, known, new Statement.Remove(id(1), Map.of()));
        assertThat(chosen()).isEqualTo(withheld);
        admit(0, known, 1, Role.WRITER);
        assertThat(chosen()).isEqualTo(smaller);
    }

    @Test
    void notTheOneThatARevokedDeviceHas() {
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        twoKeysEach(of(1, PHONE));
        revoke(1, known, of(1, PHONE));
        assertThat(chosen()).isEqualTo(withheld);
    }

    /** Whom an admin let in who was lowered at the same time. */
    @Test
    void notTheOneThatAPuppetHas() {
        admit(0, known, 1, Role.ADMIN);
        admit(0, known, 2, Role.ADMIN);
        BitSet before = copy(known);
        admit(2, known, 3, Role.WRITER);
        twoKeysEach(3);
        graphs.say(1, before, new Statement.ChangeRole(id(2), Role.WRITER));
        assertThat(chosen()).isEqualTo(withheld);
    }
}
