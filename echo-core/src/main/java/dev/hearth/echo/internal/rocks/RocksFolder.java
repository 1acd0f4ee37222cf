package dev.hearth.echo.internal.rocks;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/** An open RocksDB folder: lock, native handles and the order in which they are freed. */
final class RocksFolder implements AutoCloseable {
    private static final long BLOCK_CACHE = 16L << 20;
    private static final long WRITE_BUFFER = 16L << 20;
    /** So many tables stay open with their indexes and filters; a quarter of them is opened at the start. */
    private static final int OPEN_TABLES = 256;

    /** Chunks of blobs of that size lie in files aside, which compaction copies only when so much of them is dead. */
    private static final long CHUNK_ASIDE = 4 << 10;

    private static final long CHUNK_FILE = 64L << 20;
    private static final double CHUNK_WASTE = 0.5;

    private final Path folder;
    private final FolderLock lock;
    private final LRUCache cache;
    private final BloomFilter filter;
    private final ColumnFamilyOptions columnOptions;
    private final ColumnFamilyOptions chunkOptions;
    private final DBOptions options;
    private final List<ColumnFamilyHandle> columns = new ArrayList<>();
    private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
    private final RocksDB database;

    private RocksFolder(Path folder, FolderLock lock) throws RocksDBException {
        this.folder = folder;
        this.lock = lock;
        cache = new LRUCache(BLOCK_CACHE);
        filter = new BloomFilter(10);
        columnOptions = new ColumnFamilyOptions()
                .setWriteBufferSize(WRITE_BUFFER)
                .setCompressionType(CompressionType.NO_COMPRESSION) // what is sealed does not compress
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
        chunkOptions = new ColumnFamilyOptions()
                .setWriteBufferSize(WRITE_BUFFER)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter))
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setEnableBlobFiles(true)
                .setMinBlobSize(CHUNK_ASIDE)
                .setBlobFileSize(CHUNK_FILE)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(1.0)
                .setBlobGarbageCollectionForceThreshold(CHUNK_WASTE);
        options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setDbWriteBufferSize(WRITE_BUFFER)
                .setMaxTotalWalSize(2 * WRITE_BUFFER)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxOpenFiles(OPEN_TABLES)
                .setSkipStatsUpdateOnDbOpen(true)
                .setMaxBackgroundJobs(2);
        try {
            database = RocksDB.open(options, folder.resolve("rocks").toString(), descriptors(), columns);
            Iterator<ColumnFamilyHandle> opened = columns.listIterator(1);
            for (Family family : Family.values()) {
                families.put(family, opened.next());
            }
        } catch (RocksDBException e) {
            free();
            throw e;
        }
    }

    static RocksFolder open(Path folder) {
        FolderLock lock = null;
        try {
            loadLibrary();
            Files.createDirectories(folder);
            lock = FolderLock.acquire(folder);
            RocksFolder opened = new RocksFolder(folder, lock);
            lock = null;
            return opened;
        } catch (RocksDBException e) {
            throw Faults.of(e, folder.toString());
        } catch (IOException e) {
            throw Faults.of(e, folder.toString());
        } finally {
            release(lock, folder);
        }
    }

    /** RocksDB reports a library that it can't unpack as a plain runtime exception. */
    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | LinkageError e) {
            String reason = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw new HearthException(ErrorCode.NATIVE_UNAVAILABLE, Map.of("library", "rocksdb", "reason", reason), e);
        }
    }

    private static void release(@org.jspecify.annotations.Nullable FolderLock lock, Path folder) {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw Faults.of(e, folder.toString());
        }
    }

    private List<ColumnFamilyDescriptor> descriptors() {
        List<ColumnFamilyDescriptor> list = new ArrayList<>();
        list.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, columnOptions));
        for (Family family : Family.values()) {
            byte[] name = family.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            list.add(new ColumnFamilyDescriptor(name, family == Family.CHUNK ? chunkOptions : columnOptions));
        }
        return list;
    }

    RocksDB database() {
        return database;
    }

    ColumnFamilyHandle column(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    /** The log is emptied first, by writing what it holds into tables. */
    void compact() throws RocksDBException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
                CompactRangeOptions all = new CompactRangeOptions()
                        .setExclusiveManualCompaction(false)
                        .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)) {
            database.flush(flush, columns);
            for (ColumnFamilyHandle column : columns) {
                database.compactRange(column, null, null, all);
            }
        }
    }

    /** Returns the bytes of all files; those that come and go meanwhile count or not. */
    long bytes() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.resolve("rocks"))) {
            for (Path file : all) {
                bytes += size(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            database.syncWal();
        } catch (RocksDBException e) {
            throw Faults.of(e, folder.toString());
        } finally {
            columns.forEach(ColumnFamilyHandle::close);
            database.close();
            free();
            release(lock, folder);
        }
    }

    /** Frees in the opposite order of creation; the options outlive the database that uses them. */
    private void free() {
        options.close();
        chunkOptions.close();
        columnOptions.close();
        filter.close();
        cache.close();
    }
}
