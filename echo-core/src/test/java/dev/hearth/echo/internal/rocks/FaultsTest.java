package dev.hearth.echo.internal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB and the file system report, told apart in Hearth's codes. */
class FaultsTest {
    private static Status status(Status.Code code, Status.SubCode detail) {
        return new Status(code, detail, "");
    }

    @Test
    void aFullDiskIsKnownByItsStatusAndByItsWords() {
        Status full = status(Status.Code.IOError, Status.SubCode.NoSpace);
        assertThat(Faults.code(full, null)).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(Faults.code(null, "write: No space left on device")).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(Faults.code(null, "Disk quota exceeded")).isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void damageIsKnownByItsStatusAndByItsWords() {
        Status damage = status(Status.Code.Corruption, Status.SubCode.None);
        assertThat(Faults.code(damage, "block checksum mismatch")).isEqualTo(ErrorCode.STORAGE_CORRUPT);
        assertThat(Faults.code(null, "Corruption: CURRENT file")).isEqualTo(ErrorCode.STORAGE_CORRUPT);
    }

    @Test
    void anythingElseHasFailedForAReasonThatIsNotKnown() {
        Status other = status(Status.Code.IOError, Status.SubCode.None);
        assertThat(Faults.code(other, "input/output error")).isEqualTo(ErrorCode.STORAGE_FAILED);
        assertThat(Faults.code(null, null)).isEqualTo(ErrorCode.STORAGE_FAILED);
    }

    @Test
    void theFolderIsNamedAndTheCauseIsKept() {
        IOException cause = new IOException("No space left on device");
        HearthException full = Faults.of(cause, "the folder");
        assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(full.details()).isEqualTo(Map.of("folder", "the folder"));
        assertThat(full).hasCause(cause);
        RocksDBException damaged = new RocksDBException(status(Status.Code.Corruption, Status.SubCode.None));
        assertThat(Faults.of(damaged, "the folder").code()).isEqualTo(ErrorCode.STORAGE_CORRUPT);
    }
}
