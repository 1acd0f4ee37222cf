package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a device has the right to say by what it knows; what is said without it is kept by nobody. */
final class DeviceRightsTest extends DeviceCase {
    private static final Bytes WRAP = Bytes.of(new byte[] {1});

    private Standing saying(int by, Statement statement) {
        int number = graphs.say(by, copy(known), statement);
        return new AuthorityRule(graphs.graph()).standing(number);
    }

    private boolean maySay(int by, Statement statement) {
        return saying(by, statement).isFounded();
    }

    private static Statement late(int member) {
        return new Statement.AcceptLate(id(member), Map.of(device(member), cut(9)));
    }

    private void remove(int by, int member) {
        graphs.say(by, known, new Statement.Remove(id(member), Map.of(device(member), cut(5))));
    }

    @Test
    void aMemberMovesNoCutOfAnother() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.WRITER);
        remove(0, 2);
        assertThat(maySay(1, late(2))).isFalse();
        assertThat(maySay(0, late(2))).isTrue();
    }

    @Test
    void nothingIsLateOfAMemberWhoseDevicesAreAllBack() {
        admit(0, known, 1, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        revoke(of(1, PHONE), known, 1);
        assertThat(maySay(0, late(1))).isTrue();
        remove(0, 1);
        admit(0, known, 1, Role.WRITER);
        assertThat(maySay(0, late(1))).isFalse();
    }

    @Test
    void aReaderHandsKeysToItsOwnDevicesAlone() {
        admit(0, known, 1, Role.READER);
        admit(0, known, 2, Role.READER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        assertThat(maySay(1, new Statement.KeyGrant(0, device(2), WRAP))).isFalse();
        assertThat(maySay(1, new Statement.KeyGrant(0, device(of(1, PHONE)), WRAP)))
                .isTrue();
    }

    @Test
    void aWriterStartsItsOwnDevicesAloneAndNobodyAStrangers() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.WRITER);
        enrol(1, known, of(1, PHONE), Role.OWNER);
        assertThat(maySay(1, new Statement.Start(device(2), Map.of()))).isFalse();
        assertThat(maySay(1, new Statement.Start(device(of(1, PHONE)), Map.of())))
                .isTrue();
        assertThat(maySay(0, new Statement.Start(device(2), Map.of()))).isTrue();
        assertThat(maySay(0, new Statement.Start(device(3), Map.of()))).isFalse();
    }

    @Test
    void onlyAnAdminWelcomesADeviceBack() {
        admit(0, known, 1, Role.WRITER);
        admit(0, known, 2, Role.WRITER);
        Statement welcome = new Statement.AdmitDevice(chain(of(1, ROOT)), Role.OWNER);
        assertThat(maySay(2, welcome)).isFalse();
        assertThat(maySay(0, welcome)).isTrue();
    }

    /** The device is the owner's as well, who has nothing to say of what another calls its own. */
    @Test
    void nobodyRevokesInAnothersName() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, CLAIMED, Role.WRITER);
        assertThat(maySay(0, new Statement.RevokeDevice(id(CLAIMED), device(CLAIMED), Optional.empty())))
                .isFalse();
        assertThat(maySay(0, new Statement.RevokeDevice(id(0), device(CLAIMED), Optional.empty())))
                .isTrue();
    }

    @Test
    void aRevokedDeviceShowsNobodyTheWay() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        revoke(0, known, of(0, PHONE));
        assertThat(maySay(of(0, PHONE), new Statement.SwarmGrant(device(0), WRAP)))
                .isFalse();
        assertThat(maySay(0, new Statement.SwarmGrant(device(0), WRAP))).isTrue();
    }

    @Test
    void noDeviceComesByTheRootKeyIntoASpaceThatHasEnded() {
        Statement comes = new Statement.AdmitDevice(chain(of(0, ROOT)), Role.OWNER);
        assertThat(maySay(of(0, ROOT), comes)).isTrue();
        graphs.say(0, known, new Statement.Delete());
        assertThat(maySay(of(0, ROOT), comes)).isFalse();
    }

    /** Who once claimed a device, and does so no more, keeps nobody else from having it. */
    @Test
    void aDeviceThatAnotherMemberHadMayBecomeOne() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, 3, Role.WRITER);
        Statement claim = new Statement.AdmitDevice(chain(CLAIMED), Role.WRITER);
        assertThat(maySay(3, claim)).isFalse();
        revoke(0, known, of(0, PHONE));
        assertThat(maySay(3, claim)).isTrue();
    }

    /** Whoever of the two is the owner: a device speaks for the one of its members that may do the most. */
    @Test
    void aDeviceOfTwoMembersSpeaksForTheOneWithTheHigherRole() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, CLAIMED, Role.ADMIN);
        admit(0, known, 1, Role.ADMIN);
        Statement removal = new Statement.Remove(id(1), Map.of());
        assertThat(saying(of(0, PHONE), removal).speaker()).contains(id(0));
        assertThat(ownerOfThePhone()).contains(id(0));
        graphs.say(0, known, new Statement.Transfer(chain(CLAIMED)));
        assertThat(saying(of(0, PHONE), removal).speaker()).contains(id(CLAIMED));
        assertThat(ownerOfThePhone()).contains(id(CLAIMED));
    }

    private Optional<IdentityId> ownerOfThePhone() {
        return new AuthorityRule(graphs.graph()).evaluate(known).ownerOf(device(of(0, PHONE)));
    }

    /** Whoever has a stolen device names its person no more, though the device is another member's as well. */
    @Test
    void aRevokedDeviceGaveItsPersonNoName() {
        enrol(0, known, of(0, PHONE), Role.OWNER);
        admit(0, known, CLAIMED, Role.ADMIN);
        BitSet stolen = copy(known);
        IdentityName name = IdentityName.first("P0");
        graphs.say(of(0, PHONE), stolen, new Statement.Profile(id(0), name.next("Eve")));
        assertThat(new AuthorityRule(graphs.graph()).evaluate(stolen).nameOf(id(0)))
                .contains(name.next("Eve"));
        revoke(0, known, of(0, PHONE));
        assertThat(new AuthorityRule(graphs.graph())
                        .evaluate(graphs.everything())
                        .nameOf(id(0)))
                .contains(name);
    }

    /** Of several with one role it speaks for the same one on every peer: two may be put into one hash bucket. */
    @Test
    void whomADeviceSpeaksForNoOrderOfArrivalDecides() {
        IdentityChain claiming = collidingWith(chain(2));
        admit(0, known, 1, Role.ADMIN);
        BitSet apart = copy(known);
        admit(0, known, 2, Role.ADMIN);
        graphs.say(1, apart, new Statement.Admit(claiming, Role.ADMIN));
        known.or(apart);
        graphs.say(2, known, new Statement.Remove(id(1), Map.of()));
        Credential removal = graphs.graph().get(graphs.graph().size() - 1);
        for (int order = 0; order < 20; order++) {
            CredentialGraph arrived = new CredentialGraph();
            List<Credential> shuffled = graphs.shuffled(new Random(order));
            shuffled.forEach(arrived::add);
            assertThat(new AuthorityRule(arrived)
                            .standing(shuffled.indexOf(removal))
                            .speaker())
                    .contains(new TreeSet<>(List.of(id(2), claiming.identity())).first());
        }
    }

    /** Another identity that claims a chain's device, of whose ids a hash set has the one first that came first. */
    private static IdentityChain collidingWith(IdentityChain chain) {
        for (int identity = 0; ; identity++) {
            IdentityChain other = DeviceChains.first("colliding root", identity, DeviceChains.key(2), "X");
            List<Object> one = new ArrayList<>(new HashSet<>(List.of(chain.identity(), other.identity())));
            List<Object> two = new ArrayList<>(new HashSet<>(List.of(other.identity(), chain.identity())));
            if (!one.equals(two)) {
                return other;
            }
        }
    }
}
