package dev.hearth.client.internal.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences in the details of a wallet's errors: for people, short enough for the socket, and all in the guide. */
final class WalletTextsTest {
    private static final int MAX_REASON = 200;

    @Test
    void everySentenceIsInTheGuide() throws IOException {
        List<String> all = Stream.concat(
                        Stream.of(RefusalReason.values()).map(RefusalReason::sentence),
                        Stream.of(PlaceRule.values()).map(PlaceRule::sentence))
                .toList();
        String guide = Files.readString(Shared.root().resolve("docs/wallet.md"));
        assertThat(all)
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(guide).contains("\n- " + sentence + "\n"))
                .allSatisfy(
                        sentence -> assertThat(sentence).matches("[A-Z].*\\.").hasSizeLessThan(MAX_REASON));
    }
}
