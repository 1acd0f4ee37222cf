package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an earlier version wrote stays readable for ever. The files lie in {@code src/test/resources/golden};
 * {@code -Dhearth.golden=write} writes those that are not there.
 */
final class GoldenFilesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final char[] WORDS = "a golden passphrase".toCharArray();
    private static final boolean WRITE = "write".equals(System.getProperty("hearth.golden"));

    @TempDir
    private Path folder;

    @Test
    void aKeychainOfFormatOneOpens() throws IOException {
        Path golden = GOLDEN.resolve("keychain-1");
        if (WRITE && !Files.exists(golden)) {
            Files.createDirectories(GOLDEN);
            try (Keychain made = Keychain.create(golden, WORDS, KeychainCost.FLOOR, People.SEAMS)) {
                made.createIdentity("Golden Ann");
            }
        }
        Path copy = Files.copy(golden, folder.resolve("keychain"));
        try (Keychain keychain = Keychain.open(copy, WORDS, People.SEAMS)) {
            LocalIdentity identity = keychain.identity().orElseThrow();
            assertThat(identity.name()).isEqualTo("Golden Ann");
            assertThat(identity.id().toString())
                    .isEqualTo(
                            Files.readString(beside(identity.id().toString())).strip());
        }
    }

    private static Path beside(String identity) throws IOException {
        Path file = GOLDEN.resolve("keychain-1.identity");
        if (WRITE && !Files.exists(file)) {
            Files.writeString(file, identity + "\n");
        }
        return file;
    }

    /** A genesis, two admissions, a change of role, a removal and the epochs that they begin. */
    @Test
    void credentialsOfFormatOneYieldTheSameAuthority() throws IOException, MalformedException {
        Path golden = GOLDEN.resolve("credentials-1.hex");
        if (WRITE && !Files.exists(golden)) {
            LocalIdentity ann = People.person("Ann");
            LocalIdentity bob = People.person("Bob");
            SpaceCredentials space = People.space(ann);
            space.admit(ann, bob.chain(), Role.WRITER);
            space.admit(ann, People.person("Carl").chain(), Role.READER);
            space.changeRole(ann, bob.id(), Role.ADMIN);
            space.remove(
                    ann,
                    bob.id(),
                    java.util.Map.of(bob.device(), new Cut(3, new dev.hearth.base.Hash(Bytes.of(new byte[32])))));
            Files.write(golden, space.all().stream().map(Bytes::hex).toList());
        }
        List<Bytes> credentials = new ArrayList<>();
        for (String line : Files.readAllLines(golden)) {
            credentials.add(Bytes.fromHex(line));
        }
        Authority authority =
                SpaceCredentials.restore(credentials, People.SEAMS).authority();
        List<String> members = authority.members().values().stream()
                .map(member -> member.chain().name() + " " + member.role())
                .sorted()
                .toList();
        assertThat(members).containsExactly("Ann OWNER", "Carl READER");
    }

    /** The owner's secrets, the topic of its post-quantum space, and the credentials, whose wraps it still opens. */
    @Test
    void aPostQuantumSpaceOfFormatOneOpens() throws IOException, MalformedException {
        Path golden = GOLDEN.resolve("post-quantum-1.hex");
        if (WRITE && !Files.exists(golden)) {
            LocalIdentity ann = People.person("Ann");
            LocalIdentity bob = People.person("Bob");
            SpaceCredentials space = SpaceCredentials.createPostQuantum(ann, People.SEAMS);
            space.admit(ann, bob.chain(), Role.WRITER);
            space.remove(ann, bob.id(), java.util.Map.of());
            List<String> lines = new ArrayList<>();
            lines.add(ann.encode().encode().hex());
            lines.add(new SpaceKeys(space, ann).topic().hex());
            space.all().forEach(each -> lines.add(each.hex()));
            Files.write(golden, lines);
        }
        List<String> lines = Files.readAllLines(golden);
        LocalIdentity ann = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(0))));
        SpaceCredentials space = SpaceCredentials.restore(
                lines.subList(2, lines.size()).stream().map(Bytes::fromHex).toList(), People.SEAMS);
        assertThat(space.isPostQuantum()).isTrue();
        assertThat(space.authority().members()).containsOnlyKeys(ann.id());
        assertThat(new SpaceKeys(space, ann).topic().hex()).isEqualTo(lines.get(1));
        assertThat(new SpaceKeys(space, ann).seal(Bytes.EMPTY, new byte[1]).epoch())
                .isEqualTo(1);
    }

    /** The secrets of a member that came later, the topic of its space without history, and the credentials. */
    @Test
    void aSpaceWithoutHistoryOfFormatOneOpens() throws IOException, MalformedException {
        Path golden = GOLDEN.resolve("since-join-1.hex");
        if (WRITE && !Files.exists(golden)) {
            LocalIdentity ann = People.person("Ann");
            LocalIdentity bob = People.person("Bob");
            SpaceCredentials space = SpaceCredentials.create(ann, false, HistoryPolicy.SINCE_JOIN, People.SEAMS);
            space.admit(ann, bob.chain(), Role.WRITER);
            space.start(ann, java.util.Map.of(ann.device(), 5L));
            List<String> lines = new ArrayList<>();
            lines.add(bob.encode().encode().hex());
            lines.add(new SpaceKeys(space, ann).topic().hex());
            space.all().forEach(each -> lines.add(each.hex()));
            Files.write(golden, lines);
        }
        List<String> lines = Files.readAllLines(golden);
        LocalIdentity bob = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(0))));
        SpaceCredentials space = SpaceCredentials.restore(
                lines.subList(2, lines.size()).stream().map(Bytes::fromHex).toList(), People.SEAMS);
        assertThat(space.history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
        assertThat(space.authority().mayWrite(bob.device())).isTrue();
        assertThat(space.authority().startsOf(bob.device())).hasSize(1);
        assertThat(space.authority().readsFrom(bob.device())).isEqualTo(2);
        assertThat(new SpaceKeys(space, bob).topic().hex()).isEqualTo(lines.get(1));
        assertThat(new SpaceKeys(space, bob).seal(Bytes.EMPTY, new byte[1]).epoch())
                .isEqualTo(2);
    }
}
