package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of two devices of a member stays that revoke each other without knowing it. */
final class DeviceSeniorityTest extends DeviceCase {
    private static final int PUPPET = 4;

    private final BitSet before = new BitSet();

    @BeforeEach
    void aMemberWithAPhone() {
        admit(0, known, 2, Role.ADMIN);
        before.or(known);
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
    }

    /** Each revokes the other, knowing what is {@code known} and, the second, {@code more}. */
    private void revokeEachOther(int one, int other, BitSet more) {
        BitSet apart = copy(known);
        apart.or(more);
        revoke(one, copy(known), other);
        revoke(other, apart, one);
    }

    private void stays(int one, int other) {
        assertThat(List.copyOf(authority().member(id(1)).orElseThrow().devices().keySet()))
                .contains(device(one))
                .doesNotContain(device(other));
    }

    /** The one that was enrolled first has said more, so that nothing else makes it the senior. */
    @Test
    void theOneThatWasEnrolledFirst() {
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, PHONE), of(1, TABLET), known);
        stays(of(1, PHONE), of(1, TABLET));
    }

    @Test
    void theOneThatADeviceOfTheRootKeyEnrolled() {
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        enrol(of(1, ROOT), known, of(1, TABLET), Role.OWNER);
        revokeEachOther(of(1, TABLET), 1, known);
        stays(of(1, TABLET), 1);
    }

    /** Whoever enrolled it besides, without knowing that another had. */
    @Test
    void theOneWithTheBestOfSeveralEnrolments() {
        BitSet apart = copy(known);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(of(1, PHONE), apart, of(1, TABLET), Role.OWNER);
        known.or(apart);
        enrol(1, known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, ROOT), known);
        stays(of(1, TABLET), of(1, ROOT));
    }

    /** By what was known: the root key's word, said at the same time, makes nothing senior that was said without it. */
    @Test
    void notTheOneThatComesByTheRootKeyElsewhere() {
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(0, copy(known), of(1, ROOT), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, ROOT), known);
        stays(of(1, TABLET), of(1, ROOT));
    }

    @Test
    void notTheOneThatWasEnrolledByADeviceThatComesByTheRootKeyElsewhere() {
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(0, copy(known), of(1, ROOT), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        enrol(of(1, ROOT), known, of(1, PUPPET), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, PUPPET), known);
        stays(of(1, TABLET), of(1, PUPPET));
    }

    @Test
    void theOneThatAnotherAdmittedTheMemberWith() {
        admit(2, before, of(1, ROOT), Role.ADMIN);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        known.or(before);
        revokeEachOther(of(1, ROOT), of(1, TABLET), known);
        stays(of(1, ROOT), of(1, TABLET));
    }

    @Test
    void notTheOneThatTheMemberIsAdmittedWithElsewhere() {
        admit(2, before, of(1, ROOT), Role.ADMIN);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, ROOT), known);
        stays(of(1, TABLET), of(1, ROOT));
    }

    @Test
    void notTheOneOfAnAdmissionThatDoesNotCount() {
        admit(2, before, of(1, ROOT), Role.ADMIN);
        graphs.say(0, known, new Statement.ChangeRole(id(2), Role.WRITER));
        enrol(1, known, of(1, TABLET), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, ROOT), before);
        stays(of(1, TABLET), of(1, ROOT));
    }

    /** An admin who was lowered at the same time gives no place. */
    @Test
    void notTheOneWhoseRootKeysWordDoesNotCount() {
        enrol(1, known, of(1, TABLET), Role.OWNER);
        BitSet old = copy(known);
        graphs.say(0, known, new Statement.ChangeRole(id(2), Role.WRITER));
        enrol(2, old, of(1, ROOT), Role.OWNER);
        enrol(of(1, PHONE), known, of(1, ROOT), Role.OWNER);
        revokeEachOther(of(1, TABLET), of(1, ROOT), old);
        stays(of(1, TABLET), of(1, ROOT));
    }

    /**
     * A device of the owner that is an admin's as well goes on as that one's when the owner has revoked it, and is no
     * more senior than that one is.
     */
    @Test
    void aRevokedDeviceHasNoSeniorityOfItsFormerOwner() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(of(0, PHONE), known, CLAIMED, Role.ADMIN);
        BitSet stolen = copy(known);
        revoke(0, known, of(0, PHONE));
        graphs.say(2, copy(known), new Statement.Remove(id(CLAIMED), Map.of()));
        graphs.say(of(0, PHONE), stolen, new Statement.Remove(id(2), Map.of()));
        assertThat(authority().members()).containsOnlyKeys(id(0), id(1), id(2));
    }

    /** The owner alone would be the majority that removes the one admin that it made. */
    @Test
    void aRevokedDeviceHasNoVoteOfItsFormerOwner() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(2, known, CLAIMED, Role.ADMIN);
        BitSet stolen = copy(known);
        revoke(0, known, of(0, PHONE));
        graphs.say(2, copy(known), new Statement.Remove(id(CLAIMED), Map.of()));
        graphs.say(of(0, PHONE), stolen, new Statement.Remove(id(2), Map.of()));
        graphs.say(of(0, PHONE), stolen, new Statement.Remove(id(2), Map.of()));
        assertThat(authority().members()).containsOnlyKeys(id(0), id(1), id(2));
    }

    /** Whom it admits stands below the one that it goes on as. */
    @Test
    void whomARevokedDeviceAdmitsIsNotAdmittedByItsFormerOwner() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(of(0, PHONE), known, CLAIMED, Role.ADMIN);
        admit(2, known, 5, Role.ADMIN);
        BitSet stolen = copy(known);
        revoke(0, known, of(0, PHONE));
        admit(of(0, PHONE), stolen, 4, Role.ADMIN);
        known.or(stolen);
        graphs.say(5, known, new Statement.Remove(id(4), Map.of()));
        graphs.say(4, stolen, new Statement.Remove(id(5), Map.of()));
        assertThat(authority().members()).containsOnlyKeys(id(0), id(1), id(2), id(CLAIMED), id(5));
    }
}
