package dev.hearth.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.swing.JCheckBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is shown and what an answer gives, on a console and in a window; and what a scope covers. */
final class ConsentTest {
    private static final SpaceId HOME = space(1);
    private static final SpaceId WORK = space(2);
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final StringWriter shown = new StringWriter();

    private static SpaceId space(int number) {
        byte[] id = new byte[SpaceId.SIZE];
        id[0] = (byte) number;
        return new SpaceId(Bytes.of(id));
    }

    private static AccessRequest request(AppScope scope) {
        List<KnownSpace> spaces = List.of(known(HOME, "Home"), known(WORK, "Work\u202Ekrow"));
        boolean listed = scope.rights() != AppRights.PROVE && !scope.allSpaces();
        return new AccessRequest(
                new DeviceId(Bytes.of(new byte[DeviceId.SIZE])), "Notes", scope, listed ? spaces : List.of(), false);
    }

    private static KnownSpace known(SpaceId id, String name) {
        return new KnownSpace(id, name, KnownSpace.State.OPEN, false, Optional.empty(), Optional.empty());
    }

    private Optional<AppScope> answered(AppScope scope, String answer) {
        return new ConsoleConsent(new BufferedReader(new StringReader(answer)), new PrintWriter(shown))
                .ask(request(scope));
    }

    @Test
    void aConsoleTellsWhoWantsWhatUntilWhen() {
        answered(AppScope.write().until(NOON), "n\n");
        assertThat(shown.toString())
                .contains("\"Notes\" asks for access")
                .contains("read and write spaces that you pick")
                .contains("Until 2026-11-27 12:00 UTC.")
                .contains("  1  Home (")
                .contains("  2  Workkrow (");
        answered(AppScope.read().inAllSpaces(), "n\n");
        assertThat(shown.toString()).contains("read all your spaces, also those that you create or join later");
        answered(AppScope.prove(), "n\n");
        assertThat(shown.toString()).contains("prove to others who you are, and see no space");
    }

    @Test
    void aConsoleGivesWhatIsPicked() {
        assertThat(answered(AppScope.read(), "2\n")).contains(AppScope.read().inSpaces(Set.of(WORK)));
        assertThat(answered(AppScope.read(), "1, 2\n")).contains(AppScope.read().inSpaces(Set.of(HOME, WORK)));
        assertThat(answered(AppScope.prove(), "Yes\n")).contains(AppScope.prove());
        AppScope all = AppScope.write().inAllSpaces();
        assertThat(answered(all, "y\n")).contains(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "n\n", "0\n", "3\n", "1 3\n", "y\n", "1;2\n", "9999999999\n", "-1\n"})
    void anythingElseRefuses(String answer) {
        assertThat(answered(AppScope.read(), answer)).isEmpty();
        if (!answer.equals("y\n")) {
            assertThat(answered(AppScope.prove(), answer)).isEmpty();
        }
    }

    @Test
    void aWindowGivesWhatIsTicked() {
        List<JCheckBox> boxes = new ArrayList<>();
        AccessRequest picking = request(AppScope.write());
        assertThat(SwingConsent.content(picking, boxes)).hasSize(4);
        assertThat(boxes).noneMatch(JCheckBox::isSelected).allMatch(JCheckBox::isEnabled);
        assertThat(boxes.get(1).getText()).startsWith("Workkrow (");
        assertThat(SwingConsent.answer(picking, boxes)).isEmpty();
        boxes.get(0).setSelected(true);
        assertThat(SwingConsent.answer(picking, boxes))
                .contains(AppScope.write().inSpaces(Set.of(HOME)));
        List<JCheckBox> named = new ArrayList<>();
        AccessRequest naming = request(AppScope.write().inSpaces(Set.of(HOME, WORK)));
        SwingConsent.content(naming, named);
        assertThat(named).allMatch(JCheckBox::isSelected).noneMatch(JCheckBox::isEnabled);
        assertThat(SwingConsent.answer(naming, named)).contains(naming.scope());
    }

    @Test
    void aScopeCoversWhatAsksForNoMore() {
        AppScope one = AppScope.write().inSpaces(Set.of(HOME));
        AppScope both = AppScope.write().inSpaces(Set.of(HOME, WORK));
        AppScope all = AppScope.write().inAllSpaces();
        assertThat(all.covers(both)).isTrue();
        assertThat(both.covers(one)).isTrue();
        assertThat(both.covers(AppScope.read().inSpaces(Set.of(WORK)))).isTrue();
        assertThat(both.covers(AppScope.prove())).isTrue();
        assertThat(one.covers(both)).isFalse();
        assertThat(both.covers(all)).isFalse();
        assertThat(AppScope.read().inAllSpaces().covers(one)).isFalse();
        assertThat(one.until(NOON).covers(one)).isFalse();
        assertThat(one.until(NOON).covers(one.until(NOON.minusSeconds(1)))).isTrue();
        assertThat(one.until(NOON).covers(one.until(NOON.plusSeconds(1)))).isFalse();
        assertThat(one.covers(one.until(NOON))).isTrue();
    }

    @Test
    void whatIsGivenIsWithinWhatWasAsked() {
        AppScope one = AppScope.write().inSpaces(Set.of(HOME));
        AppScope all = AppScope.write().inAllSpaces();
        assertThat(one.isWithin(all)).isTrue();
        assertThat(one.isWithin(AppScope.write())).isTrue();
        assertThat(AppScope.read().inSpaces(Set.of(HOME)).isWithin(one)).isTrue();
        assertThat(all.isWithin(one)).isFalse();
        assertThat(all.isWithin(AppScope.write())).isFalse();
        assertThat(one.isWithin(AppScope.read())).isFalse();
        assertThat(one.isWithin(AppScope.write().inSpaces(Set.of(WORK)))).isFalse();
        assertThat(one.isWithin(one.until(NOON))).isFalse();
        assertThat(one.until(NOON).isWithin(one)).isTrue();
    }

    @Test
    void aScopeThatContradictsItselfIsNone() {
        assertThatThrownBy(() -> AppScope.prove().inSpaces(Set.of(HOME))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AppScope.prove().inAllSpaces()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AppScope(AppRights.READ, true, Set.of(HOME), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextIsShownWithoutWhatDeceives() {
        assertThat(ShownText.of("  My\tApp\r\n2 ")).isEqualTo("My App 2");
        assertThat(ShownText.of("a\u202Eb\u2066c\u200Fd\u0007e\u200Bf\uFEFF")).isEqualTo("abcdef");
        assertThat(ShownText.of("\uD800x")).isEqualTo("x");
        assertThat(ShownText.of("\u202E")).isEqualTo("(no name)");
        assertThat(ShownText.of("x".repeat(99))).hasSize(48);
        assertThat(ShownText.of("x".repeat(47) + "\uD83D\uDE00")).hasSize(47);
        assertThat(ShownText.of("Grüße 😀")).isEqualTo("Grüße 😀");
    }
}
