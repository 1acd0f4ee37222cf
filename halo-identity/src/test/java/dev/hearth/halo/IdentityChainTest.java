package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each signature and each field of a chain by the root key keeps out. */
class IdentityChainTest {
    private static final SigningKey ROOT = key("root");
    private static final SigningKey NEXT = key("next root");
    private static final SigningKey DEVICE = key("device");
    private static final SigningKey THIEF = key("thief");
    private static final Bytes GENESIS = array(Cbor.of(1), Cbor.of(ROOT.verifyKey()), Cbor.of(Bytes.of(new byte[16])));
    private static final Bytes IDENTITY = Sha256.of(GENESIS).value();
    private static final Bytes ANOTHER = Sha256.of(IDENTITY).value();

    private static SigningKey key(String name) {
        return SigningKey.of(AuthorityGraphs.secret(name, 0));
    }

    private static Bytes array(Cbor... fields) {
        return Cbor.array(fields).encode();
    }

    private static Cbor change(Bytes identity, int number, SigningKey next, SigningKey by, SigningKey agrees) {
        Bytes payload = array(Cbor.of(1), Cbor.of(identity), Cbor.of(number), Cbor.of(next.verifyKey()));
        return Cbor.array(
                Cbor.of(payload),
                Cbor.of(by.sign("hearth identity root", payload)),
                Cbor.of(agrees.sign("hearth identity root", payload)));
    }

    private static Bytes device(Bytes identity) {
        return array(
                Cbor.of(1),
                Cbor.of(identity),
                Cbor.of(DEVICE.verifyKey()),
                Cbor.of(Bytes.of(new byte[32])),
                Cbor.of("Ann"),
                Cbor.of(Bytes.EMPTY));
    }

    private static Bytes application() {
        return array(
                Cbor.of(5),
                Cbor.of(IDENTITY),
                Cbor.of(DEVICE.verifyKey()),
                Cbor.of(Bytes.of(new byte[32])),
                Cbor.of("Ann"),
                Cbor.of(Bytes.EMPTY),
                Cbor.of("Notes"));
    }

    private static Bytes chain(List<Cbor> changes, Bytes statement, SigningKey root, SigningKey agrees) {
        return array(
                Cbor.of(4),
                Cbor.of(GENESIS),
                Cbor.of(ROOT.sign("hearth identity genesis", GENESIS)),
                Cbor.array(changes),
                Cbor.of(statement),
                Cbor.of(root.sign("hearth identity device", statement)),
                Cbor.of(agrees.sign("hearth identity enrolment", statement)),
                Cbor.of(Bytes.EMPTY));
    }

    private static Bytes changed(Cbor change) {
        return chain(List.of(change), device(IDENTITY), NEXT, DEVICE);
    }

    private static void refused(Bytes chain) {
        assertThatThrownBy(() -> IdentityChain.verify(chain)).isInstanceOf(MalformedException.class);
    }

    @Test
    void theRootKeyAndTheDeviceSignBoth() throws MalformedException {
        IdentityChain read = IdentityChain.verify(chain(List.of(), device(IDENTITY), ROOT, DEVICE));
        assertThat(read.identity().value()).isEqualTo(IDENTITY);
        assertThat(read.device().value()).isEqualTo(DEVICE.verifyKey());
        assertThat(read.isByRoot()).isTrue();
        refused(chain(List.of(), device(IDENTITY), THIEF, DEVICE));
        refused(chain(List.of(), device(IDENTITY), ROOT, THIEF));
    }

    @Test
    void theFormerRootKeyAndTheNextSignBothAChange() throws MalformedException {
        IdentityChain read = IdentityChain.verify(changed(change(IDENTITY, 1, NEXT, ROOT, NEXT)));
        assertThat(read.rootChanges()).isEqualTo(1);
        assertThat(read.rootKey()).isEqualTo(NEXT.verifyKey());
        refused(changed(change(IDENTITY, 1, NEXT, THIEF, NEXT)));
        refused(changed(change(IDENTITY, 1, NEXT, ROOT, THIEF)));
        refused(chain(List.of(change(IDENTITY, 1, NEXT, ROOT, NEXT)), device(IDENTITY), ROOT, DEVICE));
    }

    /** Else a change that was signed once could be moved to another identity of the key, or to another place. */
    @Test
    void aChangeIsOfOneIdentityAndOfOnePlace() {
        refused(changed(change(ANOTHER, 1, NEXT, ROOT, NEXT)));
        refused(changed(change(IDENTITY, 2, NEXT, ROOT, NEXT)));
    }

    @Test
    void theRootKeyChangesEightTimesAtMost() throws MalformedException {
        List<Cbor> changes = new ArrayList<>();
        SigningKey last = ROOT;
        while (changes.size() < IdentityChain.MAX_ROOTS.max()) {
            last = follow(changes, last);
        }
        assertThat(IdentityChain.verify(chain(changes, device(IDENTITY), last, DEVICE))
                        .rootChanges())
                .isEqualTo(8);
        SigningKey ninth = follow(changes, last);
        refused(chain(changes, device(IDENTITY), ninth, DEVICE));
    }

    private static SigningKey follow(List<Cbor> changes, SigningKey last) {
        SigningKey next = key("root " + changes.size());
        changes.add(change(IDENTITY, changes.size() + 1, next, last, next));
        return next;
    }

    @Test
    void aStatementIsOfItsIdentityAndTheRootKeyMakesNoApplication() {
        refused(chain(List.of(), device(ANOTHER), ROOT, DEVICE));
        refused(chain(List.of(), application(), ROOT, DEVICE));
    }
}
