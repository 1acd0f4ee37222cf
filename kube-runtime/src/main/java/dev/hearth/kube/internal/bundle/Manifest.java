package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a release consists of: the signed statement that its id is the hash of. Encoded as deterministic CBOR, and only
 * that form is read.
 *
 * @param app the app's name, a label of a host name
 * @param version what people call the release
 * @param sequence what decides which release is later
 * @param publisher who publishes it
 * @param entry the file that the root, and every page of a single-page app, is
 * @param spa whether a navigation to an unknown path gets the entry
 * @param reads the types of objects that the app's pages may read from the space
 * @param files the files by path
 */
public record Manifest(
        String app,
        String version,
        long sequence,
        Publisher publisher,
        String entry,
        boolean spa,
        SortedSet<String> reads,
        SortedMap<String, BundleFile> files) {
    private static final long FORMAT = 1;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9]+([._+-][A-Za-z0-9]+)*+");

    /** Copies its input. */
    public Manifest {
        reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Returns the canonical bytes. */
    public Bytes encode() {
        Map<String, Cbor> listed = new TreeMap<>();
        files.forEach((path, file) -> listed.put(
                path, Cbor.array(Cbor.of(file.hash().value()), Cbor.of(file.size()), Cbor.of(file.mediaType()))));
        return Cbor.struct(Map.of(
                        "format", Cbor.of(FORMAT),
                        "app", Cbor.of(app),
                        "version", Cbor.of(version),
                        "sequence", Cbor.of(sequence),
                        "identity", Cbor.of(publisher.identity().value()),
                        "device", Cbor.of(publisher.device().value()),
                        "entry", Cbor.of(entry),
                        "spa", Cbor.of(spa),
                        "reads", Cbor.array(reads.stream().map(Cbor::of).toList()),
                        "files", Cbor.struct(listed)))
                .encode();
    }

    /** Reads a manifest from a stranger: its paths first, and nothing that breaks a rule. */
    public static Manifest decode(Bytes encoded) throws MalformedException {
        BundleLimits.MANIFEST_BYTES.check(encoded.size());
        SortedMap<String, Cbor> fields = Cbor.decode(encoded).asStruct();
        if (field(fields, "format").asLong() != FORMAT || fields.size() != 10) {
            throw new MalformedException("Manifest of an unknown format");
        }
        Manifest manifest = new Manifest(
                field(fields, "app").asText(),
                field(fields, "version").asText(),
                field(fields, "sequence").asLong(),
                new Publisher(
                        new IdentityId(field(fields, "identity").asBytes(IdentityId.SIZE)),
                        new DeviceId(field(fields, "device").asBytes(DeviceId.SIZE))),
                field(fields, "entry").asText(),
                field(fields, "spa").asBool(),
                types(field(fields, "reads").asList()),
                files(field(fields, "files").asStruct()));
        manifest.check();
        return manifest;
    }

    private static Cbor field(SortedMap<String, Cbor> fields, String name) throws MalformedException {
        Cbor value = fields.get(name);
        if (value == null) {
            throw new MalformedException("Manifest lacks a field");
        }
        return value;
    }

    private static SortedSet<String> types(List<Cbor> listed) throws MalformedException {
        BundleLimits.NEEDS.check(listed.size());
        List<String> types = new ArrayList<>();
        for (Cbor each : listed) {
            types.add(each.asText());
        }
        SortedSet<String> sorted = new TreeSet<>(types);
        if (!List.copyOf(sorted).equals(types)) {
            throw new MalformedException("Types of a manifest are not in order");
        }
        return sorted;
    }

    private static SortedMap<String, BundleFile> files(SortedMap<String, Cbor> listed) throws MalformedException {
        BundleLimits.FILES.check(listed.size());
        for (String path : listed.keySet()) {
            BundlePath.check(path);
        }
        SortedMap<String, BundleFile> files = new TreeMap<>();
        for (Map.Entry<String, Cbor> entry : listed.entrySet()) {
            List<Cbor> file = entry.getValue().asList(3);
            files.put(
                    entry.getKey(),
                    new BundleFile(
                            new Hash(file.get(0).asBytes(Hash.SIZE)),
                            BundleLimits.FILE_BYTES.check(file.get(1).asLong()),
                            file.get(2).asText()));
        }
        return files;
    }

    /** Refuses a manifest that breaks a rule, whether it is being made or was received. */
    void check() throws MalformedException {
        AppName.check(app);
        BundleLimits.VERSION.check(version.length());
        if (!VERSION.matcher(version).matches()) {
            throw new MalformedException("Versions are letters, digits and inner dots, hyphens, plus and underscores");
        }
        if (sequence < 1) {
            throw new MalformedException("Sequence number below 1");
        }
        BundleLimits.NEEDS.check(reads.size());
        for (String type : reads) {
            BundleLimits.TYPE_NAME.check(type.length());
        }
        checkFiles();
    }

    private void checkFiles() throws MalformedException {
        BundleLimits.FILES.check(files.size());
        Set<String> folded = new HashSet<>();
        long total = 0;
        for (Map.Entry<String, BundleFile> file : files.entrySet()) {
            BundlePath.check(file.getKey());
            if (!folded.add(BundlePath.folded(file.getKey()))) {
                throw new MalformedException("Two paths differ only in case");
            }
            if (!MediaTypes.isKnown(file.getValue().mediaType())) {
                throw new MalformedException("Media type is not one of those that are served");
            }
            total += BundleLimits.FILE_BYTES.check(file.getValue().size());
        }
        BundleLimits.TOTAL_BYTES.check(total);
        if (!files.containsKey(entry)) {
            throw new MalformedException("The entry is not among the files");
        }
    }
}
