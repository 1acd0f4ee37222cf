package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Single cases of the rule of devices, each of which it once decided otherwise. */
final class DeviceRuleTest extends DeviceCase {
    /** The chain of an identity's first device is by the root key as well, and no word of it. */
    @Test
    void aFirstDeviceThatAnotherLetInIsNotByTheRootKey() {
        admit(0, known, of(1, PHONE), Role.WRITER);
        enrol(of(1, PHONE), known, 1, Role.OWNER);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        BitSet stolen = copy(known);
        revoke(of(1, ROOT), known, 1);
        revoke(1, stolen, of(1, ROOT));
        assertThat(devicesOf(1)).containsExactlyInAnyOrder(device(of(1, PHONE)), device(of(1, ROOT)));
    }

    @Test
    void aNewerRootThatDidNotCountLeavesTheDeviceThatKnewOfIt() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.ADMIN);
        BitSet old = copy(known);
        graphs.say(0, known, new Statement.Remove(id(2), Map.of()));
        enrol(2, old, of(1, NEW_ROOT), Role.OWNER);
        known.or(old);
        BitSet apart = copy(known);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        graphs.say(0, apart, new Statement.ChangeRole(id(1), Role.READER));
        assertThat(devicesOf(1)).contains(device(of(1, ROOT))).doesNotContain(device(of(1, NEW_ROOT)));
    }

    /** Of former root keys of several members one does not decide about the other by who arrived first. */
    @Test
    void formerRootsOfSeveralMembersAreFoundAtOnce() {
        admit(0, known, 3, Role.ADMIN);
        BitSet apart = copy(known);
        admit(0, known, 1, Role.ADMIN);
        admit(3, apart, 2, Role.ADMIN);
        known.or(apart);
        BitSet newer = copy(known);
        BitSet former = copy(known);
        enrol(of(1, NEW_ROOT), newer, of(1, NEW_ROOT), Role.OWNER);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        enrol(of(1, ROOT), known, of(2, NEW_ROOT), Role.OWNER);
        enrol(of(2, ROOT), former, of(2, ROOT), Role.OWNER);
        assertThat(devicesOf(1)).doesNotContain(device(of(1, ROOT)));
        assertThat(devicesOf(2)).containsExactly(device(2));
    }

    @Test
    void anAdmissionTellsOfANewRootKeyToo() {
        admit(0, known, of(1, NEW_ROOT), Role.WRITER);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        assertThat(devicesOf(1)).containsExactly(device(of(1, NEW_ROOT)));
    }

    /** Whoever has a stolen device may let an identity in that claims the device, which is no right to what it said. */
    @Test
    void anotherIdentityOfADeviceUpholdsNothingThatTheFirstSaid() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(of(0, PHONE), known, CLAIMED, Role.ADMIN);
        BitSet stolen = copy(known);
        revoke(0, known, of(0, PHONE));
        revoke(of(0, PHONE), stolen, 0);
        enrol(of(0, PHONE), stolen, of(0, TABLET), Role.OWNER);
        enrol(of(0, PHONE), stolen, of(0, ROOT), Role.WRITER);
        assertThat(devicesOf(0)).containsExactly(device(0));
    }

    @Test
    void anApplicationMovesNoCut() {
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.WRITER);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        graphs.say(1, known, new Statement.RevokeDevice(id(1), device(of(1, TABLET)), Optional.of(cut(5))));
        graphs.say(of(1, PHONE), known, new Statement.AcceptLate(id(1), Map.of(device(of(1, TABLET)), cut(9))));
        assertThat(authority().cutOf(device(of(1, TABLET)))).contains(cut(5));
        graphs.say(1, known, new Statement.AcceptLate(id(1), Map.of(device(of(1, TABLET)), cut(7))));
        assertThat(authority().cutOf(device(of(1, TABLET)))).contains(cut(7));
    }

    @Test
    void aDeviceOfAnotherMemberIsNotAdded() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, 3, Role.ADMIN);
        enrol(3, known, CLAIMED, Role.OWNER);
        assertThat(devicesOf(3)).containsExactly(device(3));
    }

    @Test
    void aLimitIsAWritersAtMost() {
        enrol(0, known, of(0, PHONE), Role.ADMIN);
        enrol(0, known, of(0, TABLET), Role.WRITER);
        assertThat(devicesOf(0)).containsExactlyInAnyOrder(device(0), device(of(0, TABLET)));
    }

    /** The one who is the owner by a transfer that does not count is removed by who did not know of it. */
    @Test
    void aRevokedDeviceOfTheOwnerMakesNobodyTheOwner() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, 1, Role.ADMIN);
        BitSet stolen = copy(known);
        graphs.say(0, known, new Statement.Remove(id(1), Map.of()));
        revoke(0, known, of(0, PHONE));
        graphs.say(of(0, PHONE), stolen, new Statement.Transfer(chain(1)));
        assertThat(List.copyOf(authority().members().keySet())).containsExactly(id(0));
        assertThat(devicesOf(0)).containsExactly(device(0));
    }

    /** An admin who was made a writer at the same time lets in nobody's device. */
    @Test
    void whoIsNoAdminAnyMoreWelcomesNoDevice() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.ADMIN);
        BitSet old = copy(known);
        graphs.say(0, known, new Statement.ChangeRole(id(2), Role.WRITER));
        enrol(2, old, of(1, ROOT), Role.OWNER);
        assertThat(devicesOf(1)).containsExactly(device(1));
    }

    /** What a device said without a limit is void where only its admission with a limit is left. */
    @Test
    void anApplicationEnrolsNothingWhereItWasThoughtToHaveNoLimit() {
        BitSet view = tabletThoughtToHaveNoLimit(Role.WRITER);
        enrol(of(0, TABLET), view, DeviceChains.puppet(0, 0), Role.OWNER);
        revoke(of(0, TABLET), view, of(0, ROOT));
        assertThat(devicesOf(0))
                .containsExactlyInAnyOrder(device(of(0, PHONE)), device(of(0, ROOT)), device(of(0, TABLET)));
    }

    @Test
    void aReadersApplicationMakesNoKeyWhereItWasThoughtToHaveNoLimit() {
        BitSet view = tabletThoughtToHaveNoLimit(Role.READER);
        graphs.say(of(0, TABLET), view, new Statement.Epoch(1, Map.of(), Bytes.EMPTY, Bytes.of(new byte[Hash.SIZE])));
        assertThat(authority().epoch()).isZero();
    }

    /** Returns a view in which a tablet has no limit; it has one, as its enrolment without was a revoked device's. */
    private BitSet tabletThoughtToHaveNoLimit(Role cap) {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        enrol(of(0, ROOT), known, of(0, ROOT), Role.OWNER);
        BitSet limiting = copy(known);
        BitSet revoking = copy(known);
        revoke(of(0, ROOT), known, 0);
        enrol(of(0, PHONE), limiting, of(0, TABLET), cap);
        revoke(0, revoking, of(0, PHONE));
        enrol(0, revoking, of(0, TABLET), Role.OWNER);
        revoking.or(limiting);
        return revoking;
    }

    @Test
    void ofTwoRootKeysTheLaterOneHolds() {
        enrol(of(0, ROOT), known, of(0, ROOT), Role.OWNER);
        enrol(of(0, NEW_ROOT), known, of(0, NEW_ROOT), Role.OWNER);
        BitSet former = copy(known);
        enrol(of(0, NEW_ROOT), known, of(0, TABLET), Role.OWNER);
        revoke(of(0, NEW_ROOT), known, of(0, ROOT));
        revoke(of(0, ROOT), former, of(0, NEW_ROOT));
        assertThat(devicesOf(0)).contains(device(of(0, NEW_ROOT))).doesNotContain(device(of(0, ROOT)));
    }

    @Test
    void ofTwoDevicesOfOneRootKeyTheOneHoldsThatHadSaidLess() {
        admit(0, known, of(1, PHONE), Role.WRITER);
        enrol(1, known, 1, Role.OWNER);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        BitSet apart = copy(known);
        revoke(1, known, of(1, ROOT));
        revoke(of(1, ROOT), apart, 1);
        assertThat(devicesOf(1)).contains(device(of(1, ROOT))).doesNotContain(device(1));
    }

    /** A device that was enrolled says less than the one before it, so that whom it lets in is the junior. */
    @Test
    void whomTheFirstDeviceAdmitsIsTheSenior() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(of(0, PHONE), known, 1, Role.ADMIN);
        admit(0, known, 2, Role.ADMIN);
        BitSet other = copy(known);
        graphs.say(1, known, new Statement.Remove(id(2), Map.of()));
        graphs.say(2, other, new Statement.Remove(id(1), Map.of()));
        assertThat(authority().members()).containsOnlyKeys(id(0), id(2));
    }

    @Test
    void aDeviceThatWasIfNotRevokedDoesNotComeBackByItself() {
        admit(0, known, 1, Role.WRITER);
        graphs.say(0, known, new Statement.Remove(id(1), Map.of()));
        admit(0, known, of(1, PHONE), Role.WRITER);
        enrol(1, known, 1, Role.OWNER);
        assertThat(devicesOf(1)).containsExactly(device(of(1, PHONE)));
    }

    @Test
    void anAdmissionInTheKnowledgeOfARevocationBringsADeviceBack() {
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        revoke(of(1, PHONE), known, 1);
        graphs.say(0, known, new Statement.Remove(id(1), Map.of()));
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, TABLET), Role.OWNER);
        assertThat(devicesOf(1)).containsExactlyInAnyOrder(device(1), device(of(1, TABLET)));
    }

    /** What the owner knew of a device when it revoked that one stays; another of the owner's is not settled by it. */
    @Test
    void aRevokedDeviceOfTheOwnerUndoesNothingByAFork() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        enrol(0, known, of(0, TABLET), Role.OWNER);
        BitSet fork = copy(known);
        admit(of(0, PHONE), known, 1, Role.WRITER);
        admit(of(0, TABLET), known, 2, Role.WRITER);
        revoke(0, known, of(0, PHONE));
        admit(of(0, PHONE), copy(fork), 3, Role.WRITER);
        admit(of(0, TABLET), copy(fork), 4, Role.WRITER);
        assertThat(authority().members()).containsOnlyKeys(id(0), id(1));
    }

    @Test
    void aNewRootKeyLeavesTheDeviceThatItKnewOf() {
        admit(0, known, 1, Role.WRITER);
        enrol(of(1, ROOT), known, of(1, ROOT), Role.OWNER);
        enrol(of(1, NEW_ROOT), known, of(1, NEW_ROOT), Role.OWNER);
        assertThat(devicesOf(1)).containsExactlyInAnyOrder(device(1), device(of(1, ROOT)), device(of(1, NEW_ROOT)));
    }

    @Test
    void aDeviceThatIsRevokedWhileItsMemberBecomesTheOwnerIsOut() {
        admit(0, known, 1, Role.ADMIN);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        BitSet apart = copy(known);
        graphs.say(0, known, new Statement.Transfer(chain(1)));
        revoke(1, apart, of(1, PHONE));
        assertThat(authority().roleOf(id(1))).contains(Role.OWNER);
        assertThat(devicesOf(1)).containsExactly(device(1));
    }

    @Test
    void ofTwoAdmissionsOfAMemberOneTellsTheDevice() {
        admit(0, known, 2, Role.ADMIN);
        BitSet apart = copy(known);
        admit(0, known, 1, Role.WRITER);
        admit(2, apart, of(1, PHONE), Role.ADMIN);
        assertThat(devicesOf(1)).containsExactly(device(1));
    }

    /** A device may have agreed to several chains: on all peers the same one is known, as keys are sealed to it. */
    @Test
    void ofTwoChainsOfADeviceNoOrderOfArrivalDecides() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        BitSet apart = copy(known);
        enrol(0, known, of(0, TABLET), Role.OWNER);
        IdentityChain other = DeviceChains.agreed(
                chain(0).enrol(DeviceChains.key(0), chain(of(0, TABLET))), of(0, TABLET) - DeviceChains.first(0));
        assertThat(other.device()).isEqualTo(device(of(0, TABLET)));
        graphs.say(of(0, PHONE), apart, new Statement.AdmitDevice(other, Role.OWNER));
        assertThat(devicesOf(0)).containsExactlyInAnyOrder(device(0), device(of(0, PHONE)), device(of(0, TABLET)));
    }

    /** Another member that has the device as well upholds no coming by a membership that does not count. */
    @Test
    void aDeviceComesByTheMembershipOfItsOwnIdentityAlone() {
        admit(0, known, 1, Role.ADMIN);
        BitSet coming = copy(known);
        admit(1, coming, 3, Role.WRITER);
        enrol(CLAIMED, coming, CLAIMED, Role.OWNER);
        enrol(0, known, of(0, PHONE), Role.OWNER);
        graphs.say(0, known, new Statement.Remove(id(1), Map.of()));
        admit(0, known, 3, Role.WRITER);
        assertThat(devicesOf(3)).containsExactly(device(3));
        assertThat(devicesOf(0)).contains(device(of(0, PHONE)));
    }

    @Test
    void whoTakesLateWorkBackMovesNoCutOfAnother() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        graphs.say(1, known, new Statement.RevokeDevice(id(1), device(of(1, PHONE)), Optional.of(cut(5))));
        graphs.say(0, known, new Statement.Remove(id(2), Map.of(device(2), cut(5))));
        graphs.say(1, known, new Statement.AcceptLate(id(1), Map.of(device(of(1, PHONE)), cut(9), device(2), cut(9))));
        assertThat(authority().cutOf(device(of(1, PHONE)))).contains(cut(9));
        assertThat(authority().cutOf(device(2))).contains(cut(5));
    }

    @Test
    void aFormerDeviceWasThatOfTheMemberWithTheHigherRole() {
        int claiming = 8;
        admit(0, known, 2, Role.ADMIN);
        admit(0, known, claiming, Role.WRITER);
        assertThat(device(claiming)).isEqualTo(device(2));
        graphs.say(0, known, new Statement.Remove(id(claiming), Map.of(device(2), cut(5))));
        graphs.say(0, known, new Statement.Remove(id(2), Map.of(device(2), cut(5))));
        assertThat(authority().formerOwnerOf(device(2))).contains(chain(2));
    }

    /** Admitted again, its member has it no more; that it did not know so gives it no right. */
    @Test
    void aDeviceFromBeforeARemovalSaysNothingWhereThatWasThoughtVoid() {
        admit(0, known, 2, Role.ADMIN);
        admit(0, known, 4, Role.ADMIN);
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        BitSet thought = copy(known);
        graphs.say(2, thought, new Statement.Remove(id(4), Map.of()));
        graphs.say(4, known, new Statement.Remove(id(1), Map.of()));
        admit(0, known, 1, Role.WRITER);
        thought.or(known);
        enrol(of(1, PHONE), thought, of(1, TABLET), Role.OWNER);
        graphs.say(0, known, new Statement.Remove(id(2), Map.of()));
        assertThat(devicesOf(1)).containsExactly(device(1));
    }

    /** Who was admitted by two, the senior of whom is void, admits whom the junior would have. */
    @Test
    void aVoidAdmissionMakesNobodySenior() {
        int rival = 10;
        admit(0, known, 2, Role.ADMIN);
        admit(0, known, 5, Role.ADMIN);
        BitSet removing = copy(known);
        graphs.say(0, removing, new Statement.Remove(id(2), Map.of()));
        admit(5, known, 6, Role.ADMIN);
        admit(6, known, rival, Role.ADMIN);
        BitSet apart = copy(known);
        admit(2, apart, 3, Role.ADMIN);
        admit(5, known, 3, Role.ADMIN);
        known.or(apart);
        admit(3, known, 4, Role.ADMIN);
        graphs.say(4, copy(known), new Statement.Remove(id(rival), Map.of()));
        graphs.say(rival, known, new Statement.Remove(id(4), Map.of()));
        assertThat(authority().members()).containsOnlyKeys(id(0), id(3), id(5), id(6), id(rival));
    }

    /** Lets 2 and 5 agree against 4, who is the senior of both and removes 2 at the same time. */
    private void outvoteTheSenior() {
        BitSet apart = copy(known);
        graphs.say(4, apart, new Statement.Remove(id(2), Map.of()));
        graphs.say(5, known, new Statement.Remove(id(4), Map.of()));
        graphs.say(2, known, new Statement.Remove(id(4), Map.of()));
    }

    @Test
    void whomTheOwnerMadeAnAdminHasAVote() {
        admit(0, known, 4, Role.ADMIN);
        admit(0, known, 2, Role.ADMIN);
        admit(0, known, 5, Role.ADMIN);
        outvoteTheSenior();
        assertThat(authority().members()).containsOnlyKeys(id(0), id(2), id(5));
    }

    @Test
    void whomARevokedDeviceOfTheOwnerMadeAnAdminHasNoVote() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, 4, Role.ADMIN);
        admit(0, known, 2, Role.ADMIN);
        BitSet stolen = copy(known);
        admit(of(0, PHONE), stolen, 5, Role.ADMIN);
        revoke(0, known, of(0, PHONE));
        admit(2, known, 5, Role.ADMIN);
        known.or(stolen);
        outvoteTheSenior();
        assertThat(authority().members()).containsOnlyKeys(id(0), id(5));
    }

    @Test
    void whomTheOwnerHasRemovedSinceHasNoVote() {
        admit(0, known, 4, Role.ADMIN);
        admit(0, known, 2, Role.ADMIN);
        admit(0, known, 5, Role.ADMIN);
        graphs.say(0, known, new Statement.Remove(id(5), Map.of()));
        admit(2, known, 5, Role.ADMIN);
        outvoteTheSenior();
        assertThat(authority().members()).containsOnlyKeys(id(0), id(5));
    }
}
