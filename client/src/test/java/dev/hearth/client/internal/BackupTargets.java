package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.halo.BackupLock;
import dev.hearth.halo.KeychainCost;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A backup that somebody else made or a disk damaged: as a file, and as what an honest lock was put around. */
final class BackupTargets {
    private static final BackupLock LOCK =
            BackupLock.byPassphrase("fuzz".toCharArray(), KeychainCost.FLOOR, new Sevens());

    private static final BackupFile.Preamble PREAMBLE = new BackupFile.Preamble(
            new SpaceId(Bytes.of(new byte[SpaceId.SIZE])),
            new DeviceId(Bytes.of(new byte[DeviceId.SIZE])),
            1_700_000_000,
            List.of(Bytes.fromHex("a10203"), Bytes.EMPTY),
            List.of(URI.create("ws://signal.example:8890")));

    private static final byte[] FILE = file(PREAMBLE);

    /** A file as it lies on the disk: whatever was changed in it is noticed. */
    static final Target DAMAGED =
            new Target("backup file", 50, HearthException.class, 300, List.of(FILE), (input, attempt) -> {
                BackupFile.Preamble read = read(input, BackupTargets::lock);
                attempt.then(taken -> {
                    if (taken && !(Arrays.equals(input, FILE) && read.equals(PREAMBLE))) {
                        throw new IllegalStateException("a changed file was taken");
                    }
                });
            });

    /** What is sealed in a file, made by somebody who has the passphrase. */
    static final Target FORGED =
            new Target("backup content", 50, HearthException.class, 300, List.of(content()), (input, attempt) -> {
                BackupFile.Preamble read = read(sealed(input), BackupTargets::lock);
                attempt.then(taken -> {
                    if (taken && !read(file(read), BackupTargets::lock).equals(read)) {
                        throw new IllegalStateException("what was read is not what is written");
                    }
                });
            });

    static final Targets ALL = new Targets(List.of(DAMAGED, FORGED));

    private BackupTargets() {}

    private static BackupLock lock(Bytes header) throws MalformedException {
        if (!header.equals(LOCK.header())) {
            throw new MalformedException("Another lock");
        }
        return LOCK;
    }

    /** Reads a file into a store; refuses with the codes that a reader documents and no others. */
    private static BackupFile.Preamble read(byte[] file, BackupFile.Opener opener) {
        try (BackupFile.Reader reader = new BackupFile.Reader(new ByteArrayInputStream(file), opener)) {
            BackupFile.Preamble preamble = reader.preamble();
            DatabaseRestore restore = DatabaseRestore.into(new MemoryStore(), preamble.space());
            reader.pairs(restore);
            restore.finish();
            return preamble;
        } catch (HearthException e) {
            if (!Set.of(ErrorCode.INPUT_MALFORMED, ErrorCode.FORMAT_UNKNOWN).contains(e.code())) {
                throw new IllegalStateException("refused with " + e.code(), e);
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(BackupFile.Preamble preamble) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BackupFile.write(out, LOCK, preamble, new Pairs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The part of a file in front of the pieces. */
    private static byte[] clear() {
        return Arrays.copyOf(FILE, 11 + LOCK.header().size());
    }

    private static byte[] content() {
        byte[] clear = clear();
        byte[] pieces = Arrays.copyOfRange(FILE, clear.length, FILE.length);
        try (SealedInput in = new SealedInput(new ByteArrayInputStream(pieces), LOCK, Bytes.of(clear))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sealed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealedOutput sealing = new SealedOutput(out, LOCK, Bytes.of(clear()))) {
            out.write(clear());
            sealing.write(content);
            sealing.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Draws the same lock each time. */
    private static final class Sevens extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 7);
        }
    }

    /** A pair of the space, one of a branch, and one without anything in it. */
    private static final class Pairs implements DatabaseDump {
        @Override
        public void forEach(Taker taker) throws IOException {
            byte[] ofBranch = new byte[20];
            Arrays.fill(ofBranch, (byte) 7);
            taker.take(1, new byte[] {1, 2, 3}, new byte[40]);
            taker.take(2 + OF_BRANCH, ofBranch, new byte[] {9});
            taker.take(3, new byte[0], new byte[0]);
        }

        @Override
        public void close() {}
    }
}
