package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A space is written into a file and put back from there, with whatever happened in between. */
final class BackupTest extends ClientsInMemory {
    record Note(String title, Text body, Optional<BlobRef> picture) {
        Note(String title) {
            this(title, Text.of(""), Optional.empty());
        }
    }

    private static final Duration BOUND = Duration.ofSeconds(20);

    private Path file() {
        return folder.resolve("home.backup");
    }

    /** Ends a client as the loss of its disk but for keychain and registry would, and opens it again. */
    private Client loseSpaces(String name) throws IOException {
        clients.stream()
                .filter(client -> client.halo().identity().orElseThrow().name().equals(name))
                .forEach(Client::close);
        clients.removeIf(client -> client.halo().identity().orElseThrow().name().equals(name));
        try (Stream<Path> files = Files.walk(folder.resolve(name).resolve("spaces"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        return open(name);
    }

    private static byte[] content() {
        byte[] content = new byte[400_000];
        new Random(3).nextBytes(content);
        return content;
    }

    @Test
    void aLostSpaceComesBackWithItsIdItsBlobsAndItsMembers() throws IOException {
        Space home = open("ann").spaces().create("Home");
        SpaceId id = home.id();
        BlobRef picture = home.blobs().put(new ByteArrayInputStream(content()), "image/png");
        Ref<Note> ref = home.put(new Note("paint", Text.of("the door"), Optional.of(picture)));
        join(open("bob"), home.invite(Role.WRITER));
        home.backup(file());
        clients.get(1).close();
        clients.remove(1);

        Client ann = loseSpaces("ann");
        Space empty = ann.spaces().get(id);
        assertThat(empty.query(Note.class).count()).isZero();
        assertThat(empty.spaceStatus().database().unconfirmed()).isTrue();
        assertRefused(ErrorCode.SPACE_UNCONFIRMED, () -> empty.put(new Note("too early")));

        Space back = ann.spaces().restore(file());
        assertThat(back.id()).isEqualTo(id);
        assertThat(ann.spaces().get(id)).isSameAs(back);
        assertThat(back.name()).isEqualTo("Home");
        assertThat(back.members()).extracting(Member::name).containsExactlyInAnyOrder("ann", "bob");
        assertThat(back.get(ref)).isEqualTo(new Note("paint", Text.of("the door"), Optional.of(picture)));
        assertThat(back.blobs().open(picture).readAllBytes()).isEqualTo(content());
        assertThat(back.verify().findings()).isEmpty();
        assertRefused(ErrorCode.SPACE_UNCONFIRMED, () -> back.put(new Note("too early")));
        back.confirmOnlyCopy();
        back.put(new Note("after"));
        ann.close();
        clients.remove(ann);
        assertThat(open("ann").spaces().get(id).query(Note.class).count()).isEqualTo(2);
    }

    @Test
    void whatWasWrittenSinceComesBackFromAMemberBeforeAnythingIsWritten() throws IOException {
        Space home = open("ann").spaces().create("Home");
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.WRITER));
        home.put(new Note("before"));
        home.backup(file(), "correct horse".toCharArray());
        for (int i = 0; i < 100; i++) {
            home.put(new Note("after " + i));
        }
        Await.until("all notes", BOUND, () -> same.query(Note.class).count() == 101);
        bob.mesh().pause();

        Client ann = loseSpaces("ann");
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> ann.spaces().restore(file(), "wrong".toCharArray()));
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> ann.spaces().restore(file()));
        Space back = ann.spaces().restore(file(), "correct horse".toCharArray());
        assertThat(back.query(Note.class).count()).isEqualTo(1);
        assertRefused(ErrorCode.SPACE_UNCONFIRMED, () -> back.put(new Note("too early")));
        bob.mesh().resume();
        Await.until("confirmed", BOUND, () -> !back.status().unconfirmed());
        assertThat(back.query(Note.class).count()).isEqualTo(101);
        back.put(new Note("goes on"));
        Await.until("the newest note", BOUND, () -> same.query(Note.class).count() == 102);
        assertThat(same.status().frozen()).isEmpty();
    }

    /** A lost space needs no backup where a member has it. */
    @Test
    void aLostSpaceComesBackFromItsMembers() throws IOException {
        Space home = open("ann").spaces().create("Home");
        Space same = join(open("bob"), home.invite(Role.WRITER));
        Ref<Note> ref = home.put(new Note("kept by bob"));
        Await.until("the note", BOUND, () -> same.find(ref).isPresent());
        Space back = loseSpaces("ann").spaces().get(home.id());
        Await.until(
                "the note again",
                BOUND,
                () -> back.find(ref).isPresent() && !back.status().unconfirmed());
        back.put(new Note("goes on"));
        Await.until("the new note", BOUND, () -> same.query(Note.class).count() == 2);
        assertThat(same.status().frozen()).isEmpty();
    }

    @Test
    void aBackupIsTakenWhileTheSpaceIsWrittenTo() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        for (int i = 0; i < 50; i++) {
            home.put(new Note("note " + i));
        }
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 500; i++) {
                home.transact(() -> {
                    home.put(new Note("twin"));
                    home.put(new Note("twin"));
                });
            }
        });
        writer.start();
        home.backup(file());
        Await.until("the end of the writing", BOUND, () -> !writer.isAlive());
        home.close();
        Space back = ann.spaces().restore(file());
        long twins = back.query(Note.class).where(Note::title, "twin").count();
        assertThat(twins).isEven().isLessThanOrEqualTo(1_000);
        assertThat(back.query(Note.class).count()).isEqualTo(50 + twins);
        assertThat(back.verify().findings()).isEmpty();
    }

    @Test
    void aSpaceThatIsInUseIsNotReplaced() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        home.backup(file());
        assertRefused(ErrorCode.SPACE_OPEN, () -> ann.spaces().restore(file()));
        home.put(new Note("still here"));
        assertThat(home.query(Note.class).count()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNotThereIsCalledSo() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Path nowhere = folder.resolve("nowhere");
        assertRefused(ErrorCode.FILE_UNKNOWN, () -> ann.spaces().restore(nowhere));
        assertRefused(ErrorCode.FILE_UNKNOWN, () -> home.backup(nowhere.resolve("home.hearth")));
        assertRefused(ErrorCode.FILE_FAILED, () -> ann.spaces().restore(folder));
    }

    @Test
    void nobodyElsesSpaceIsRestored() {
        open("ann").spaces().create("Home").backup(file(), "words".toCharArray());
        Client bob = open("bob");
        assertRefused(ErrorCode.NOT_PERMITTED, () -> bob.spaces().restore(file(), "words".toCharArray()));
        assertThat(bob.spaces().list()).isEmpty();
    }

    /** Wherever it is cut or changed, it is refused, and what is here stays. */
    @Test
    void aDamagedFileIsRefusedAndChangesNothing() throws IOException {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        home.blobs().put(new ByteArrayInputStream(content()), "image/png");
        home.put(new Note("here"));
        home.backup(file());
        home.close();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = whole.clone();
            if (i % 3 == 0) {
                damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            } else if (i % 3 == 1) {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                damaged = java.util.Arrays.copyOf(whole, whole.length + 1 + random.nextInt(50));
            }
            Path other = folder.resolve("damaged");
            Files.write(other, damaged);
            assertThatThrownBy(() -> ann.spaces().restore(other))
                    .isInstanceOfSatisfying(
                            HearthException.class,
                            e -> assertThat(e.code())
                                    .isIn(
                                            ErrorCode.INPUT_MALFORMED,
                                            ErrorCode.WRONG_PASSPHRASE,
                                            ErrorCode.FORMAT_UNKNOWN));
        }
        Files.write(file(), whole);
        Space back = ann.spaces().restore(file());
        assertThat(back.query(Note.class).list()).hasSize(1);
        try (Stream<Path> files = Files.list(folder.resolve("ann").resolve("spaces"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aSpaceThatIsNotConfirmedIsNotDeletedAndGoesOn() throws IOException {
        Client before = open("ann");
        Space home = before.spaces().create("Home");
        home.put(new Note("before"));
        home.invite(Role.WRITER);
        home.backup(file());
        Client ann = loseSpaces("ann");
        Space back = ann.spaces().restore(file());
        assertRefused(ErrorCode.SPACE_UNCONFIRMED, () -> ann.spaces().delete(back.id()));
        Space again = ann.spaces().get(back.id());
        assertThat(again.query(Note.class).count()).isEqualTo(1);
        again.confirmOnlyCopy();
        again.put(new Note("after"));
        ann.spaces().delete(again.id());
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> ann.spaces().get(again.id()));
    }

    @Test
    void nobodyIsAdmittedBeforeTheSpaceIsConfirmed() throws IOException {
        Space home = open("ann").spaces().create("Home");
        home.backup(file());
        Client ann = loseSpaces("ann");
        Space back = ann.spaces().restore(file());
        assertRefused(ErrorCode.SPACE_UNCONFIRMED, () -> back.invite(Role.READER));
        back.confirmOnlyCopy();
        join(open("bob"), back.invite(Role.READER));
        assertThat(back.members()).hasSize(2);
    }
}
