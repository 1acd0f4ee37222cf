package dev.hearth.echo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What becomes of data where other engines lose some: two people do what does not go together, text is cut within a
 * character, bytes are damaged. Each case says what came out and whether nothing was lost. The main method prints them
 * as lines of tabs, for the table that stands beside the others' (testing/benchmarks/semantics.sh).
 */
final class Semantics {
    private static final String TEXT = "t";
    private static final String MAP = "m";
    private static final String LIST = "l";
    private static final int PLACES = 200;
    private static final int FLIP = 0x15;
    private static final int BLOCKS_FRAME = 3;
    private static final int PASTED = 10_000_000;

    private Semantics() {}

    /**
     * One case.
     *
     * @param name what happens, in the words of the script that shows the others
     * @param outcome what came out
     * @param passed whether nothing was lost
     */
    record Case(String name, String outcome, boolean passed) {}

    /** Prints all cases; exits with 1 when one did not pass. */
    public static void main(String[] arguments) throws ChangeException {
        boolean passed = true;
        for (Case each : all()) {
            System.out.println(each.name() + "\t" + each.outcome() + "\t" + (each.passed() ? "pass" : "FAIL"));
            passed &= each.passed();
        }
        if (!passed) {
            System.exit(1);
        }
    }

    static List<Case> all() throws ChangeException {
        List<Case> cases = new ArrayList<>();
        cases.add(typing("forward typing at the same place", true));
        cases.add(typing("backward typing (prepend) at the same place", false));
        cases.add(removalAgainstWrite(true));
        cases.add(removalAgainstWrite(false));
        cases.add(deletionAgainstEdit());
        cases.add(listMadeTwice());
        cases.add(itemMovedTwice());
        cases.add(cycle());
        cases.add(withinACharacter());
        cases.add(halfACharacter());
        cases.add(disorder());
        cases.add(paste(PASTED));
        cases.add(damagedFile());
        cases.add(damagedBlock());
        return cases;
    }

    /** Two people who have an object in common, and are apart until {@link #meet}. */
    private static final class Pair {
        final TestPeers peers;
        final ObjectId object;

        Pair() {
            this(object -> {});
        }

        Pair(Consumer<DynamicObject> start) {
            peers = new TestPeers(7, 2);
            DynamicObject made = peers.database(0).create("Thing");
            start.accept(made);
            object = made.id();
            meet();
            peers.cutAll();
        }

        DynamicObject of(int person) {
            return peers.database(person).object(object).orElseThrow();
        }

        void each(BiConsumer<Integer, DynamicObject> work) {
            work.accept(0, of(0));
            work.accept(1, of(1));
        }

        void meet() {
            peers.linkAll();
            peers.settle();
        }
    }

    private static Case typing(String name, boolean forward) {
        Pair pair = new Pair();
        for (int i = 0; i < 4; i++) {
            int at = forward ? i : 0;
            pair.each((person, object) -> object.text(TEXT).insert(at, person == 0 ? "a" : "b"));
        }
        pair.meet();
        String text = pair.of(0).text(TEXT).value();
        boolean together = text.equals("aaaabbbb") || text.equals("bbbbaaaa");
        return new Case(
                name,
                (together ? "contiguous: " : "INTERLEAVED: ") + text,
                together && text.equals(pair.of(1).text(TEXT).value()));
    }

    private static Case removalAgainstWrite(boolean greater) {
        Pair pair = new Pair(object -> object.map(MAP).put("k", "old"));
        boolean secondIsGreater =
                device(pair, 1).value().compareTo(device(pair, 0).value()) > 0;
        int setter = greater == secondIsGreater ? 1 : 0;
        pair.of(1 - setter).map(MAP).remove("k");
        pair.of(setter).map(MAP).put("k", "new");
        pair.meet();
        String values = pair.of(0).map(MAP).values().toString();
        return new Case(
                "map: delete(k) || set(k,new) (setter has the " + (greater ? "higher" : "lower") + " id)",
                values,
                values.equals("{k=new}")
                        && values.equals(pair.of(1).map(MAP).values().toString()));
    }

