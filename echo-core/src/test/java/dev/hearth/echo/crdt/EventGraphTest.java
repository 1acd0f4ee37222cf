package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which events a history knows whose beginning lies compressed elsewhere. */
final class EventGraphTest {
    private static final int ANN = 3;
    private static final int BOB = 4;
    private static final int NOBODY = 5;

    /** Ann made two events and Bob then one; of these only the frontier is known. */
    private final EventGraph graph = new EventGraph(new OpLog());

    private void begin() {
        graph.actorStands(ANN, 2, 0);
        graph.actorStands(BOB, 1, 0);
        graph.addHead(2, BOB, 0);
        graph.beginAt(3, 3);
    }

    @Test
    void eventsBeforeTheBeginningAreNotHeld() {
        begin();
        assertThat(graph.event(ANN, 1)).isEqualTo(-1);
        assertThat(graph.event(BOB, 0)).isEqualTo(-1);
        assertThat(graph.nextSeq(ANN)).isEqualTo(2);
        assertThat(graph.frontierHas(BOB, 0)).isTrue();
    }

    @Test
    void eventsSinceTheBeginningAreFoundByTheirNumbers() {
        begin();
        assertThat(graph.appendAfterFrontier(ANN, 2)).isTrue();
        assertThat(graph.appendAfterFrontier(ANN, 1)).isFalse();
        assertThat(graph.event(ANN, 1)).isEqualTo(-1);
        assertThat(graph.event(ANN, 2)).isEqualTo(3);
        assertThat(graph.event(ANN, 4)).isEqualTo(5);
        assertThat(graph.event(BOB, 0)).isEqualTo(-1);
    }

    @Test
    void numbersOfNoEventAreNotFound() {
        begin();
        graph.appendAfterFrontier(ANN, 2);
        assertThat(graph.event(ANN, 4)).isEqualTo(-1);
        assertThat(graph.event(ANN, -1)).isEqualTo(-1);
        assertThat(graph.event(ANN, Integer.MIN_VALUE)).isEqualTo(-1);
        assertThat(graph.event(NOBODY, 0)).isEqualTo(-1);
    }
}
