package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.crdt.ChangeException;
import org.junit.jupiter.api.Test;

/** Nothing is lost in any case that the comparison with other engines shows. */
final class SemanticsTest {
    @Test
    void everyCasePasses() throws ChangeException {
        assertThat(Semantics.all())
                .hasSize(14)
                .allSatisfy(each -> assertThat(each.passed())
                        .as("%s: %s", each.name(), each.outcome())
                        .isTrue());
    }
}