    private static DeviceId device(Pair pair, int person) {
        return pair.peers.peer(person).device;
    }

    private static Case deletionAgainstEdit() {
        Pair pair = new Pair(object -> object.set("title", "x"));
        pair.peers.database(0).delete(pair.object);
        pair.of(1).set("title", "edited");
        pair.meet();
        boolean deleted = pair.of(0).deleted() && pair.of(1).deleted();
        pair.peers.database(0).restore(pair.object);
        pair.meet();
        String restored = String.valueOf(pair.of(0).get("title").orElse("nothing"));
        return new Case(
                "delete object || edit a field inside it",
                "deleted; restored, its title is " + restored,
                deleted && restored.equals("edited") && !pair.of(1).deleted());
    }

    private static Case listMadeTwice() {
        Pair pair = new Pair();
        pair.each((person, object) -> object.list(LIST).add(person + 1L));
        pair.meet();
        List<Object> items = pair.of(0).list(LIST).values();
        return new Case(
                "both create a list under the same new key and push one item",
                "one list: " + items,
                items.size() == 2
                        && items.containsAll(List.of(1L, 2L))
                        && items.equals(pair.of(1).list(LIST).values()));
    }

    private static Case itemMovedTwice() {
        Pair pair = new Pair(object -> object.list(LIST).insert(0, 1L, 2L, 3L));
        pair.each((person, object) -> object.list(LIST).move(0, 2));
        pair.meet();
        List<Object> items = pair.of(0).list(LIST).values();
        return new Case(
                "both move the same list element ([1,2,3], 1 -> end)",
                items.toString(),
                items.equals(List.of(2L, 3L, 1L))
                        && items.equals(pair.of(1).list(LIST).values()));
    }

    private static Case cycle() {
        TestPeers peers = new TestPeers(7, 2);
        ObjectId a = peers.database(0).create("Folder").id();
        ObjectId b = peers.database(0).create("Folder").id();
        peers.database(0).hierarchy().placeAtTop(a, 0);
        peers.database(0).hierarchy().placeAtTop(b, 1);
        peers.linkAll();
        peers.settle();
        peers.cutAll();
        peers.database(0).hierarchy().place(a, b, 0);
        peers.database(1).hierarchy().place(b, a, 0);
        peers.linkAll();
        peers.settle();
        Hierarchy tree = peers.database(0).hierarchy();
        List<ObjectId> top = tree.top();
        boolean whole = top.size() == 1
                && top.equals(peers.database(1).hierarchy().top())
                && tree.children(top.get(0)).equals(List.of(top.get(0).equals(a) ? b : a));
        String shape = top.isEmpty() ? "nothing at the top" : top.get(0).equals(a) ? "a>b" : "b>a";
        return new Case("tree: move a under b || move b under a", "converged " + shape, whole);
    }

    private static Case withinACharacter() {
        Pair pair = new Pair(object -> object.text(TEXT).insert(0, "a😀b"));
        String refusal = refusal(() -> pair.of(0).text(TEXT).insert(2, "x"));
        return new Case(
                "insert 'x' into the middle of an emoji (UTF-16 index 2 of 'a😀b')",
                refusal + ", the text stays " + pair.of(0).text(TEXT).value(),
                refusal.equals("refused") && pair.of(0).text(TEXT).value().equals("a😀b"));
    }

    private static Case halfACharacter() {
        Pair pair = new Pair();
        String refusal = refusal(() -> pair.of(0).text(TEXT).insert(0, "a\ud83db"));
        return new Case(
                "insert a lone surrogate \"\\ud83d\" and save/load",
                refusal,
                refusal.equals("refused") && pair.of(0).text(TEXT).value().isEmpty());
    }

