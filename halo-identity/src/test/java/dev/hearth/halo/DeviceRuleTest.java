package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single cases of the rule of devices, each of which it once decided otherwise. */
final class DeviceRuleTest {
    private static final int PHONE = 0;
    private static final int TABLET = 1;
    private static final int ROOT = 2;
    private static final int NEW_ROOT = 3;
    private static final int CLAIMED = DeviceChains.EVERY.size() - 1;

    private final AuthorityGraphs graphs = new AuthorityGraphs(1);
    private final BitSet known = graphs.everything();

    private static int of(int identity, int kind) {
        return DeviceChains.first(identity) + kind;
    }

    private static IdentityChain chain(int number) {
        return DeviceChains.EVERY.get(number);
    }

    private static DeviceId device(int number) {
        return chain(number).device();
    }

    private static IdentityId id(int number) {
        return chain(number).identity();
    }

    private static Cut cut(long seq) {
        return new Cut(seq, new Hash(Bytes.of(new byte[Hash.SIZE])));
    }

    private void admit(int by, BitSet view, int chain, Role role) {
        graphs.say(by, view, new Statement.Admit(chain(chain), role));
    }

    private void enrol(int by, BitSet view, int chain, Role cap) {
        graphs.say(by, view, new Statement.AdmitDevice(chain(chain), cap));
    }

    private void revoke(int by, BitSet view, int chain) {
        graphs.say(by, view, new Statement.RevokeDevice(id(chain), device(chain), Optional.empty()));
    }

    private static BitSet copy(BitSet view) {
        return (BitSet) view.clone();
    }

    /** The result, which the specification and some orders of arrival have to yield as well. */
    private Authority authority() {
        Authority all = new AuthorityRule(graphs.graph()).evaluate(graphs.everything());
        String expected = AuthorityGraphs.describe(all);
        AuthoritySpec spec = new AuthoritySpec(graphs.all());
        assertThat(spec.describe(spec.everything())).isEqualTo(expected);
        for (int order = 0; order < 20; order++) {
            CredentialGraph arrived = new CredentialGraph();
            AuthorityRule growing = new AuthorityRule(arrived);
            BitSet set = new BitSet();
            for (Credential each : graphs.shuffled(new Random(order))) {
                set.set(arrived.size());
                arrived.add(each);
                growing.evaluate(set);
            }
            assertThat(AuthorityGraphs.describe(growing.evaluate(set))).isEqualTo(expected);
        }
        return all;
    }

    private Iterable<DeviceId> devicesOf(int identity) {
        return authority().member(id(identity)).orElseThrow().devices().keySet();
    }

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
        enrol(0, known, of(0, PHONE), Role.OWNER);
        enrol(of(0, ROOT), known, of(0, ROOT), Role.OWNER);
        BitSet limiting = copy(known);
        BitSet revoking = copy(known);
        revoke(of(0, ROOT), known, 0);
        enrol(of(0, PHONE), limiting, of(0, TABLET), Role.WRITER);
        revoke(0, revoking, of(0, PHONE));
        enrol(0, revoking, of(0, TABLET), Role.OWNER);
        revoking.or(limiting);
        enrol(of(0, TABLET), revoking, DeviceChains.puppet(0, 0), Role.OWNER);
        assertThat(devicesOf(0))
                .containsExactlyInAnyOrder(device(of(0, PHONE)), device(of(0, ROOT)), device(of(0, TABLET)));
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
        assertThat(devicesOf(1)).containsExactly(device(1));
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
}
