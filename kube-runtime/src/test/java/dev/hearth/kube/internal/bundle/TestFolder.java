package dev.hearth.kube.internal.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of an app that is to be packed. */
public final class TestFolder {
    private final Path folder;

    /** Writes into {@code folder}. */
    public TestFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes a file. */
    public TestFolder with(String path, String content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folder. */
    public Path path() {
        return folder;
    }

    /** Packs the folder in the name of publisher 1. */
    public PackedBundle pack(String version, long sequence) {
        return pack(version, sequence, AppSettings.defaults());
    }

    /** Packs the folder in the name of publisher 1. */
    public PackedBundle pack(String version, long sequence, AppSettings settings) {
        return BundlePacker.pack(folder, "notes", version, sequence, settings, new TestSigner(1));
    }
}