    private static String refusal(Runnable edit) {
        try {
            edit.run();
            return "accepted";
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    /** Three peers linked with each other: frames arrive in random order from two sides, and now and then twice. */
    private static Case disorder() {
        TestPeers peers = new TestPeers(7, 3);
        ObjectId object = peers.database(0).create("Thing").id();
        peers.linkAll();
        for (String letter : List.of("a", "b", "c")) {
            TextField text = peers.database(0).text(object, TEXT);
            text.insert(text.length(), letter);
            peers.step();
        }
        peers.settle();
        String there = peers.database(2).text(object, TEXT).value();
        return new Case("out-of-order + duplicate delivery (u3,u1,u3,u2,u1)", there, there.equals("abc"));
    }

    /** Pastes so many units and deletes them. */
    static Case paste(int units) throws ChangeException {
        String pasted = "lorem ipsum dolor sit amet 0123456789\n".repeat(units / 38);
        Actors actors = new Actors();
        ObjectState state = new ObjectState(actors);
        int actor = actors.intern(new byte[Actors.KEY_LENGTH]);
        Edit paste = state.edit(actor, 1);
        paste.insertText(TEXT, 0, pasted);
        paste.finish();
        Edit deletion = state.edit(actor, 2);
        deletion.deleteText(TEXT, 0, pasted.length());
        deletion.finish();
        byte[] saved = state.save();
        return new Case(
                "paste 10 MB, then delete it all: cpu, file size afterwards",
                saved.length + " B with the history",
                ObjectState.load(saved, actors).text(TEXT).isEmpty());
    }

    private static byte[] flipped(byte[] bytes, int place) {
        byte[] copy = bytes.clone();
        copy[(int) ((long) place * bytes.length / PLACES)] ^= FLIP;
        return copy;
    }

    private static Case damagedFile() {
        String source = "The quick brown fox jumps over the lazy dog. ".repeat(20);
        Actors actors = new Actors();
        ObjectState state = new ObjectState(actors);
        int actor = actors.intern(new byte[Actors.KEY_LENGTH]);
        for (int i = 0; i < 60; i++) {
            Edit edit = state.edit(actor, i + 1L);
            edit.insertText(TEXT, i * 7 % (state.textLength(TEXT) + 1), source.substring(i, i + 9));
            edit.finish();
        }
        byte[] saved = state.save();
        int accepted = 0;
        for (int place = 0; place < PLACES; place++) {
            try {
                ObjectState.load(flipped(saved, place), actors);
                accepted++;
            } catch (ChangeException e) {
                // the documented refusal
            }
        }
        return new Case(
                "corrupt update (1 byte flipped at each of 200 places): rejected / silently accepted / crash",
                (PLACES - accepted) + " rejected, " + accepted + " accepted (a saved file)",
                accepted == 0);
    }

    /** The first block that travels is damaged at one place: it is refused, or asked for again, but never taken. */
    private static Case damagedBlock() {
        int changed = 0;
        int refused = 0;
        for (int at = 0; at < PLACES; at++) {
            int place = at;
            TestPeers peers = new TestPeers(7, 2);
            ObjectId object =
                    peers.database(0).create("Thing").set("title", "true").id();
            TestPeers.Link link = peers.link(0, 1);
            AtomicBoolean damaged = new AtomicBoolean();
            link.second()
                    .tamper(frame -> frame.at(0) == BLOCKS_FRAME && damaged.compareAndSet(false, true)
                            ? Bytes.of(flipped(frame.toArray(), place))
                            : frame);
            peers.settle();
            String title = peers.database(1)
                    .object(object)
                    .flatMap(there -> there.get("title"))
                    .map(String::valueOf)
                    .orElse("");
            refused += title.isEmpty() ? 1 : 0;
            changed += title.isEmpty() || title.equals("true") ? 0 : 1;
        }
        return new Case(
                "corrupt sealed block on its way (200 places)",
                refused + " rejected, " + changed + " accepted changed, " + (PLACES - refused - changed)
                        + " asked for again",
                changed == 0 && refused >= PLACES * 9 / 10);
    }
}
