package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.testkit.Damage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read from the disk and from strangers, damaged in every way. */
final class DamagedInputTest {
    private final LocalIdentity ann = People.person("Ann");

    @Test
    void identityChainsAreRefused() {
        byte[] chain = ann.chain().encoded().toArray();
        int inputs = Damage.every(chain, 1, bytes -> IdentityChain.verify(Bytes.of(bytes)));
        assertThat(inputs).as("every change breaks a signature").isGreaterThan(10 * chain.length);
    }

    @Test
    void statementsAreReadOrRefused() {
        for (Statement statement : List.of(
                new Statement.Genesis(ann.chain(), Bytes.of(new byte[16])),
                new Statement.Genesis(ann.chain(), Bytes.of(new byte[16]), Suite.CLASSICAL, HistoryPolicy.SINCE_JOIN),
                new Statement.Start(ann.device(), Map.of(ann.device(), 300L)),
                new Statement.ChangeRole(ann.id(), Role.ADMIN),
                new Statement.Profile(ann.id(), new IdentityName("Ann Lee", 300)),
                new Statement.Invite(
                        InvitationKey.generate(People.SEAMS.random()).publicKey(), TestDesk.terms(3)),
                new Statement.CancelInvite(Bytes.of(new byte[InvitationLink.ID])),
                new Statement.Admit(ann.chain(), Role.WRITER, Optional.of(Bytes.of(new byte[InvitationLink.ID]))),
                new Statement.Transfer(ann.chain()))) {
            assertThat(Damage.every(
                            statement.encode().encode().toArray(),
                            2,
                            bytes -> Statement.decode(Cbor.decode(Bytes.of(bytes)))))
                    .isPositive();
        }
    }

    @Test
    void keptInvitationsAreReadOrRefused() {
        InvitationTerms terms = TestDesk.onApproval(3);
        InvitationKey key = InvitationKey.generate(People.SEAMS.random());
        for (HostedInvitation kept : List.of(
                HostedInvitation.byCode(terms, People.SEAMS.random()).afterDecline(ann.id()),
                HostedInvitation.byLink(terms, key).afterAsking(ann.chain(), TestDesk.NOW))) {
            assertThat(Damage.every(kept.encode().toArray(), 3, bytes -> HostedInvitation.decode(Bytes.of(bytes))))
                    .isPositive();
        }
    }
}
