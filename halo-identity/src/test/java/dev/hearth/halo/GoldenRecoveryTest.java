package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recovery stores and hands out, as it was written first; see {@link GoldenFilesTest}. */
final class GoldenRecoveryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/recovery-1.txt");
    private static final byte[] PLAIN = "golden".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONCE = new byte[12];
    private static final Instant SINCE = Instant.ofEpochSecond(1_790_000_000L);

    private static void write() throws IOException, MalformedException {
        LocalIdentity ann = People.person("Ann");
        LocalIdentity bob = People.person("Bob");
        RecoveryPhrase words = RecoveryPhrase.of(ann.rootSeed());
        BackupLock lock = BackupLock.byWords(RootBox.of(ann), People.SEAMS.random());
        RecoveryShare share =
                RecoveryShares.split(words, 2, 2, People.SEAMS.random()).get(0);
        GuardianNote.Start start = new GuardianNote.Start(ann.id(), bob.id(), share.set(), SINCE, SINCE.plusSeconds(9));
        Files.write(
                GOLDEN,
                List.of(
                        new String(words.reveal()),
                        ann.chain().encoded().hex(),
                        bob.encode().encode().hex(),
                        RootBox.of(ann).encoded().hex(),
                        lock.header().hex(),
                        Bytes.of(lock.seal(NONCE, new byte[0], PLAIN)).hex(),
                        KeyBundle.of(People.space(ann), ann).encode().encode().hex(),
                        ShareParcel.seal(share, ann, List.of(bob.chain()), Duration.ofDays(3))
                                .text(),
                        new String(share.reveal()),
                        GuardianNote.sign(bob, start, false).text(),
                        GuardianNote.sign(ann, start, true).text()));
    }

    @Test
    void formatOneIsRead() throws IOException, MalformedException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(GOLDEN)) {
            write();
        }
        List<String> lines = Files.readAllLines(GOLDEN);
        RecoveryPhrase words = RecoveryPhrase.parse(lines.get(0).toCharArray());
        IdentityChain ann = IdentityChain.verify(Bytes.fromHex(lines.get(1)));
        LocalIdentity bob = LocalIdentity.decode(Cbor.decode(Bytes.fromHex(lines.get(2))));
        assertThat(RootBox.verify(Bytes.fromHex(lines.get(3)), List.of(ann))
                        .encoded()
                        .hex())
                .isEqualTo(lines.get(3));
        BackupLock lock = BackupLock.openWithWords(Bytes.fromHex(lines.get(4)), words);
        assertThat(lock.open(NONCE, new byte[0], Bytes.fromHex(lines.get(5)).toArray()))
                .isEqualTo(PLAIN);
        Bytes bundle = Bytes.fromHex(lines.get(6));
        assertThat(KeyBundle.decode(Cbor.decode(bundle)).encode().encode()).isEqualTo(bundle);
        ShareParcel parcel = ShareParcel.parse(lines.get(7));
        assertThat(parcel.owner()).isEqualTo(ann);
        assertThat(parcel.hold()).isEqualTo(Duration.ofDays(3));
        assertThat(new String(parcel.open(bob).reveal())).isEqualTo(lines.get(8));
        for (String text : lines.subList(9, 11)) {
            GuardianNote note = GuardianNote.parse(text);
            assertThat(note.start().since()).isEqualTo(SINCE);
            assertThat(note.start().set()).isEqualTo(parcel.set());
            assertThat(note.text()).isEqualTo(text);
        }
    }
}
