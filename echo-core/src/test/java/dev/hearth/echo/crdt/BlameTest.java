package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who wrote what shows, held against texts of which every character is another one. */
final class BlameTest {
    private static final int HISTORIES = 200;
    private static final int FIRST = 0x4E00;

    /** Replicas that edit a text, a scalar and a map, and merge now and then. */
    private static final class Edits {
        final Actors actors = new Actors();
        final List<LoggedChange> made = new ArrayList<>();
        final List<ObjectState> replicas = new ArrayList<>();
        final List<Integer> known = new ArrayList<>();
        final Map<Character, LoggedChange> writers = new HashMap<>();
        final Map<String, LoggedChange> values = new HashMap<>();
        final Random random;
        private char next = FIRST;

        Edits(long seed, int count) throws ChangeException {
            random = new Random(seed);
            for (int i = 0; i < count; i++) {
                actors.intern(World.key(i));
                replicas.add(new ObjectState(actors));
                known.add(0);
            }
            for (int i = 0; i < 60; i++) {
                int replica = random.nextInt(count);
                if (random.nextInt(3) == 0) {
                    merge(replica);
                }
                edit(replica);
            }
            for (int i = 0; i < count; i++) {
                merge(i);
            }
        }

        LoggedChange writer(char unit) {
            return Optional.ofNullable(writers.get(unit)).orElseThrow();
        }

        private void merge(int replica) throws ChangeException {
            for (LoggedChange change : made.subList(known.get(replica), made.size())) {
                if (change.actor() != replica) {
                    replicas.get(replica).apply(change.bytes(), change.actor(), change.lamport());
                }
            }
            known.set(replica, made.size());
        }

