package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.HearthException;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What connected devices say of themselves: who hears it, how long, and what never happens. */
final class PresenceTest {
    /** Where somebody is. */
    @Type("Caret")
    record Caret(String page, int at) {}

    /** The same type as another program has it. */
    @Type("Caret")
    record NarrowCaret(int page) {}

    /** Another kind. */
    record Typing(@Length(max = 10) String where) {}

    private static final Caret HERE = new Caret("intro", 3);

    private final ClockedSeams seams = new ClockedSeams(1);
    private final TestSpace space = new TestSpace(1);
    private final List<Device> devices = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    private final class Device {
        final TestSpace.Member member = space.member(TestSpace.device(devices.size()));
        final EchoDatabase database =
                EchoDatabase.open(new MemoryStore(), member, member, seams, DatabaseOptions.defaults());
        final Presence<Caret> carets = database.presence(Caret.class);

        DeviceId id() {
            return member.self();
        }
    }

    private Device device() {
        Device added = new Device();
        devices.add(added);
        return added;
    }

    /** A connection that carries frames when the test says so. */
    private final class Link {
        final End first;
        final End second;

        Link(Device one, Device two) {
            first = new End();
            second = new End();
            first.other = second;
            second.other = first;
            first.link = one.database.exchangePresence(two.id(), first);
            second.link = two.database.exchangePresence(one.id(), second);
            links.add(this);
        }

        void cut() {
            links.remove(this);
            first.end();
            second.end();
        }
    }

    private static final class End implements ReplicaPort {
        private @Nullable End other;
        private @Nullable FrameLink link;
        private final Deque<Bytes> inbox = new ArrayDeque<>();
        private Optional<String> failure = Optional.empty();
        private boolean ended;
        private int sent;

        @Override
        public boolean send(Bytes frame) {
            if (!writable()) {
                return false;
            }
            sent++;
            return required(other).inbox.add(frame);
        }

        @Override
        public boolean writable() {
            return !ended && required(other).inbox.isEmpty();
        }

        @Override
        public void failed(String reason) {
            failure = Optional.of(reason);
            end();
        }

        private void end() {
            ended = true;
            inbox.clear();
            required(link).close();
        }

