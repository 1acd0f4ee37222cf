package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.BackupLock;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes spaces into backup files and puts them back from there. Thread-safe. */
final class BackupDesk {
    private final DataFolder folder;
    private final Registry registry;
    private final Seams seams;

    BackupDesk(DataFolder folder, Registry registry, Seams seams) {
        this.folder = folder;
        this.registry = registry;
        this.seams = seams;
    }

    /** Writes a space as it is now into {@code file}, which is replaced as a whole once everything is on the disk. */
    void write(EchoDatabase database, SpaceAccess access, Path file, Optional<char[]> passphrase) {
        replace(file, out -> {
            try (DatabaseDump dump = database.dump()) {
                BackupFile.Preamble preamble = new BackupFile.Preamble(
                        database.id(),
                        access.self(),
                        seams.clock().instant().getEpochSecond(),
                        access.all(), // after the blocks, so that all are there which the blocks name
                        signals(database.id()));
                BackupFile.write(out, lock(passphrase), preamble, dump);
            }
        });
    }

    /** Writes a file. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Replaces {@code file} as a whole, once everything is on the disk. */
    static void replace(Path file, Writing writing) {
        Path beside = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try {
            try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
                writing.to(out);
                out.getFD().sync();
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        } finally {
            drop(beside);
        }
    }

    static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    List<URI> signals(SpaceId space) {
        return registry.spaces().stream()
                .filter(entry -> entry.id().equals(space))
                .findFirst()
                .map(SpaceEntry::signals)
                .orElse(List.of());
    }

    BackupLock lock(Optional<char[]> passphrase) {
        if (passphrase.isEmpty()) {
            return folder.keychain().backupLock();
        }
        char[] words = passphrase.get();
        try {
            return BackupLock.byPassphrase(words, KeychainCost.DEFAULT, seams.random());
        } finally {
            Arrays.fill(words, '\0');
        }
    }

    /**
     * Puts what {@code file} holds into the place of its space, once all of it was read and found authentic.
     *
     * @param self whose device must be one of a member, by what is in the file or known here
     * @param vacate makes sure that the space is not in use here
     */
    BackupFile.Preamble restore(Path file, Optional<char[]> passphrase, LocalIdentity self, Consumer<SpaceId> vacate) {
        try (BackupFile.Reader reader = new BackupFile.Reader(Files.newInputStream(file), open(passphrase))) {
            BackupFile.Preamble preamble = reader.preamble();
            requireMember(preamble, self);
            SpaceId space = preamble.space();
            Path place = folder.path(space);
            try {
                try (Store store = folder.store(SpaceFolders.aside(place))) {
                    DatabaseRestore restore = DatabaseRestore.into(store, space);
                    reader.pairs(restore);
                    restore.finish();
                }
                vacate.accept(space);
                SpaceFolders.replace(place);
            } finally {
                SpaceFolders.drop(place);
            }
            return preamble;
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    private BackupFile.Opener open(Optional<char[]> passphrase) {
        return header -> {
            if (passphrase.isEmpty()) {
                return folder.keychain().openBackupLock(header);
            }
            char[] words = passphrase.get();
            try {
                return BackupLock.openWithPassphrase(header, words);
            } finally {
                Arrays.fill(words, '\0');
            }
        };
    }

    private void requireMember(BackupFile.Preamble preamble, LocalIdentity self) {
        try {
            List<Bytes> credentials = new ArrayList<>(preamble.credentials());
            credentials.addAll(registry.credentials(preamble.space()));
            SpaceCredentials known = SpaceCredentials.restore(credentials, seams);
            if (!known.id().equals(preamble.space())) {
                throw new MalformedException("Credentials of another space");
            }
            if (known.authority().ownerOf(self.device()).isEmpty()) {
                throw new HearthException(ErrorCode.NOT_PERMITTED);
            }
        } catch (MalformedException e) {
            throw BackupFile.malformed(String.valueOf(e.getMessage()), e);
        }
    }
}
