package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.testkit.Damage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        HostedInvitation kept = new HostedInvitation(
                Bytes.of(new byte[InvitationLink.ID]),
                "1234-5678",
                Role.WRITER,
                Instant.parse("2026-01-01T00:00:00Z"),
                3,
                1);
        assertThat(Damage.every(kept.encode().toArray(), 3, bytes -> HostedInvitation.decode(Bytes.of(bytes))))
                .isPositive();
    }
}