        private void edit(int replica) {
            ObjectState state = replicas.get(replica);
            long lamport = made.size() + 1L;
            Edit edit = state.edit(replica, lamport);
            StringBuilder typed = new StringBuilder();
            String value = "v" + made.size();
            switch (random.nextInt(4)) {
                case 0 -> edit.set("scalar", new Scalar.Str(value));
                case 1 -> edit.put("map", "k" + random.nextInt(3), new Scalar.Str(value));
                default -> {
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        int length = state.textLength("text");
                        if (length > 2 && random.nextInt(3) == 0) {
                            edit.deleteText("text", random.nextInt(length - 1), 2);
                        } else {
                            String some = String.valueOf(new char[] {next++, next++});
                            edit.insertText("text", random.nextInt(length + 1), some);
                            typed.append(some);
                        }
                    }
                }
            }
            LoggedChange change = new LoggedChange(replica, lamport, lamport, 0, edit.finish());
            typed.chars().forEach(unit -> writers.put((char) unit, change));
            values.put(value, change);
            made.add(change);
        }
    }

    @Test
    void everyCharacterAndValueIsThatOfTheChangeThatWroteIt() throws ChangeException {
        int spans = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Edits edits = new Edits(seed, 3);
            ChangeLog log = new ChangeLog(edits.actors);
            List<LoggedChange> arriving = new ArrayList<>(edits.made);
            Collections.shuffle(arriving, edits.random);
            arriving.forEach(log::add);
            ObjectState state = edits.replicas.get(0);
            String text = state.text("text");
            Blame blame = Blame.of(log, "text", Horizon.ALL);
            int end = 0;
            for (Blame.Span span : blame.spans()) {
                assertThat(span.from()).isEqualTo(end);
                end = span.to();
                for (int at = span.from(); at < end; at++) {
                    LoggedChange writer = edits.writer(text.charAt(at));
                    assertThat(span.origin().change()).as("seed %d", seed).contains(writer);
                    assertThat(span.origin().actor()).isEqualTo(writer.actor());
                }
            }
            assertThat(end).isEqualTo(text.length());
            spans += blame.spans().size();
            state.scalar("scalar")
                    .ifPresent(value ->
                            assertThat(value(log, "scalar")).isEqualTo(edits.values.get(((Scalar.Str) value).value())));
            Map<String, LoggedChange> entries = new TreeMap<>();
            state.map("map").forEach((key, value) -> entries.put(key, edits.values.get(((Scalar.Str) value).value())));
            Map<String, LoggedChange> found = new TreeMap<>();
            Blame.of(log, "map", Horizon.ALL)
                    .entries()
                    .forEach((key, origin) -> found.put(key, origin.change().orElseThrow()));
            assertThat(found).isEqualTo(entries);
        }
        assertThat(spans).isGreaterThan(HISTORIES);
    }

    private static LoggedChange value(ChangeLog log, String field) {
        try {
            return Blame.of(log, field, Horizon.ALL)
                    .value()
                    .orElseThrow()
                    .change()
                    .orElseThrow();
        } catch (ChangeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theAuthorsOutlastTheHistory() throws ChangeException {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Edits edits = new Edits(seed, 3);
            ObjectState state = edits.replicas.get(1);
            state.forgetHistory();
            ObjectState loaded = ObjectState.load(state.save(), edits.actors);
            String text = loaded.text("text");
            int end = 0;
            for (Blame.Span span : Blame.of(loaded, "text").spans()) {
                assertThat(span.origin().change()).isEmpty();
                for (int at = span.from(); at < span.to(); at++) {
                    assertThat(span.origin().actor())
                            .as("seed %d", seed)
                            .isEqualTo(edits.writer(text.charAt(at)).actor());
                }
                end = span.to();
            }
            assertThat(end).isEqualTo(text.length());
        }
    }

    @Test
    void aFirstContentIsThatOfTheChangeThatBroughtItFirst() throws ChangeException {
        Actors actors = new Actors();
        ChangeLog log = new ChangeLog(actors);
        List<LoggedChange> made = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int actor = actors.intern(World.key(i));
            Edit edit = new ObjectState(actors).edit(actor, 1);
            edit.beginText("text", "template");
            made.add(new LoggedChange(actor, 1, 1, 0, edit.finish()));
        }
        Collections.reverse(made);
        made.forEach(log::add);
        assertThat(Blame.of(log, "text", Horizon.ALL).spans())
                .containsExactly(new Blame.Span(
                        0, 8, Blame.of(log, "text", Horizon.ALL).spans().get(0).origin()))
                .allSatisfy(span -> assertThat(span.origin().change())
                        .contains(log.changes().get(0)));
        assertThat(actors.isDevice(Blame.of(log, "text", Horizon.ALL)
                        .spans()
                        .get(0)
                        .origin()
                        .actor()))
                .isFalse();
        assertThat(actors.isDevice(made.get(0).actor())).isTrue();
        assertThat(Blame.of(log, "other", Horizon.ALL).spans()).isEmpty();
        assertThat(Blame.of(log, "other", Horizon.ALL).value()).isEmpty();
    }

    @Test
    void ofWhatCameBeforeTheBeginningOfTheLogTheAuthorsAreKnown() throws ChangeException {
        Actors actors = new Actors();
        int before = actors.intern(World.key(0));
        int since = actors.intern(World.key(1));
        ObjectState state = new ObjectState(actors);
        Edit first = state.edit(before, 1);
        first.insertText("text", 0, "old");
        first.finish();
        state.forgetHistory();
        byte[] base = state.save();
        Edit later = state.edit(since, 2);
        later.insertText("text", 3, "new");
        LoggedChange change = new LoggedChange(since, 1, 2, 0, later.finish());
        ChangeLog log = new ChangeLog(actors, base);
        log.add(change);
        assertThat(Blame.of(log, "text", Horizon.ALL).spans())
                .containsExactly(
                        new Blame.Span(0, 3, new Blame.Origin(before, Optional.empty())),
                        new Blame.Span(3, 6, new Blame.Origin(since, Optional.of(change))));
    }

    @Test
    void ofAPurgedObjectNothingIsAnybodys() throws ChangeException {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(actor, 1);
        edit.insertText("text", 0, "gone");
        edit.set("title", new Scalar.Str("gone"));
        edit.finish();
        Edit purge = state.edit(actor, 2);
        purge.purge();
        purge.finish();
        assertThat(Blame.of(state, "text").spans()).isEmpty();
        assertThat(Blame.of(state, "title").value()).isEmpty();
    }
}
