package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which strata yield, and which forged ones, whose checksums fit, are refused. */
final class StratumTest {
    private static final byte[] NOTHING_DONE = {};
    private static final long MOST = Long.MAX_VALUE;
    private static final int PRESENT_LENGTH = 15;

    private final List<byte[]> keys = new ArrayList<>();
    /** Of each change: rank, number's step, Lamport step, level, length. */
    private final List<long[]> heads = new ArrayList<>();

    private byte[] columns = new byte[PRESENT_LENGTH];
    private int version = 1;

    @BeforeEach
    void beginWithOneEmptyChange() {
        keys.add(World.key(0));
        heads.add(new long[] {0, 0, 1, 0, 0});
    }

    private byte[] forged() {
        ByteSink out = new ByteSink();
        out.u8(version);
        out.varint(keys.size());
        keys.forEach(out::raw);
        for (int column = 0; column < 5; column++) {
            ByteSink numbers = new ByteSink();
            for (long[] head : heads) {
                numbers.varint(head[column]);
            }
            Columns.write(out, numbers.toByteArray());
        }
        out.raw(columns);
        return Checksums.ofState(out.toByteArray());
    }

    private void requireTaken() throws ChangeException {
        Actors actors = new Actors();
        assertThat(Stratum.decode(forged(), actors).encode(actors)).isEqualTo(forged());
    }

    private void requireRefused(String why) {
        assertThatThrownBy(() -> Stratum.decode(forged(), new Actors()))
                .isInstanceOf(ChangeException.class)
                .hasMessage(why);
    }

    private void change(long... head) {
        heads.add(head);
    }

    /** Lets the only change be this one, and returns it. */
    private byte[] changeOf(Pair.Work work) throws ChangeException {
        byte[] change = Pair.edit(new Pair().one, 0, 1, work);
        ChangeColumns.Splitter splitter = new ChangeColumns.Splitter();
        splitter.add(change);
        ByteSink out = new ByteSink();
        splitter.write(out);
        columns = out.toByteArray();
        heads.get(0)[4] = change.length;
        return change;
    }

    @Test
    void whatIsForgedRightIsTaken() throws ChangeException {
        requireTaken();
        keys.add(World.key(1));
        change(1, 5, 0, 0, 0);
        change(0, 3, MOST - 1, 2, 0);
        requireTaken();
    }

    @Test
    void anotherVersionIsRefused() {
        version = 2;
        requireRefused("The format of a stratum is not known");
    }

    @Test
    void actorsAreNamedOnceInOrderAndForAReason() {
        keys.add(World.key(1));
        requireRefused("A stratum names an actor without changes");
        change(1, 0, 0, 0, 0);
        keys.set(1, World.key(0));
        requireRefused("Actors are out of order");
        keys.set(0, World.key(1));
        requireRefused("Actors are out of order");
    }

    @Test
    void anActorThatIsNotNamedIsRefused() {
        change(1, 0, 1, 0, 0);
        requireRefused("A stratum is out of order");
    }

    @Test
    void aLevelThatNoHashMakesIsRefused() throws ChangeException {
        heads.get(0)[3] = Stratum.MOST_LEVEL;
        requireTaken();
        heads.get(0)[3] = Stratum.MOST_LEVEL + 1;
        requireRefused("A stratum is out of order");
    }

    @Test
    void numbersOfBlocksDoNotOverflow() throws ChangeException {
        heads.get(0)[1] = MOST - 1;
        requireTaken();
        heads.get(0)[1] = MOST;
        requireRefused("A stratum is out of order");
        heads.get(0)[1] = -1;
        requireRefused("A stratum is out of order");
        heads.get(0)[1] = MOST - 1;
        change(0, 0, 1, 0, 0);
        requireRefused("A stratum is out of order");
    }

    @Test
    void lamportTimesDoNotOverflow() throws ChangeException {
        heads.get(0)[2] = MOST;
        requireTaken();
        change(0, 0, 1, 0, 0);
        requireRefused("A stratum is out of order");
        heads.get(1)[2] = -1;
        requireRefused("A stratum is out of order");
    }

    @Test
    void changesOfOneTimeStandInTheOrderOfTheirActors() throws ChangeException {
        keys.add(World.key(1));
        change(1, 0, 0, 0, 0);
        requireTaken();
        heads.get(0)[0] = 1;
        requireRefused("A stratum is out of order");
        heads.get(1)[0] = 0;
        requireRefused("A stratum is out of order");
    }

    @Test
    void whatIsCutElsewhereIsRefused() throws ChangeException {
        change(0, 0, 1, 1, 0);
        requireTaken();
        change(0, 0, 1, 0, 0);
        requireRefused("A stratum is not cut where it should be");
    }

    @Test
    void aStratumOfNothingIsRefused() {
        keys.clear();
        heads.clear();
        requireRefused("A stratum is not cut where it should be");
    }

    @Test
    void aChangeTakesWhatItStates() throws ChangeException {
        byte[] change = changeOf(edit -> edit.set("f", new Scalar.Int(1_000)));
        requireTaken();
        heads.get(0)[4] = change.length + 1L;
        requireRefused("A change is longer than its columns");
        heads.get(0)[4] = change.length - 1L;
        requireRefused("A change is longer than stated");
        heads.get(0)[4] = 0;
        requireRefused("Bytes follow the end");
    }

    @Test
    void aColumnThatIsPresentHoldsSomething() {
        columns = new byte[PRESENT_LENGTH + 1];
        columns[0] = 1;
        requireRefused("A column of changes is empty");
    }

    @Test
    void bytesBehindAreRefused() {
        columns = new byte[PRESENT_LENGTH + 1];
        requireRefused("Bytes follow the end");
    }

    @Test
    void aStratumYieldsToBoundariesNotBelowItsOwnAndToWhatBelongsIntoIt() {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        List<Stratum> strata = Stratum.cut(List.of(logged(actor, 1, 5, 2), logged(actor, 2, 6, 0)));
        Stratum closed = strata.get(0);
        Stratum loose = strata.get(1);
        assertThat(closed.yields(List.of(), actors)).isFalse();
        assertThat(closed.yields(List.of(logged(actor, 3, 7, 1)), actors)).isFalse();
        assertThat(closed.yields(List.of(logged(actor, 3, 7, 2)), actors)).isTrue();
        int other = actors.intern(World.key(1));
        assertThat(closed.yields(List.of(logged(other, 1, 5, 0)), actors)).isFalse();
        assertThat(closed.yields(List.of(logged(other, 1, 4, 0)), actors)).isTrue();
        assertThat(loose.yields(List.of(), actors)).isTrue();
    }

    private static LoggedChange logged(int actor, long seq, long lamport, int level) {
        return new LoggedChange(actor, seq, lamport, level, NOTHING_DONE);
    }

    @Test
    void whatIsNoChangeIsNotStored() {
        Actors actors = new Actors();
        LoggedChange malformed = new LoggedChange(actors.intern(World.key(0)), 1, 1, 0, new byte[] {-1});
        Stratum stratum = Stratum.cut(List.of(malformed)).get(0);
        assertThatThrownBy(() -> stratum.encode(actors)).isInstanceOf(IllegalArgumentException.class);
    }
}
