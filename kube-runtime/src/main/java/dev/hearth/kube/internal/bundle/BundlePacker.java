package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Packs a folder. The same folder, name, version, sequence and publisher give the same id on every machine: files are
 * taken by path, and times, permissions and the order of the disk leave no trace.
 */
public final class BundlePacker {
    private BundlePacker() {}

    /**
     * Packs all of {@code folder}; throws BUNDLE_REFUSED with the rule that it breaks, FILE_UNKNOWN, STORAGE_FAILED.
     */
    public static PackedBundle pack(
            Path folder, String app, String version, long sequence, AppSettings settings, BundleSigner signer) {
        SortedMap<String, BundleFile> files = new TreeMap<>();
        Map<Hash, Bytes> contents = new HashMap<>();
        read(folder).forEach((path, content) -> {
            Hash hash = Sha256.of(content.toArray());
            contents.put(hash, content);
            files.put(path, new BundleFile(hash, content.size(), MediaTypes.of(path)));
        });
        Publisher publisher = new Publisher(signer.identity(), signer.device());
        Manifest manifest = new Manifest(
                app, version, sequence, publisher, settings.entry(), settings.spa(), settings.reads(), files);
        Bytes encoded = manifest.encode();
        try {
            manifest.check();
            BundleLimits.MANIFEST_BYTES.check(encoded.size());
        } catch (MalformedException e) {
            throw refused(e, "app", app);
        }
        Bytes signature = signer.sign(SignedManifest.DOMAIN, encoded);
        return new PackedBundle(manifest, new SignedManifest(encoded, signer.chain(), signature), contents);
    }

    private static Map<String, Bytes> read(Path folder) {
        if (!Files.exists(folder)) {
            throw new HearthException(ErrorCode.FILE_UNKNOWN, Map.of("file", folder.toString()));
        } else if (!Files.isDirectory(folder)) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "not a folder", "path", "" + folder));
        }
        Collector collector = new Collector(folder);
        try {
            Files.walkFileTree(folder, collector);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", folder.toString()), e);
        }
        return collector.files;
    }

    static HearthException refused(MalformedException e, String name, String value) {
        return new HearthException(ErrorCode.BUNDLE_REFUSED, Map.of("rule", "" + e.getMessage(), name, value), e);
    }

    /** Takes regular files in, and refuses links and whatever else a folder can hold. */
    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final Map<String, Bytes> files = new LinkedHashMap<>();
        private long total;

        Collector(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String path = folder.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), "/");
            if (path.equals(AppSettings.FILE)) {
                return FileVisitResult.CONTINUE;
            }
            try {
                take(file, path, attributes);
            } catch (MalformedException e) {
                throw refused(e, "path", path);
            }
            return FileVisitResult.CONTINUE;
        }

        private void take(Path file, String path, BasicFileAttributes attributes)
                throws MalformedException, IOException {
            if (!attributes.isRegularFile()) {
                throw new MalformedException("Links and special files are not packed");
            }
            BundlePath.check(path);
            BundleLimits.FILES.check(files.size() + 1L);
            total += BundleLimits.FILE_BYTES.check(attributes.size());
            BundleLimits.TOTAL_BYTES.check(total);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = in.readNBytes(Math.toIntExact(BundleLimits.FILE_BYTES.max()) + 1);
                BundleLimits.FILE_BYTES.check(content.length);
                files.put(path, Bytes.of(content));
            }
        }
    }
}
