package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InviteBenchTest {
    @Test
    void bothSidesAndTheWholeAreTimed() {
        InviteResult result = InviteBench.run(new Rounds(0, 1));
        assertThat(result.cpaceMs()).isPositive();
        assertThat(result.guestFirstMs()).isPositive();
        assertThat(result.hostFirstMs()).isPositive();
        assertThat(result.guestByCodeMs()).isPositive();
        assertThat(result.hostByCodeMs()).isPositive();
        assertThat(result.guestByLinkMs()).isPositive();
        assertThat(result.hostByLinkMs()).isPositive();
        assertThat(result.refusalT()).isFinite();
        assertThat(result.bareMs()).isPositive();
        assertThat(result.letInByCodeMs()).isPositive();
        assertThat(result.letInByLinkMs()).isPositive();
        assertThat(result.joinMs()).isGreaterThan(0);
        assertThat(result.ratio()).isPositive();
    }
}