        private boolean hear() {
            Bytes frame = inbox.poll();
            if (frame == null || ended) {
                return false;
            }
            required(link).received(frame);
            required(required(other).link).writable();
            return true;
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not linked yet");
        }
        return value;
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = seams.step();
            for (Link link : links) {
                busy |= link.first.hear();
                busy |= link.second.hear();
            }
        }
    }

    private void pass(long seconds) {
        for (long second = 0; second < seconds; second++) {
            seams.passWithTimers(Duration.ofSeconds(1));
            settle();
        }
    }

    @Test
    void whoIsConnectedHearsWhatIsSaidAndWhatWasSaidBefore() {
        Device one = device();
        Device two = device();
        new Link(one, two);
        one.carets.set(HERE);
        settle();
        assertThat(two.carets.others()).isEqualTo(Map.of(one.id(), HERE));
        assertThat(one.carets.others()).isEmpty();
        Device late = device();
        new Link(one, late);
        settle();
        assertThat(late.carets.others()).isEqualTo(Map.of(one.id(), HERE));
        one.carets.clear();
        settle();
        assertThat(two.carets.others()).isEmpty();
        assertThat(late.carets.others()).isEmpty();
    }

    @Test
    void listenersHearOfEachChangeOnceAndInOrder() {
        Device one = device();
        Device two = device();
        List<PresenceChange<Caret>> heard = new ArrayList<>();
        var subscription = two.carets.onChange(Runnable::run, heard::add);
        Link link = new Link(one, two);
        one.carets.set(HERE);
        settle();
        one.carets.set(HERE);
        settle();
        one.carets.set(new Caret("end", 9));
        settle();
        link.cut();
        settle();
        assertThat(heard)
                .containsExactly(
                        new PresenceChange<>(one.id(), Optional.of(HERE)),
                        new PresenceChange<>(one.id(), Optional.of(new Caret("end", 9))),
                        new PresenceChange<>(one.id(), Optional.empty()));
        subscription.close();
        new Link(one, two);
        settle();
        assertThat(two.carets.others()).hasSize(1);
        assertThat(heard).hasSize(3);
    }

    @Test
    void whatGoesOnIsRenewedAndWhatHasATimeEnds() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        one.carets.set(HERE);
        one.database.presence(Typing.class).set(new Typing("intro"), Duration.ofSeconds(3));
        settle();
        assertThat(two.database.presence(Typing.class).others()).hasSize(1);
        pass(3);
        assertThat(two.database.presence(Typing.class).others()).isEmpty();
        pass(600);
        assertThat(two.carets.others()).isEqualTo(Map.of(one.id(), HERE));
        one.database.presence(Typing.class).set(new Typing("intro"), Duration.ofSeconds(2));
        one.database.presence(Typing.class).set(new Typing("end"));
        pass(60);
        assertThat(two.database.presence(Typing.class).others().values()).containsExactly(new Typing("end"));
        link.cut();
        settle();
        assertThat(two.carets.others()).isEmpty();
    }

    @Test
    void aDeviceThatFallsSilentIsForgotten() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        one.carets.set(HERE);
        settle();
        links.remove(link); // nothing is carried any more, and nobody says so
        pass(14);
        assertThat(two.carets.others()).hasSize(1);
        pass(1);
        assertThat(two.carets.others()).isEmpty();
    }

    @Test
    void onlyTheNewestIsSentOverASlowChannel() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        for (int at = 0; at < 1_000; at++) {
            one.carets.set(new Caret("intro", at));
        }
        while (seams.step()) {
            assertThat(link.first.sent).isLessThanOrEqualTo(1); // the channel is busy with the first
        }
        settle();
        assertThat(two.carets.others()).isEqualTo(Map.of(one.id(), new Caret("intro", 999)));
        assertThat(link.first.sent).isEqualTo(2);
    }

    @Test
    void nothingIsStoredAndWhoClosesTakesItBack() {
        Device one = device();
        Device two = device();
        new Link(one, two);
        one.carets.set(HERE);
        settle();
        one.database.close();
        settle();
        assertThat(two.database.version()).isEqualTo(new Version(new java.util.TreeMap<>()));
        assertThat(two.carets.others()).isEmpty();
    }

    @Test
    void valuesOfAnotherProgramThatDoNotFitAreNotShown() {
        Device one = device();
        Device two = device();
        new Link(one, two);
        one.carets.set(HERE);
        settle();
        assertThat(two.database.presence(NarrowCaret.class).others()).isEmpty();
        assertThat(two.carets.others()).hasSize(1);
    }

    @Test
    void wrongUseIsRefused() {
        Device one = device();
        assertThatThrownBy(() -> one.carets.set(new Caret("x".repeat(Presence.MAX_BYTES), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384");
        assertThatThrownBy(() -> one.carets.set(HERE, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.carets.set(HERE, Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.database.presence(Typing.class).set(new Typing("far too long a place")))
                .isInstanceOf(HearthException.class);
    }

    @Test
    void whoSaysNoiseIsCutOff() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        required(link.second.link).received(Bytes.fromHex("09"));
        assertThat(link.second.failure).hasValue("Presence frame of an unknown kind");
    }

    /** At random: after all has settled everyone shows what everyone connected said last, and nothing else. */
    @Test
    void everyoneShowsWhatConnectedDevicesSaidLast() {
        for (long seed = 1; seed <= 50; seed++) {
            PresenceTest world = new PresenceTest();
            world.scenario(new Random(seed), seed);
        }
    }

    private void scenario(Random random, long seed) {
        for (int i = 0; i < 4; i++) {
            device();
        }
        Map<DeviceId, Caret> said = new HashMap<>();
        Map<List<Integer>, Link> connected = new HashMap<>();
        for (int step = 0; step < 120; step++) {
            Device device = devices.get(random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    Caret caret = new Caret("p" + random.nextInt(3), random.nextInt(50));
                    device.carets.set(caret);
                    said.put(device.id(), caret);
                }
                case 2 -> {
                    device.carets.clear();
                    said.remove(device.id());
                }
                case 3 -> {
                    int a = random.nextInt(3);
                    int b = a + 1 + random.nextInt(3 - a);
                    connected.computeIfAbsent(List.of(a, b), pair -> new Link(devices.get(a), devices.get(b)));
                }
                case 4 -> {
                    List<List<Integer>> pairs = new ArrayList<>(connected.keySet());
                    if (!pairs.isEmpty()) {
                        required(connected.remove(pairs.get(random.nextInt(pairs.size()))))
                                .cut();
                    }
                }
                default -> pass(random.nextInt(8));
            }
        }
        settle();
        for (int i = 0; i < 4; i++) {
            Map<DeviceId, Caret> expected = new HashMap<>();
            for (List<Integer> pair : connected.keySet()) {
                if (pair.contains(i)) {
                    DeviceId other = devices.get(pair.get(0) + pair.get(1) - i).id();
                    Optional.ofNullable(said.get(other)).ifPresent(caret -> expected.put(other, caret));
                }
            }
            assertThat(devices.get(i).carets.others())
                    .as("seed %d, device %d", seed, i)
                    .isEqualTo(expected);
        }
    }

    private static Bytes frame(String type, long at, int millis) {
        Actors actors = new Actors();
        Edit edit = new ObjectState(actors).edit(actors.intern(new byte[32]), 1);
        edit.set("at", new Scalar.Int(at));
        return new dev.hearth.base.ByteWriter()
                .u8(1)
                .sized(type.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .varint(millis)
                .raw(edit.finish())
                .toBytes();
    }

    private static Bytes gone(String type) {
        return new dev.hearth.base.ByteWriter()
                .u8(2)
                .sized(type.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toBytes();
    }

    /** A device that has said as much as it may can still say another thing of one of its kinds, or nothing more. */
    @Test
    void whoHasSaidAllKindsMayChangeEachOfThem() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        for (int i = 0; i < Presence.MAX_TYPES; i++) {
            required(link.second.link).received(frame("t" + i, i, 10_000));
        }
        required(link.second.link).received(frame("t1", 77, 10_000));
        required(link.second.link).received(gone("never said"));
        required(link.second.link).received(gone("t2"));
        required(link.second.link).received(frame("another", 1, 10_000));
        settle();
        assertThat(link.second.failure).isEmpty();
        required(link.second.link).received(frame("one too many", 1, 10_000));
        settle();
        assertThat(link.second.failure).hasValue("Presence of more than " + Presence.MAX_TYPES + " types");
    }

    /** What was said over a second connection with the same device stays when the first one ends. */
    @Test
    void whatWasSaidOverAnotherConnectionStays() {
        Device one = device();
        Device two = device();
        Link first = new Link(one, two);
        one.carets.set(HERE);
        settle();
        Link second = new Link(one, two);
        settle();
        first.cut();
        settle();
        assertThat(two.carets.others()).containsEntry(one.id(), HERE);
        second.cut();
        settle();
        assertThat(two.carets.others()).isEmpty();
    }

    /** Between two ticks of the clock what has outlived its time is not shown any more. */
    @Test
    void whatHasOutlivedItsTimeIsNotShownThoughNobodyTookItAway() {
        Device one = device();
        Device two = device();
        Link link = new Link(one, two);
        one.carets.set(HERE, Duration.ofSeconds(2));
        settle();
        assertThat(two.carets.others()).hasSize(1);
        seams.pass(Duration.ofSeconds(3));
        assertThat(two.carets.others()).isEmpty();
        link.cut();
        required(link.second.link).received(frame("Caret", 1, 10_000));
        settle();
        assertThat(two.carets.others()).isEmpty();
    }
}
