package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fragments of a guide compile, run one after the other, and print what stands below them: the first one declares
 * types, the others work on a space.
 */
final class GuideTest {
    private static final Pattern FRAGMENT =
            Pattern.compile("```java\n(.*?)```\n(?:\nIt prints:\n\n```\n(.*?)```)?", Pattern.DOTALL);

    private static final String BEFORE = """
            import com.fasterxml.jackson.annotation.*;
            import dev.hearth.base.*;
            import dev.hearth.client.*;
            import dev.hearth.client.wallet.*;
            import dev.hearth.echo.*;
            import dev.hearth.halo.AppProof;
            import dev.hearth.halo.KeychainKey;
            import dev.hearth.halo.RecoveryKey;
            import dev.hearth.halo.RecoveryPhrase;
            import dev.hearth.halo.Role;
            import dev.hearth.halo.SafetyNumber;
            import dev.hearth.halo.exchange.*;
            import dev.hearth.kube.*;
            import dev.hearth.mesh.*;
            import java.io.ByteArrayInputStream;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;

            class Guide {
                public static void main(String... folder) throws Exception {
                    try (Client client = Client.open(Path.of(folder[0]), "Ann")) {
                        Space home = client.spaces().create("Home");
            """;

    private static final String AFTER = """
                        System.out.println("the end");
                    }
                }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/backup.md",
                "docs/blobs.md",
                "docs/contacts.md",
                "docs/credentials.md",
                "docs/devices.md",
                "docs/invitations.md",
                "docs/keychain.md",
                "docs/presence.md",
                "docs/protection.md",
                "docs/queries.md",
                "docs/recovery.md",
                "docs/schema.md",
                "docs/spaces.md",
                "docs/history.md",
                "docs/wallet.md"
            })
    void theFragmentsRunAndPrintWhatStandsBelowThem(String guide, @TempDir Path folder) throws IOException {
        Matcher fragments = FRAGMENT.matcher(Files.readString(Shared.root().resolve(guide)));
        assertThat(fragments.find()).isTrue();
        String types = fragments.group(1);
        StringBuilder source = new StringBuilder(BEFORE);
        List<String> expected = new ArrayList<>();
        while (fragments.find()) {
            source.append(fragments.group(1));
            if (fragments.group(2) != null) {
                fragments.group(2).lines().forEach(expected::add);
            }
        }
        expected.add("the end");
        Path file = folder.resolve("Guide.java");
        Files.writeString(file, source.append(AFTER).append(types).append("}\n"));
        String path = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", path, "-d", folder.toString(), file.toString());
        assertThat(compiled).isZero();
        List<String> printed = new ArrayList<>();
        try (ChildJvm program = ChildJvm.startOn(
                List.of(),
                Map.of(),
                folder + System.getProperty("path.separator") + path,
                "Guide",
                folder.resolve("data").toString())) {
            program.await("the end", 60, line -> {
                printed.add(line);
                return line.equals("the end");
            });
            assertThat(program.exitCode(30)).isZero();
        }
        assertThat(printed).isEqualTo(expected);
    }
}
