package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Finding;
import dev.hearth.echo.VerifyReport;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a verification found is kept within limits, and the rest is counted. */
class DamageTest {
    private static final DeviceId FEED = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));

    private final Damage damage = new Damage();

    private static ObjectId object(int number) {
        return new ObjectId(
                Bytes.of(ByteBuffer.allocate(ObjectId.SIZE).putInt(number).array()));
    }

    private static Hash hash(int number) {
        return new Hash(Bytes.of(ByteBuffer.allocate(Hash.SIZE).putInt(number).array()));
    }

    @Test
    void whatIsBeyondTheLimitIsCountedAndLeftToTheNextRepair() {
        int many = Damage.MOST_OBJECTS + 1;
        for (int i = 0; i < many; i++) {
            assertThat(damage.object(Finding.Kind.OBJECT, object(i), "It can't be read."))
                    .isTrue();
            damage.unlisted(object(i), "It is not listed where it belongs.");
            damage.stray(object(i), object(i).value().toArray());
            damage.chunk(hash(i), "It is not what its hash says.");
        }
        assertThat(damage.objects()).hasSize(Damage.MOST_OBJECTS);
        assertThat(damage.unlisted()).hasSize(Damage.MOST_OBJECTS);
        assertThat(damage.strayEntries()).hasSize(Damage.MOST_OBJECTS);
        assertThat(damage.chunks()).hasSize(Damage.MOST_OBJECTS);
        assertThat(damage.findings()).hasSize(VerifyReport.MOST_FINDINGS);
        assertThat(damage.more()).isEqualTo(4L * many - VerifyReport.MOST_FINDINGS);
    }

    @Test
    void anObjectAndAnIndexAreToldOfOnce() {
        assertThat(damage.object(Finding.Kind.OBJECT, object(1), "It can't be read."))
                .isTrue();
        assertThat(damage.object(Finding.Kind.HISTORY, object(1), "Its history can't be read."))
                .isFalse();
        damage.index(1, "an index", "Its keys are not in order.");
        damage.index(1, "an index", "It can't be read.");
        assertThat(damage.findings())
                .extracting(Finding::what)
                .containsExactly("It can't be read.", "Its keys are not in order.");
    }

    @Test
    void stretchesOfOneFeedAreOneGapAndHoldUpItsObjects() {
        damage.gap(FEED, 3, 3, "It can't be read.");
        damage.gap(FEED, 7, 9, "It can't be read.");
        assertThat(damage.findings())
                .extracting(Finding::where)
                .containsExactly(FEED + " block 3", FEED + " block 7 to 9");
        assertThat(damage.gaps()).containsEntry(FEED, new Gaps.Gap(3, 9));
        damage.object(Finding.Kind.OBJECT, object(1), "It can't be read.");
        assertThat(damage.findings().get(2).repairable()).isFalse();
    }
}
