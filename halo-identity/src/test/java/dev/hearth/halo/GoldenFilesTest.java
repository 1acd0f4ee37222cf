package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static KeychainKey words() {
        return KeychainKey.passphrase(WORDS, KeychainCost.FLOOR);
    }

    /** Opens a copy, and returns the identity in it after comparing it with the one that was written beside. */
    private void assertOpens(String name, KeychainKey key) throws IOException {
        Path copy = Files.copy(GOLDEN.resolve(name), folder.resolve(name));
        try (Keychain keychain = Keychain.open(copy, People.SEAMS, key)) {
            assertIdentity(name, keychain);
        }
    }

    private static void assertIdentity(String name, Keychain keychain) throws IOException {
        String identity = keychain.identity().orElseThrow().id().toString();
        Path beside = GOLDEN.resolve(name + ".identity");
        if (WRITE && !Files.exists(beside)) {
            Files.writeString(beside, identity + "\n");
        }
        assertThat(identity).isEqualTo(Files.readString(beside).strip());
    }

    @Test
    void keychainsOfFormatOneOpen() throws IOException {
        assertOpens("keychain-1", words());
        assertOpens("keychain-1-keyfile", KeychainKey.file(GOLDEN.resolve("keychain-1-keyfile.key")));
    }

    @Test
    void aKeychainOfFormatTwoOpensByEachOfItsSlots() throws IOException {
        Path golden = GOLDEN.resolve("keychain-2");
        Path paper = GOLDEN.resolve("keychain-2.recovery");
        Path keyFile = GOLDEN.resolve("keychain-2.key");
        if (WRITE && !Files.exists(golden)) {
            RecoveryKey recovery = RecoveryKey.generate(People.SEAMS.random());
            Files.writeString(paper, new String(recovery.reveal()) + "\n");
            Path made = folder.resolve("made");
            try (Keychain keychain = Keychain.create(made, words(), People.SEAMS)) {
                keychain.createIdentity("Golden Ann");
                keychain.add(KeychainKey.recovery(recovery));
                keychain.add(KeychainKey.file(keyFile));
            }
            Files.copy(made, golden);
        }
        RecoveryKey recovery = RecoveryKey.parse(Files.readString(paper).strip().toCharArray());
        for (KeychainKey key : List.of(words(), KeychainKey.recovery(recovery), KeychainKey.file(keyFile))) {
            assertOpens("keychain-2", key);
            Files.delete(folder.resolve("keychain-2"));
        }
    }

    /** The first change of a file of the first format makes it one of the second, with the same way in. */
    @Test
    void aKeychainOfFormatOneIsChangedIntoOneOfFormatTwo() throws IOException {
        for (String name : List.of("keychain-1", "keychain-1-keyfile")) {
            KeychainKey key = name.endsWith("keyfile") ? KeychainKey.file(GOLDEN.resolve(name + ".key")) : words();
            Path copy = Files.copy(GOLDEN.resolve(name), folder.resolve(name));
            RecoveryKey recovery = RecoveryKey.generate(People.SEAMS.random());
            try (Keychain keychain = Keychain.open(copy, People.SEAMS, key)) {
                assertThat(keychain.generation()).isZero();
                assertThat(Files.readAllBytes(copy)[8]).isEqualTo((byte) 1);
                keychain.add(KeychainKey.recovery(recovery));
            }
            assertThat(Files.readAllBytes(copy)[8]).isEqualTo((byte) 2);
            for (KeychainKey each : List.of(key, KeychainKey.recovery(recovery))) {
                try (Keychain keychain = Keychain.open(copy, People.SEAMS, each)) {
                    assertIdentity(name, keychain);
                    assertThat(keychain.generation()).isEqualTo(1);
                    assertThat(keychain.slots()).hasSize(2);
                }
            }
        }
    }

    /** A genesis, two admissions, a change of role, a removal and the epochs that they begin. */
    @Test
    void credentialsOfFormatOneYieldTheSameAuthority() throws IOException {
        Path golden = GOLDEN.resolve("credentials-1.hex");
        if (WRITE && !Files.exists(golden)) {
            LocalIdentity ann = People.person("Ann");
            LocalIdentity bob = People.person("Bob");
            SpaceCredentials space = People.space(ann);
            space.admit(ann, bob.chain(), Role.WRITER);
            space.admit(ann, People.person("Carl").chain(), Role.READER);
            space.changeRole(ann, bob.id(), Role.ADMIN);
            space.remove(ann, bob.id(), Map.of(bob.device(), new Cut(3, new Hash(Bytes.of(new byte[32])))));
            Files.write(golden, space.all().stream().map(Bytes::hex).toList());
        }
        Authority authority = People.read(Files.readAllLines(golden)).authority();
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
            space.remove(ann, bob.id(), Map.of());
            List<String> lines = new ArrayList<>();
            lines.add(ann.encode().encode().hex());
            lines.add(new SpaceKeys(space, ann).topic().hex());
            space.all().forEach(each -> lines.add(each.hex()));
            Files.write(golden, lines);
        }
        List<String> lines = Files.readAllLines(golden);
        LocalIdentity ann = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(0))));
        SpaceCredentials space = People.read(lines.subList(2, lines.size()));
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
            space.start(ann, Map.of(ann.device(), 5L));
            List<String> lines = new ArrayList<>();
            lines.add(bob.encode().encode().hex());
            lines.add(new SpaceKeys(space, ann).topic().hex());
            space.all().forEach(each -> lines.add(each.hex()));
            Files.write(golden, lines);
        }
        List<String> lines = Files.readAllLines(golden);
        LocalIdentity bob = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(0))));
        SpaceCredentials space = People.read(lines.subList(2, lines.size()));
        assertThat(space.history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
        assertThat(space.authority().mayWrite(bob.device())).isTrue();
        assertThat(space.authority().startsOf(bob.device())).hasSize(1);
        assertThat(space.authority().readsFrom(bob.device())).isEqualTo(2);
        assertThat(new SpaceKeys(space, bob).topic().hex()).isEqualTo(lines.get(1));
        assertThat(new SpaceKeys(space, bob).seal(Bytes.EMPTY, new byte[1]).epoch())
                .isEqualTo(2);
    }

    /** The secrets of a relay, the topic and secret of its space's swarm, and the credentials. */
    @Test
    void aRelayOfFormatOneFindsTheSwarm() throws IOException, MalformedException {
        Path golden = GOLDEN.resolve("relay-1.hex");
        if (WRITE && !Files.exists(golden)) {
            LocalIdentity ann = People.person("Ann");
            LocalIdentity bob = People.person("Bob");
            SpaceCredentials space = SpaceCredentials.createPostQuantum(ann, People.SEAMS);
            space.admit(ann, bob.chain(), Role.RELAY);
            List<String> lines = new ArrayList<>();
            lines.add(bob.encode().encode().hex());
            lines.add(new SpaceKeys(space, ann).topic().hex());
            lines.add(new SpaceKeys(space, ann).swarmSecret().hex());
            space.all().forEach(each -> lines.add(each.hex()));
            Files.write(golden, lines);
        }
        List<String> lines = Files.readAllLines(golden);
        LocalIdentity bob = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(0))));
        SpaceCredentials space = People.read(lines.subList(3, lines.size()));
        assertThat(space.authority().roleOf(bob.id())).contains(Role.RELAY);
        assertThat(new SpaceKeys(space, bob).topic().hex()).isEqualTo(lines.get(1));
        assertThat(new SpaceKeys(space, bob).swarmSecret().hex()).isEqualTo(lines.get(2));
    }
}
