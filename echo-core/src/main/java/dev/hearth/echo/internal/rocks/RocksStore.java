package dev.hearth.echo.internal.rocks;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store in RocksDB, one column family per kind of data. Writes go to the write-ahead log, which outlives the process;
 * {@link #flush()} brings the log to the disk. Every call holds the shared side of a lock whose exclusive side is
 * closing, because a call into a closed database would end the process.
 */
public final class RocksStore implements Store {
    /** What tables, files of chunks and memory hold; deleted values count until they are compacted away. */
    private static final List<String> SIZES =
            List.of("rocksdb.live-sst-files-size", "rocksdb.live-blob-file-size", "rocksdb.cur-size-active-mem-table");

    private final RocksFolder files;
    private final String folder;
    private final WriteOptions write = new WriteOptions();
    private final ReadOptions read = new ReadOptions();
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed; // guarded by life

    private RocksStore(RocksFolder files, Path folder) {
        this.files = files;
        this.folder = folder.toString();
    }

    /** Opens the store in {@code folder}. */
    public static RocksStore open(Path folder) {
        return new RocksStore(RocksFolder.open(folder), folder);
    }

    @Override
    public void write(StoreBatch batch) {
        enter();
        try (WriteBatch writes = new WriteBatch()) {
            for (StoreBatch.Write each : batch.writes()) {
                add(writes, each);
            }
            files.database().write(write, writes);
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    private void add(WriteBatch writes, StoreBatch.Write each) throws RocksDBException {
        if (each instanceof StoreBatch.Put put) {
            writes.put(files.column(put.family()), put.key(), put.value());
        } else if (each instanceof StoreBatch.Delete delete) {
            writes.delete(files.column(delete.family()), delete.key());
        } else {
            StoreBatch.DeleteRange range = (StoreBatch.DeleteRange) each;
            writes.deleteRange(files.column(range.family()), range.from(), range.to());
        }
    }

    @Override
    public void flush() {
        enter();
        try {
            files.database().syncWal();
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    /** Every table is written anew, the lowest too: only there what was deleted is gone. */
    @Override
    public void compact() {
        enter();
        try {
            files.compact();
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    @Override
    public long diskBytes() {
        enter();
        try {
            return files.bytes();
        } catch (IOException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        return get(read, family, key);
    }

    private Optional<byte[]> get(ReadOptions options, Family family, byte[] key) {
        enter();
        try {
            return Optional.ofNullable(files.database().get(files.column(family), options, key));
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        scan(read, family, prefix, from, visitor);
    }

    private void scan(
            ReadOptions options, Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        enter();
        try (var pairs = files.database().newIterator(files.column(family), options)) {
            for (pairs.seek(from); pairs.isValid(); pairs.next()) {
                byte[] key = pairs.key();
                if (!startsWith(key, prefix) || !visitor.test(key, pairs.value())) {
                    return;
                }
            }
            pairs.status();
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public StoreSnapshot snapshot() {
        enter();
        try {
            return new Frozen(files.database().getSnapshot());
        } finally {
            leave();
        }
    }

    @Override
    public long bytes(Family family) {
        enter();
        try {
            long bytes = 0;
            for (String property : SIZES) {
                bytes += files.database().getLongProperty(files.column(family), property);
            }
            return bytes;
        } catch (RocksDBException e) {
            throw Faults.of(e, folder);
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            read.close();
            write.close();
            files.close();
        } finally {
            life.writeLock().unlock();
        }
    }

    private void enter() {
        life.readLock().lock();
        if (closed) {
            life.readLock().unlock();
            throw new HearthException(ErrorCode.CLOSED);
        }
    }

    private void leave() {
        life.readLock().unlock();
    }

    /** Reads as of one moment. */
    private final class Frozen implements StoreSnapshot {
        private final Snapshot snapshot;
        private final ReadOptions options;
        private boolean ended;

        Frozen(Snapshot snapshot) {
            this.snapshot = snapshot;
            this.options = new ReadOptions().setSnapshot(snapshot);
        }

        @Override
        public Optional<byte[]> get(Family family, byte[] key) {
            return RocksStore.this.get(options, family, key);
        }

        @Override
        public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
            RocksStore.this.scan(options, family, prefix, from, visitor);
        }

        @Override
        public void close() {
            life.readLock().lock();
            try {
                if (ended) {
                    return;
                }
                ended = true;
                options.close();
                if (!closed) {
                    files.database().releaseSnapshot(snapshot);
                }
            } finally {
                life.readLock().unlock();
            }
        }
    }
}
