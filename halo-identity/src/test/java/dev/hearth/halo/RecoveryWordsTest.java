package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.recovery.Share;
import dev.hearth.halo.internal.recovery.ShareSet;
import dev.hearth.halo.internal.recovery.WordList;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A29: what is mistyped, left out or changed in a recovery phrase or a share is noticed and named. */
final class RecoveryWordsTest {
    private static final SecureRandom RANDOM = People.SEAMS.random();

    private static RecoveryPhrase phrase(int seed) {
        byte[] entropy = new byte[RecoveryPhrase.ENTROPY];
        new Random(seed).nextBytes(entropy);
        return RecoveryPhrase.of(Secret.take(entropy));
    }

    private static String text(RecoveryPhrase phrase) {
        return new String(phrase.reveal());
    }

    private static RecoveryPhrase parse(String text) {
        return RecoveryPhrase.parse(text.toCharArray());
    }

    private static RecoveryShare share(String text) {
        return RecoveryShare.parse(text.toCharArray());
    }

    private static void refused(ErrorCode code, String detail, String value, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HearthException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.details()).containsEntry(detail, value);
        });
    }

    private static ErrorCode code(String text) {
        try (RecoveryPhrase read = parse(text)) {
            throw new AssertionError("read " + read);
        } catch (HearthException refusal) {
            return refusal.code();
        }
    }

    @Test
    void isReadAsItWasWrittenDown() {
        for (int seed = 0; seed < 100; seed++) {
            try (RecoveryPhrase phrase = phrase(seed)) {
                String text = text(phrase);
                assertThat(text.split(" ", -1)).hasSize(RecoveryPhrase.WORDS);
                assertThat(parse(text)).isEqualTo(phrase);
                assertThat(parse("\n " + text.toUpperCase(Locale.ROOT).replace(" ", "\r\n\t")))
                        .isEqualTo(phrase);
                assertThat(parse(text.replaceAll("\\b(\\w{4})\\w*", "$1"))).isEqualTo(phrase);
                assertThat(phrase).hasToString("RecoveryPhrase(***)");
            }
        }
    }

    @Test
    void theTextIsWipedAlsoWhenItIsRefused() {
        char[] right = phrase(1).reveal();
        RecoveryPhrase.parse(right);
        char[] wrong = "abandon abandom".toCharArray();
        assertThatThrownBy(() -> RecoveryPhrase.parse(wrong)).isInstanceOf(HearthException.class);
        assertThat(new String(right) + new String(wrong)).containsOnlyOnce("\0".repeat(right.length + wrong.length));
        RecoveryPhrase closed = phrase(2);
        closed.close();
        assertThat(closed.entropy().reveal()).containsOnly(0);
    }

    @Test
    void a29AWrongWordIsNamedWithItsPositionAndTheClosest() {
        String[] words = text(phrase(3)).split(" ", -1);
        words[6] = "abandom";
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "position", "7", () -> parse(String.join(" ", words)));
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "closest", "abandon, random", () -> parse(String.join(" ", words)));
        words[6] = "ZEBAR";
        assertThatThrownBy(() -> parse(String.join(" ", words)))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.details().get("closest")).contains("zebra"));
        words[6] = "abxn";
        assertThatThrownBy(() -> parse(String.join(" ", words)))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.details().get("closest")).contains("abandon"));
        words[6] = "x".repeat(1_000);
        assertThatThrownBy(() -> parse(String.join(" ", words)))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.details()).containsOnlyKeys("position"));
        // A word of a share's list that no phrase has, and letters that only look like ours.
        words[6] = "academic";
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "position", "7", () -> parse(String.join(" ", words)));
        words[6] = "\u017Coo";
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "position", "7", () -> parse(String.join(" ", words)));
        words[6] = "aba";
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "position", "7", () -> parse(String.join(" ", words)));
    }

    @Test
    void a29AMissingOrSurplusWordIsNoticed() {
        String text = text(phrase(4));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "23", () -> parse(text.substring(text.indexOf(' '))));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "25", () -> parse("zoo " + text));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "0", () -> parse(" \n"));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "60", () -> parse("zoo ".repeat(100)));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "10000", () -> parse(" ".repeat(10_000)));
        refused(
                ErrorCode.RECOVERY_WORDS_INCOMPLETE,
                "expected",
                "24 words",
                () -> parse("abandon ".repeat(11) + "about"));
    }

    /** The checksum of 8 bits lets one in 256 pass: of 2,047 other words about 8, and never more than twice that. */
    @Test
    void a29AWordTakenForAnotherIsNoticedButForOneIn256() {
        String[] words = text(phrase(5)).split(" ", -1);
        List<String> list =
                IntStream.range(0, 2_048).mapToObj(WordList.BIP39::word).toList();
        for (int at = 0; at < words.length; at++) {
            int passed = 0;
            String right = words[at];
            for (String other : list) {
                words[at] = other;
                if (!other.equals(right)) {
                    try (RecoveryPhrase read = parse(String.join(" ", words))) {
                        assertThat(text(read)).isNotEqualTo(text(phrase(5)));
                        passed++;
                    } catch (HearthException refusal) {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_WRONG);
                    }
                }
            }
            words[at] = right;
            assertThat(passed).isLessThan(20);
        }
        Collections.swap(Arrays.asList(words), 3, 4);
        assertThat(code(String.join(" ", words))).isEqualTo(ErrorCode.RECOVERY_WORDS_WRONG);
    }

    @Test
    void a29EveryOtherWordInAShareIsNoticed() {
        RecoveryShare share = RecoveryShares.split(phrase(6), 2, 3, RANDOM).get(1);
        String[] words = new String(share.reveal()).split(" ", -1);
        assertThat(words).hasSize(33);
        for (int at = 0; at < words.length; at++) {
            String right = words[at];
            for (int place = 0; place < 1_024; place++) {
                words[at] = WordList.SLIP39.word(place);
                if (!words[at].equals(right)) {
                    String changed = String.join(" ", words);
                    assertThatThrownBy(() -> share(changed))
                            .isInstanceOfSatisfying(
                                    HearthException.class,
                                    refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_WRONG));
                }
            }
            words[at] = right;
        }
        words[0] = "abandon";
        refused(ErrorCode.RECOVERY_WORD_UNKNOWN, "position", "1", () -> share(String.join(" ", words)));
        refused(ErrorCode.RECOVERY_WORDS_INCOMPLETE, "found", "24", () -> share("academic ".repeat(24)));
    }

    @Test
    void anyThresholdOfTheSharesIsThePhrase() {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            int threshold = 2 + random.nextInt(4);
            int count = threshold + random.nextInt(4);
            RecoveryPhrase phrase = phrase(seed);
            List<RecoveryShare> shares = new ArrayList<>();
            for (RecoveryShare share : RecoveryShares.split(phrase, threshold, count, RANDOM)) {
                RecoveryShare read = RecoveryShare.parse(share.reveal());
                assertThat(read.index()).isEqualTo(shares.size() + 1);
                assertThat(read.threshold()).isEqualTo(threshold);
                assertThat(read.set()).isEqualTo(share.set());
                assertThat(read.toString()).startsWith("RecoveryShare(***");
                shares.add(read);
            }
            Collections.shuffle(shares, random);
            for (int given = threshold; given <= count; given++) {
                assertThat(RecoveryShares.combine(shares.subList(0, given)))
                        .as("seed %s: %s of %s", seed, given, count)
                        .isEqualTo(phrase);
            }
            refused(
                    ErrorCode.SHARES_MISSING,
                    "missing",
                    Integer.toString(threshold - 1),
                    () -> RecoveryShares.combine(shares.subList(0, 1)));
        }
        RecoveryPhrase alone = phrase(13);
        assertThat(RecoveryShares.combine(RecoveryShares.split(alone, 1, 1, RANDOM)))
                .isEqualTo(alone);
        assertThatThrownBy(() -> RecoveryShares.combine(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a29AShareOfAnotherSetIsNamed() {
        List<RecoveryShare> mine = RecoveryShares.split(phrase(7), 3, 5, RANDOM);
        List<RecoveryShare> former = RecoveryShares.split(phrase(7), 3, 5, RANDOM);
        refused(
                ErrorCode.SHARE_FOREIGN,
                "shares",
                "1",
                () -> RecoveryShares.combine(List.of(former.get(3), mine.get(0), mine.get(1))));
        refused(
                ErrorCode.SHARE_FOREIGN,
                "shares",
                "3",
                () -> RecoveryShares.combine(List.of(mine.get(3), mine.get(0), former.get(1))));
        refused(
                ErrorCode.SHARE_TWICE,
                "shares",
                "1, 3",
                () -> RecoveryShares.combine(List.of(mine.get(3), mine.get(0), mine.get(3))));
    }

    @Test
    void a29AChangedShareIsNamedWhereOneMoreIsThere() {
        List<RecoveryShare> shares = new ArrayList<>(RecoveryShares.split(phrase(8), 3, 5, RANDOM));
        shares.set(1, changed(shares.get(1)));
        refused(ErrorCode.SHARES_WRONG, "one of", "1, 2, 3", () -> RecoveryShares.combine(shares.subList(0, 3)));
        refused(ErrorCode.SHARES_WRONG, "shares", "2", () -> RecoveryShares.combine(shares.subList(0, 4)));
        shares.set(4, changed(shares.get(4)));
        refused(ErrorCode.SHARES_WRONG, "shares", "2, 5", () -> RecoveryShares.combine(shares));
        shares.remove(4);
        shares.remove(1);
        assertThat(RecoveryShares.combine(shares)).isEqualTo(phrase(8));
    }

    /** Another value of the same share, with a checksum that fits: what its keeper can make. */
    private static RecoveryShare changed(RecoveryShare share) {
        Share old = share.share();
        byte[] value = old.value().reveal();
        value[9] ^= 4;
        return RecoveryShare.parse(
                RecoveryShare.of(new Share(old.set(), old.group(), old.member(), old.threshold(), Secret.take(value)))
                        .reveal());
    }

    @Test
    void a29SharesThatWouldCostHoursAreRefused() {
        RecoveryShare share = RecoveryShares.split(phrase(9), 1, 1, RANDOM).get(0);
        Share old = share.share();
        ShareSet set =
                new ShareSet(old.set().identifier(), true, 15, 1, 1, old.set().size());
        RecoveryShare costly = RecoveryShare.of(new Share(set, 0, 0, 1, old.value()));
        refused(
                ErrorCode.SHARE_MALFORMED,
                "rule",
                "an iteration exponent of at most 5",
                () -> RecoveryShares.combine(List.of(costly)));
        assertThat(new String(costly.reveal())).isNotEqualTo(new String(share.reveal()));
    }

    @Test
    void sharesOfAnotherKindOfSecretAreNoPhrase() {
        String words = "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal"
                + " husband erode duke ajar critical decision keyboard";
        refused(
                ErrorCode.SHARE_MALFORMED,
                "rule",
                "shares of 33 words",
                () -> RecoveryShares.combine(List.of(share(words))));
    }
}
