package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.internal.recovery.EmojiList;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What two people compare: emoji while they pair, the safety number at any time. */
final class SafetyTest {
    private static Hash transcript(int number) {
        return Sha256.of(new ByteWriter().u32(number).toBytes());
    }

    private static SafetyNumber.Party party(int seed) {
        return new SafetyNumber.Party(
                new IdentityId(transcript(seed).value()), transcript(-seed).value());
    }

    @Test
    void theSameTranscriptShowsTheSameEmojiAndAnotherShowsOthers() {
        assertThat(SafetyEmoji.of(transcript(1))).isEqualTo(SafetyEmoji.of(transcript(1)));
        Set<String> seen = IntStream.range(0, 2_000)
                .mapToObj(number -> SafetyEmoji.of(transcript(number)).names())
                .collect(Collectors.toSet());
        assertThat(seen).hasSize(2_000);
        int[] counts = new int[SafetyEmoji.SYMBOLS];
        for (int place = 0; place < counts.length; place++) {
            Set<String> names = new HashSet<>();
            for (String each : seen) {
                names.add(each.split(", ", -1)[place]);
            }
            counts[place] = names.size();
        }
        assertThat(counts).containsOnly(64);
    }

    /** Both sides may run different versions: the emoji of a transcript never change. */
    @Test
    void theEmojiOfATranscriptStayWhatTheyAre() {
        SafetyEmoji emoji = SafetyEmoji.of(transcript(1));
        assertThat(emoji.names()).isEqualTo("horse, star, castle, robot, pizza, tree, octopus");
        assertThat(emoji.emoji().codePoints().filter(point -> point != ' ')).hasSize(SafetyEmoji.SYMBOLS);
        assertThat(emoji.symbols().get(0).emoji()).isEqualTo("\uD83D\uDC34");
        assertThat(emoji).hasToString(emoji.names());
        Bytes list = Bytes.utf8(IntStream.range(0, 64)
                .mapToObj(place -> EmojiList.emoji(place) + EmojiList.name(place))
                .collect(Collectors.joining()));
        assertThat(Sha256.of(list).value().slice(0, 8).hex()).isEqualTo("775853fa55c7b161");
        assertThatThrownBy(() -> new SafetyEmoji(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Said aloud or read in a hurry, no name is taken for another: two letters at least tell them apart. */
    @Test
    void theNamesAreFarApart() {
        List<String> names = IntStream.range(0, 64).mapToObj(EmojiList::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+"));
        assertThat(IntStream.range(0, 64).mapToObj(EmojiList::emoji)).doesNotHaveDuplicates();
        for (String name : names) {
            for (int at = 0; at < name.length(); at++) {
                String pattern = name.substring(0, at) + "[a-z]?" + name.substring(at + 1);
                assertThat(names).filteredOn(other -> other.matches(pattern)).containsExactly(name);
            }
        }
    }

    @Test
    void bothSeeTheSameNumber() {
        for (int seed = 1; seed < 8; seed++) {
            SafetyNumber number = SafetyNumber.of(party(seed), party(seed + 1));
            assertThat(SafetyNumber.of(party(seed + 1), party(seed))).isEqualTo(number);
            assertThat(number.groups()).hasSize(12).allMatch(group -> group.matches("[0-9]{5}"));
            assertThat(number).hasToString(String.join(" ", number.groups()));
            assertThat(SafetyNumber.parse(" " + number.toString().replace(" ", "\n")))
                    .isEqualTo(number);
            assertThat(SafetyNumber.of(party(seed), party(seed + 2))).isNotEqualTo(number);
        }
    }

    @Test
    void aChainSaysWhoseNumberItIs() {
        LocalIdentity ann = People.person("Ann");
        LocalIdentity ben = People.person("Ben");
        SafetyNumber number = SafetyNumber.of(SafetyNumber.Party.of(ann.chain()), SafetyNumber.Party.of(ben.chain()));
        assertThat(SafetyNumber.of(SafetyNumber.Party.of(ben.chain()), SafetyNumber.Party.of(ann.chain())))
                .isEqualTo(number);
        assertThat(SafetyNumber.Party.of(ann.chain()).identity()).isEqualTo(ann.id());
    }

    @Test
    void anotherIdentityOrKeyHasAnotherNumber() {
        SafetyNumber.Party one = party(1);
        SafetyNumber number = SafetyNumber.of(one, party(2));
        SafetyNumber.Party otherKey = new SafetyNumber.Party(one.identity(), party(3).rootKey());
        SafetyNumber.Party otherIdentity = new SafetyNumber.Party(party(3).identity(), one.rootKey());
        for (SafetyNumber.Party other : List.of(otherKey, otherIdentity)) {
            SafetyNumber changed = SafetyNumber.of(other, party(2));
            assertThat(changed).isNotEqualTo(number);
            List<String> same =
                    changed.groups().stream().filter(number.groups()::contains).toList();
            assertThat(same).as("the half of the other person stays").hasSizeBetween(6, 7);
        }
    }

    /** Computed step by step from what the formats page says. */
    @Test
    void theNumberIsWhatTheFormatSays() throws GeneralSecurityException {
        String first = half(party(1));
        String second = half(party(2));
        String expected = first.compareTo(second) < 0 ? first + second : second + first;
        assertThat(SafetyNumber.of(party(1), party(2)).digits()).isEqualTo(expected);
        assertThat(expected).isEqualTo("516283636360641668882509884439802782851397584014279908069504");
        assertThatThrownBy(() -> new SafetyNumber("1".repeat(59))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SafetyNumber.Party(party(1).identity(), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String half(SafetyNumber.Party party) throws GeneralSecurityException {
        MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
        byte[] key = party.rootKey().toArray();
        sha512.update((byte) "hearth safety number".length());
        sha512.update(Bytes.utf8("hearth safety number").toArray());
        sha512.update((byte) 1);
        sha512.update((byte) 32);
        sha512.update(key);
        sha512.update((byte) 32);
        byte[] hash = sha512.digest(party.identity().value().toArray());
        for (int round = 2; round <= 5_200; round++) {
            sha512.update(hash);
            hash = sha512.digest(key);
        }
        StringBuilder digits = new StringBuilder();
        for (int group = 0; group < 6; group++) {
            byte[] part = Arrays.copyOfRange(hash, 5 * group, 5 * group + 5);
            digits.append(String.format("%05d", new BigInteger(1, part).longValue() % 100_000));
        }
        return digits.toString();
    }
}
