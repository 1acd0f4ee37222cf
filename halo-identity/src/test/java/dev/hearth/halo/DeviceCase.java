package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;

/**
 * A space in which members say by hand, from the views that a case wants, what concerns devices. The result has to be
 * the specification's, in whatever order the credentials arrive.
 */
abstract class DeviceCase {
    static final int PHONE = 0;
    static final int TABLET = 1;
    static final int ROOT = 2;
    static final int NEW_ROOT = 3;
    static final int CLAIMED = DeviceChains.EVERY.size() - 1;

    final AuthorityGraphs graphs = new AuthorityGraphs(1);
    final BitSet known = graphs.everything();

    static int of(int identity, int kind) {
        return DeviceChains.first(identity) + kind;
    }

    static IdentityChain chain(int number) {
        return DeviceChains.EVERY.get(number);
    }

    static DeviceId device(int number) {
        return chain(number).device();
    }

    static IdentityId id(int number) {
        return chain(number).identity();
    }

    static Cut cut(long seq) {
        return new Cut(seq, new Hash(Bytes.of(new byte[Hash.SIZE])));
    }

    void admit(int by, BitSet view, int chain, Role role) {
        graphs.say(by, view, new Statement.Admit(chain(chain), role));
    }

    void enrol(int by, BitSet view, int chain, Role cap) {
        graphs.say(by, view, new Statement.AdmitDevice(chain(chain), cap));
    }

    void revoke(int by, BitSet view, int chain) {
        graphs.say(by, view, new Statement.RevokeDevice(id(chain), device(chain), Optional.empty()));
    }

    static BitSet copy(BitSet view) {
        return (BitSet) view.clone();
    }

    /** The result, which the specification, the rule from scratch and some orders of arrival have to yield as well. */
    Authority authority() {
        AuthorityRule rule = new AuthorityRule(graphs.graph());
        Authority all = rule.evaluate(graphs.everything());
        String expected = AuthorityGraphs.describe(all);
        Evaluation scratch = new Evaluation(graphs.graph(), rule::standing, graphs.everything());
        assertThat(AuthorityGraphs.describe(scratch.authority())).isEqualTo(expected);
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

    Iterable<DeviceId> devicesOf(int identity) {
        return authority().member(id(identity)).orElseThrow().devices().keySet();
    }
}
