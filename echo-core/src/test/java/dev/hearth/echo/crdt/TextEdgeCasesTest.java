package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where engines break on texts: characters beyond 16 bits, what is gone, great pastes, places and marks. */
final class TextEdgeCasesTest {
    private static final String BALLOON = "🎈";
    private static final Scalar YES = new Scalar.Bool(true);

    private final Pair pair = new Pair();

    // 5. Unicode; half characters at both ends of edits are in SurrogatesTest.

    @Test
    void joinedCharactersAreEditedByTheirCodePoints() throws ChangeException {
        String family = "👨\u200D👩\u200D👧";
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, family));
        pair.both(edit -> edit.deleteText(Pair.TEXT, 0, 3), edit -> edit.insertText(Pair.TEXT, 8, "\uFE0F"));
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("👩\u200D👧\uFE0F");
    }

    @Test
    void noTextIsNormalised() throws ChangeException {
        String text = "é e\u0301 Å A\u030A \u212B ﬁ \u0000 \r\n \uFEFF \u202E \uFFFE \uFFFF";
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, text);
            edit.set("s", Pair.text(text));
            edit.put(Pair.MAP, text, Pair.text(text));
        });
        pair.verify();
        assertThat(pair.two.text(Pair.TEXT)).isEqualTo(text);
        assertThat(pair.two.scalar("s")).contains(Pair.text(text));
        assertThat(pair.two.map(Pair.MAP)).containsOnlyKeys(text);
    }

    @Test
    void halfCharactersAreRefusedWhereverTheyStand() {
        Edit edit = pair.one.edit(pair.small, 1);
        for (String half : List.of("\uD83C", "\uDF88", "a\uD83C", "\uDF88a", "\uD83C\uD83C", "\uDF88\uD83C")) {
            assertThatThrownBy(() -> edit.insertText(Pair.TEXT, 0, half)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Pair.text(half)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Scalar.decode(new byte[] {5, 3, (byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                    .isInstanceOf(ChangeException.class);
        }
        assertThat(edit.finish()).isEmpty();
    }

    /** Every place around the borders of the blocks in which a text lies gets a character of two units. */
    @Test
    void supplementaryCharactersAtTheBordersOfBlocks() throws ChangeException {
        for (int before : new int[] {255, 511, 512, 767, 768, 1022, 1023, 1024, 1025, 2047, 4095}) {
            Pair each = new Pair();
            StringBuilder expected = new StringBuilder("x".repeat(before));
            each.first(edit -> edit.insertText(Pair.TEXT, 0, "x".repeat(before)));
            for (int i = 0; i < 4; i++) {
                int at = Math.max(0, before - 2) + (i % 2 == 0 ? 0 : expected.length() - before);
                expected.insert(at, BALLOON + "y");
                each.first(edit -> edit.insertText(Pair.TEXT, at, BALLOON + "y"));
            }
            each.first(edit -> edit.insertText(Pair.TEXT, 0, BALLOON.repeat(600)));
            each.both(edit -> edit.deleteText(Pair.TEXT, 2, 1198), edit -> edit.insertText(Pair.TEXT, 600, "z"));
            assertThat(each.one.text(Pair.TEXT)).isEqualTo(BALLOON + "z" + expected);
            assertThat(each.one.textRange(Pair.TEXT, 2, 3)).isEqualTo("z");
        }
    }

    // 8. What is gone.

    @Test
    void aMillionCharactersTypedAndDeletedLeaveLittle() throws ChangeException {
        String line = "a line of sixty-four characters, typed by hand and deleted soon.";
        int lamport = 0;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 1_000_000 / line.length(); i++) {
                int at = i * line.length();
                Pair.edit(pair.one, pair.small, ++lamport, edit -> edit.insertText(Pair.TEXT, at, line));
            }
            Pair.edit(pair.one, pair.small, ++lamport, edit -> edit.clear(Pair.TEXT));
        }
        assertThat(pair.one.text(Pair.TEXT)).isEmpty();
        byte[] saved = pair.one.save();
        assertThat(saved).hasSizeLessThan(100_000);
        ObjectState loaded = ObjectState.load(saved, pair.actors);
        assertThat(loaded.text(Pair.TEXT)).isEmpty();
        byte[] next = Pair.edit(loaded, pair.great, lamport + 1, edit -> edit.insertText(Pair.TEXT, 0, "next"));
        pair.one.apply(next, pair.great, lamport + 1);
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("next");
    }

    @Test
    void oneWhoComesBackAfterLongMayEditWhatIsGone() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "0123456789"));
        List<Pair.Work> meanwhile = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int round = i;
            meanwhile.add(edit -> {
                edit.insertText(Pair.TEXT, 0, "round " + round);
                edit.deleteText(Pair.TEXT, 3, pair.one.textLength(Pair.TEXT) - 3);
            });
        }
        pair.rows(
                meanwhile,
                List.of(edit -> edit.insertText(Pair.TEXT, 5, "<back>"), edit -> edit.deleteText(Pair.TEXT, 0, 3)));
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("rou<back>");
    }

    // 9. Pastes, places and marks.

    @Test
    void tenMegabytesPastedAndDeleted() throws ChangeException {
        String paste = "0123456789abcdef".repeat(10 << 16);
        byte[] change = Pair.edit(pair.one, pair.small, 1, edit -> edit.insertText(Pair.TEXT, 0, paste));
        pair.two.apply(change, pair.small, 1);
        assertThat(pair.two.text(Pair.TEXT)).isEqualTo(paste);
        byte[] removal = Pair.edit(pair.two, pair.great, 2, edit -> edit.deleteText(Pair.TEXT, 1, paste.length() - 2));
        byte[] beside = Pair.edit(pair.one, pair.small, 2, edit -> edit.insertText(Pair.TEXT, paste.length() / 2, "|"));
        pair.one.apply(removal, pair.great, 2);
        pair.two.apply(beside, pair.small, 2);
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("0|f");
        assertThat(pair.one.canonical()).isEqualTo(pair.two.canonical());
    }

    @Test
    void oneWordReplacedInAHundredThousandPlaces() throws ChangeException {
        int places = 100_000;
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "colour ".repeat(places)));
        pair.both(
                edit -> {
                    for (int i = 0; i < places; i++) {
                        edit.deleteText(Pair.TEXT, i * 6 + 4, 1);
                    }
                },
                edit -> edit.insertText(Pair.TEXT, 7, "(beside) "));
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("color (beside) " + "color ".repeat(places - 1));
    }

    @Test
    void aHundredThousandPlacesStayWhereTheyAre() throws ChangeException {
        String text = "0123456789".repeat(10_000);
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, text));
        List<Anchor> anchors = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            anchors.add(Anchor.decode(pair.one.anchor(Pair.TEXT, i, i % 2 == 1).encode(pair.actors), pair.actors));
        }
        pair.both(edit -> edit.insertText(Pair.TEXT, 0, ">>>"), edit -> edit.deleteText(Pair.TEXT, 50_000, 10));
        for (int i = 1; i < text.length(); i++) {
            int expected = 3 + (i <= 50_000 ? i : Math.max(50_000, i - 10));
            assertThat(pair.two.position(Pair.TEXT, anchors.get(i))).hasValue(expected);
        }
        assertThat(pair.two.position(Pair.TEXT, anchors.get(0))).hasValue(3);
    }

    @Test
    void placesAtTheEndsOfATextAndOfWhatIsNotHere() throws ChangeException {
        assertThat(pair.one.anchor("none", 0, true)).isEqualTo(Anchor.START);
        assertThat(pair.one.anchor("none", 0, false)).isEqualTo(Anchor.END);
        assertThat(pair.one.position("none", Anchor.END)).hasValue(0);
        assertThat(pair.one.position("none", new Anchor(pair.small, 0, true))).isEmpty();
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, "abc");
            edit.deleteText(Pair.TEXT, 1, 1);
        });
        assertThat(pair.one.position(Pair.TEXT, Anchor.START)).hasValue(0);
        assertThat(pair.one.position(Pair.TEXT, Anchor.END)).hasValue(2);
        assertThat(pair.one.position(Pair.TEXT, new Anchor(pair.small, 1, true)))
                .hasValue(1);
        assertThat(pair.one.position(Pair.TEXT, new Anchor(pair.small, 3, true)))
                .isEmpty(); // the deletion
        assertThat(pair.one.position(Pair.TEXT, new Anchor(pair.small, 4, true)))
                .isEmpty();
        assertThat(pair.one.position(Pair.TEXT, new Anchor(pair.great, 0, true)))
                .isEmpty();
        for (int seq : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertThat(pair.one.position(Pair.TEXT, new Anchor(pair.small, seq, false)))
                    .isEmpty();
        }
        assertThatThrownBy(() -> pair.one.anchor(Pair.TEXT, 3, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.one.anchor(Pair.TEXT, -1, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.one.textRange(Pair.TEXT, 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.one.textRange(Pair.TEXT, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.one.textRange("none", -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(pair.one.textRange("none", 0, 0)).isEmpty();
    }

    @Test
    void anchorsAreReadStrictly() throws ChangeException {
        byte[] encoded = new Anchor(pair.small, 300, true).encode(pair.actors);
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> Anchor.decode(cut, pair.actors)).isInstanceOf(ChangeException.class);
        }
        assertThatThrownBy(() -> Anchor.decode(java.util.Arrays.copyOf(encoded, encoded.length + 1), pair.actors))
                .isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> Anchor.decode(new byte[] {4}, pair.actors)).isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> Anchor.decode(encoded, new Actors())).isInstanceOf(ChangeException.class);
        for (Anchor end : List.of(Anchor.START, Anchor.END)) {
            assertThat(Anchor.decode(end.encode(pair.actors), pair.actors)).isEqualTo(end);
        }
    }

    @Test
    void overlappingMarksOfDifferentExpansion() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "0123456789"));
        pair.both(
                edit -> {
                    edit.mark(Pair.TEXT, 2, 6, "both", YES, Expand.BOTH);
                    edit.mark(Pair.TEXT, 2, 6, "none", YES, Expand.NONE);
                },
                edit -> {
                    edit.mark(Pair.TEXT, 4, 8, "after", YES, Expand.AFTER);
                    edit.mark(Pair.TEXT, 4, 8, "before", YES, Expand.BEFORE);
                });
        pair.both(
                edit -> {
                    edit.insertText(Pair.TEXT, 6, "<>");
                    edit.insertText(Pair.TEXT, 2, "[]");
                },
                edit -> {
                    edit.insertText(Pair.TEXT, 8, "{}");
                    edit.insertText(Pair.TEXT, 4, "()");
                });
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("01[]23()45<>67{}89");
        assertThat(pair.one.marks(Pair.TEXT))
                .containsExactlyInAnyOrder(
                        new MarkSpan(2, 12, "both", YES),
                        new MarkSpan(4, 10, "none", YES),
                        new MarkSpan(8, 16, "after", YES),
                        new MarkSpan(6, 14, "before", YES));
    }

    @Test
    void marksOfOneNameBesideEachOther() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "0123456789"));
        pair.both(
                edit -> edit.mark(Pair.TEXT, 0, 6, "link", Pair.text("one"), Expand.NONE),
                edit -> edit.mark(Pair.TEXT, 4, 10, "link", Pair.text("two"), Expand.NONE));
        assertThat(pair.one.marks(Pair.TEXT))
                .containsExactly(
                        new MarkSpan(0, 4, "link", Pair.text("one")), new MarkSpan(4, 10, "link", Pair.text("two")));
        pair.both(
                edit -> edit.mark(Pair.TEXT, 2, 8, "link", new Scalar.Null(), Expand.NONE),
                edit -> edit.mark(Pair.TEXT, 9, 10, "link", Pair.text("two"), Expand.NONE));
        assertThat(pair.two.marks(Pair.TEXT))
                .containsExactly(
                        new MarkSpan(0, 2, "link", Pair.text("one")), new MarkSpan(8, 10, "link", Pair.text("two")));
    }

    @Test
    void marksOverDeletedText() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "0123456789"));
        pair.both(edit -> edit.deleteText(Pair.TEXT, 2, 6), edit -> {
            edit.mark(Pair.TEXT, 3, 5, "gone", YES, Expand.NONE);
            edit.mark(Pair.TEXT, 1, 5, "cut", YES, Expand.NONE);
            edit.mark(Pair.TEXT, 3, 5, "wide", YES, Expand.BOTH);
        });
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("0189");
        assertThat(pair.one.marks(Pair.TEXT)).containsExactly(new MarkSpan(1, 2, "cut", YES));
        pair.first(edit -> edit.insertText(Pair.TEXT, 2, "new"));
        pair.verify();
        assertThat(pair.one.marks(Pair.TEXT)).isEqualTo(pair.two.marks(Pair.TEXT));
        pair.first(edit -> edit.clear(Pair.TEXT));
        pair.verify();
        assertThat(pair.one.marks(Pair.TEXT)).isEmpty();
    }

    @Test
    void marksWithoutWidthAreRefused() throws ChangeException {
        Edit edit = pair.one.edit(pair.small, 1);
        edit.insertText(Pair.TEXT, 0, "a" + BALLOON);
        for (int[] range : new int[][] {{0, 0}, {1, 1}, {3, 3}, {2, 1}, {-1, 1}, {0, 4}, {0, 2}, {2, 3}}) {
            assertThatThrownBy(() -> edit.mark(Pair.TEXT, range[0], range[1], "m", YES, Expand.BOTH))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        edit.finish();
        assertThat(pair.one.marks(Pair.TEXT)).isEmpty();
        assertThat(pair.one.marks("none")).isEmpty();
    }

    @Test
    void manyMarksOfOneName() throws ChangeException {
        int count = 100_000;
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "ab".repeat(count)));
        Random random = new Random(1);
        byte[] bold = Pair.edit(pair.one, pair.small, 2, edit -> {
            for (int i = 0; i < count; i++) {
                edit.mark(Pair.TEXT, 2 * i, 2 * i + 1, "bold", YES, Expand.NONE);
            }
        });
        pair.two.apply(bold, pair.small, 2);
        assertThat(pair.two.marks(Pair.TEXT)).hasSize(count).startsWith(new MarkSpan(0, 1, "bold", YES));
        byte[] off = Pair.edit(pair.two, pair.great, 3, edit -> {
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(count);
                edit.mark(Pair.TEXT, from, from + count, "bold", i < 99 ? YES : new Scalar.Null(), Expand.NONE);
            }
        });
        pair.one.apply(off, pair.great, 3);
        assertThat(pair.one.marks(Pair.TEXT)).isEqualTo(pair.two.marks(Pair.TEXT));
        assertThat(pair.one.save()).isEqualTo(pair.two.save());
    }
}
