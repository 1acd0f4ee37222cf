package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of a file that a user named, whatever class of the platform reports it. */
class HearthExceptionTest {
    @TempDir
    private Path folder;

    /** Something that is done to a file. */
    private interface Deed {
        void on(Path file) throws IOException;
    }

    private static HearthException failure(Path file, Deed deed) {
        try {
            deed.on(file);
        } catch (IOException e) {
            HearthException told = HearthException.ofFile(file, e);
            assertThat(told.details()).containsEntry("file", file.toString());
            assertThat(told).hasCause(e);
            return told;
        }
        throw new AssertionError("It did not fail: " + file);
    }

    @Test
    void aFileOrFolderThatIsNotThereIsUnknown() {
        Path nowhere = folder.resolve("nowhere");
        Path within = nowhere.resolve("file");
        for (Deed deed : new Deed[] {
            Files::readString,
            file -> Files.newInputStream(file).close(),
            file -> new FileInputStream(file.toFile()).close()
        }) {
            assertThat(failure(nowhere, deed).code()).isEqualTo(ErrorCode.FILE_UNKNOWN);
        }
        for (Deed deed :
                new Deed[] {file -> Files.writeString(file, "text"), file -> new FileOutputStream(file.toFile()).close()
                }) {
            assertThat(failure(within, deed).code()).isEqualTo(ErrorCode.FILE_UNKNOWN);
        }
    }

    @Test
    void aFolderInThePlaceOfAFileFails() {
        assertThat(failure(folder, Files::readString).code()).isEqualTo(ErrorCode.FILE_FAILED);
        assertThat(failure(folder, file -> Files.writeString(file, "text")).code())
                .isEqualTo(ErrorCode.FILE_FAILED);
    }

    @Test
    void aFullDiskIsCalledSo() {
        Deed full = file -> {
            throw new IOException("No space left on device");
        };
        assertThat(failure(folder.resolve("file"), full).code()).isEqualTo(ErrorCode.DISK_FULL);
        Deed silent = file -> {
            throw new IOException();
        };
        assertThat(failure(folder.resolve("file"), silent).code()).isEqualTo(ErrorCode.FILE_FAILED);
    }
}
