package dev.hearth.echo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest extends StoreContract {
    @TempDir
    Path folder;

    @Override
    Store open() {
        return RocksStores.open(folder.resolve("store"));
    }

    private static void assertRefused(ErrorCode code, Path path, String detail) {
        assertThatThrownBy(() -> RocksStores.open(path)).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.details().toString()).contains(detail);
        });
    }

    @Test
    void whatWasWrittenIsThereAgain() {
        Path path = folder.resolve("again");
        try (Store store = RocksStores.open(path)) {
            store.write(new StoreBatch().put(Family.OBJECT, bytes(1), bytes(2)));
        }
        try (Store store = RocksStores.open(path)) {
            assertThat(store.get(Family.OBJECT, bytes(1))).contains(bytes(2));
        }
    }

    @Test
    void aSecondOpenerIsToldWhoHoldsTheFolder() {
        assertRefused(
                ErrorCode.DATA_LOCKED,
                folder.resolve("store"),
                String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertRefused(ErrorCode.STORAGE_FAILED, file.resolve("store"), "file");
    }

    @Test
    void changedBytesAreSeen() throws IOException {
        Path path = folder.resolve("corrupt");
        try (Store store = RocksStores.open(path)) {
            for (int i = 0; i < 100; i++) {
                store.write(new StoreBatch().put(Family.OBJECT, bytes(1, i), new byte[1000]));
            }
        }
        try (var files = Files.walk(path)) {
            for (Path manifest : files.filter(
                            file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .toList()) {
                Files.write(manifest, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
            }
        }
        assertRefused(ErrorCode.STORAGE_CORRUPT, path, "corrupt");
    }

    @Test
    void aKilledProcessLosesNothingThatItAcknowledgedAndLeavesNothingHalf() {
        Path path = folder.resolve("killed");
        long acknowledged = 0;
        for (int round = 0; round < 3; round++) {
            try (ChildJvm child = ChildJvm.start(StoreWriterMain.class.getName(), path.toString())) {
                long target = acknowledged + 500;
                String line = child.await(
                        "acknowledgements",
                        60,
                        said -> said.startsWith("ack ") && Long.parseLong(said.substring(4)) >= target);
                acknowledged = Long.parseLong(line.substring(4));
                assertRefused(ErrorCode.DATA_LOCKED, path, String.valueOf(child.pid()));
                child.kill();
            }
            try (Store store = RocksStores.open(path)) {
                assertThat(StoreWriterMain.verify(store)).isGreaterThanOrEqualTo(acknowledged);
                acknowledged = StoreWriterMain.verify(store);
            }
        }
    }

    @Test
    void whatWasDeletedTakesNoPlaceAfterACompaction() {
        Path path = folder.resolve("compacted");
        try (Store store = RocksStores.open(path)) {
            byte[] noise = new byte[100_000];
            new java.util.Random(1).nextBytes(noise);
            for (int i = 0; i < 30; i++) {
                store.write(new StoreBatch().put(Family.OBJECT, bytes(1, i), noise));
            }
            store.compact();
            long full = store.diskBytes();
            store.write(new StoreBatch().deleteRange(Family.OBJECT, bytes(1), bytes(2)));
            store.compact();
            assertThat(full).isGreaterThan(3_000_000);
            assertThat(store.diskBytes()).isLessThan(full - 2_000_000);
            assertThat(store.get(Family.OBJECT, bytes(1, 3))).isEmpty();
        }
    }

    /** A snapshot may be closed twice, and after its store. */
    @Test
    void aSnapshotIsClosedWheneverItIs() {
        Store store = RocksStores.open(folder.resolve("snapshots"));
        store.write(new StoreBatch().put(Family.OBJECT, bytes(1), bytes(2)));
        StoreSnapshot first = store.snapshot();
        StoreSnapshot last = store.snapshot();
        assertThat(first.get(Family.OBJECT, bytes(1))).contains(bytes(2));
        first.close();
        first.close();
        store.close();
        last.close();
        try (Store again = RocksStores.open(folder.resolve("snapshots"))) {
            assertThat(again.get(Family.OBJECT, bytes(1))).contains(bytes(2));
        }
    }
}
