package dev.hearth.echo.internal.rocks;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells what RocksDB and the file system report apart in Hearth's own codes. */
final class Faults {
    private Faults() {}

    static HearthException of(RocksDBException fault, String folder) {
        return new HearthException(code(fault.getStatus(), fault.getMessage()), Map.of("folder", folder), fault);
    }

    static HearthException of(IOException fault, String folder) {
        return new HearthException(code(null, fault.getMessage()), Map.of("folder", folder), fault);
    }

    static ErrorCode code(@Nullable Status status, @Nullable String message) {
        String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (said.contains("no space left")
                || said.contains("disk quota exceeded")
                || (status != null && status.getSubCode() == Status.SubCode.NoSpace)) {
            return ErrorCode.DISK_FULL;
        }
        if ((status != null && status.getCode() == Status.Code.Corruption) || said.contains("corruption")) {
            return ErrorCode.STORAGE_CORRUPT;
        }
        return ErrorCode.STORAGE_FAILED;
    }
}
