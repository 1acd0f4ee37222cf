package dev.hearth.mesh.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers to connect over TCP as a peer could send them. */
final class TcpOfferTest {
    @Test
    void damagedOffersAreReadOrRefused() {
        TcpOffer offer = new TcpOffer(
                Bytes.of(new byte[TcpOffer.TOKEN]),
                Bytes.of(new byte[Hash.SIZE]),
                40_000,
                List.of("127.0.0.1", "10.0.0.1"));
        assertThat(Damage.every(offer.encode().toArray(), 3, bytes -> TcpOffer.decode(Bytes.of(bytes))))
                .isPositive();
    }
}
