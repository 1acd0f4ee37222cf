package dev.hearth.kube.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    @TempDir
    Path folder;

    private TestFolder app() {
        return new TestFolder(folder)
                .with("index.html", "<h1>Notes</h1>")
                .with("assets/app.js", "console.log(1)")
                .with("assets/copy.js", "console.log(1)");
    }

    private static Function<BundleFile, Optional<Bytes>> contents(PackedBundle packed) {
        return file -> Optional.ofNullable(packed.contents().get(file.hash()));
    }

    @Test
    void whatIsPackedVerifiesAndReadsBack() throws Exception {
        PackedBundle packed = app().pack("1.0", 1);
        Bundle bundle = Bundle.verify(packed.signed(), TestSigner.VERIFIER, contents(packed));
        assertThat(bundle.manifest()).isEqualTo(packed.manifest());
        assertThat(bundle.id()).isEqualTo(packed.signed().id());
        assertThat(bundle.file("index.html")).contains(Bytes.utf8("<h1>Notes</h1>"));
        assertThat(bundle.file("../index.html")).isEmpty();
        assertThat(packed.contents()).hasSize(2);
    }

    @Test
    void theSameFolderGivesTheSameId() throws Exception {
        PackedBundle first = app().pack("1.0", 1);
        Files.setLastModifiedTime(folder.resolve("index.html"), FileTime.fromMillis(0));
        assertThat(app().pack("1.0", 1).signed()).isEqualTo(first.signed());
        assertThat(app().pack("1.0", 2).signed().id())
                .isNotEqualTo(first.signed().id());
    }

    @Test
    void manifestKeepsItsFormat() throws Exception {
        AppSettings settings = new AppSettings("index.html", true, new TreeSet<>(java.util.List.of("Note", "Task")));
        PackedBundle packed = app().pack("1.0", 7, settings);
        try (InputStream golden = BundleTest.class.getResourceAsStream("manifest-1.hex")) {
            assertThat(golden).isNotNull();
            String hex = new String(golden.readAllBytes(), StandardCharsets.US_ASCII).strip();
            assertThat(packed.signed().manifest().hex()).isEqualTo(hex);
            assertThat(Manifest.decode(Bytes.fromHex(hex))).isEqualTo(packed.manifest());
        }
    }

    @Test
    void noFlippedBitAndNoTruncationOfWhatIsSignedPasses() {
        SignedManifest signed = app().pack("1.0", 1).signed();
        byte[] manifest = signed.manifest().toArray();
        for (int bit = 0; bit < manifest.length * 8; bit++) {
            byte[] flipped = manifest.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(new SignedManifest(Bytes.of(flipped), signed.chain(), signed.signature()));
        }
        for (int size = 0; size < manifest.length; size++) {
            refused(new SignedManifest(Bytes.of(manifest, 0, size), signed.chain(), signed.signature()));
        }
        byte[] signature = signed.signature().toArray();
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(new SignedManifest(signed.manifest(), signed.chain(), Bytes.of(flipped)));
        }
    }

    private static void refused(SignedManifest signed) {
        assertThatThrownBy(() -> signed.verify(TestSigner.VERIFIER)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anotherPublishersSignatureIsRefused() {
        SignedManifest signed = app().pack("1.0", 1).signed();
        TestSigner other = new TestSigner(2);
        refused(new SignedManifest(
                signed.manifest(), other.chain(), other.sign(SignedManifest.DOMAIN, signed.manifest())));
        refused(new SignedManifest(signed.manifest(), signed.chain(), other.sign("hearth", signed.manifest())));
    }

    @Test
    void flippedBytesOfFilesAndMissingFilesAreRefused() {
        PackedBundle packed = app().pack("1.0", 1);
        assertThatThrownBy(() -> Bundle.verify(packed.signed(), TestSigner.VERIFIER, file -> Optional.empty()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("missing");
        packed.contents().forEach((hash, content) -> {
            for (int i = 0; i < content.size(); i++) {
                byte[] flipped = content.toArray();
                flipped[i] ^= 1;
                Map<Object, Bytes> forged = new java.util.HashMap<>(packed.contents());
                forged.put(hash, Bytes.of(flipped));
                assertThatThrownBy(() -> Bundle.verify(
                                packed.signed(),
                                TestSigner.VERIFIER,
                                file -> Optional.ofNullable(forged.get(file.hash()))))
                        .isInstanceOf(MalformedException.class)
                        .hasMessageContaining("hash");
            }
        });
    }

    static Stream<String> badPaths() {
        return Stream.of(
                "../evil.html", "/etc/passwd", "a/../../b", "a\\b", "C:/x", "a//b", "e\u0301", "a\u0000", "INDEX.html");
    }

    /** A publisher whose tools don't check: the reader does, although hash and signature are right. */
    @ParameterizedTest
    @MethodSource("badPaths")
    void badPathsInASignedManifestAreRefused(String path) throws Exception {
        refused(resigned(manifest -> with(manifest, path)));
    }

    private static void with(SortedMap<String, Cbor> manifest, String path) {
        SortedMap<String, Cbor> files = files(manifest);
        files.put(path, files.get("index.html"));
        manifest.put("files", Cbor.struct(files));
    }

    @Test
    void manifestsThatBreakOtherRulesAreRefused() throws Exception {
        refused(resigned(it -> it.put("app", Cbor.of("Not A Label"))));
        refused(resigned(it -> it.put("app", Cbor.of("a".repeat(64)))));
        refused(resigned(it -> it.put("sequence", Cbor.of(0))));
        refused(resigned(it -> it.put("format", Cbor.of(2))));
        refused(resigned(it -> it.put("entry", Cbor.of("absent.html"))));
        refused(resigned(it -> it.put("version", Cbor.of(" "))));
        refused(resigned(it -> it.put("version", Cbor.of("1.0<script>"))));
        refused(resigned(it -> it.put("version", Cbor.of("1..0"))));
        refused(resigned(it -> it.put("more", Cbor.of(1))));
        refused(resigned(it -> it.remove("spa")));
        refused(resigned(it -> it.put("reads", Cbor.array(Cbor.of("b"), Cbor.of("a")))));
        refused(resigned(it -> size(it, 33L << 20)));
        refused(resigned(it -> size(it, -1)));
    }

    private static SortedMap<String, Cbor> files(SortedMap<String, Cbor> manifest) {
        return new TreeMap<>(((Cbor.Struct) Objects.requireNonNull(manifest.get("files"))).values());
    }

    private static void size(SortedMap<String, Cbor> manifest, long size) {
        SortedMap<String, Cbor> files = files(manifest);
        Cbor.Array file = (Cbor.Array) Objects.requireNonNull(files.get("index.html"));
        files.put(
                "index.html",
                Cbor.array(file.values().get(0), Cbor.of(size), file.values().get(2)));
        manifest.put("files", Cbor.struct(files));
    }

    private SignedManifest resigned(java.util.function.Consumer<SortedMap<String, Cbor>> change) throws Exception {
        SortedMap<String, Cbor> manifest = new TreeMap<>(
                Cbor.decode(app().pack("1.0", 1).signed().manifest()).asStruct());
        change.accept(manifest);
        Bytes encoded = Cbor.struct(manifest).encode();
        TestSigner signer = new TestSigner(1);
        return new SignedManifest(encoded, signer.chain(), signer.sign(SignedManifest.DOMAIN, encoded));
    }

    @Test
    void linksAreNotPacked(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "secret");
        app();
        Files.createSymbolicLink(folder.resolve("link.txt"), elsewhere.resolve("secret"));
        refusedToPack("Links");
        Files.delete(folder.resolve("link.txt"));
        Files.createSymbolicLink(folder.resolve("dir"), elsewhere);
        refusedToPack("Links");
    }

    @Test
    void pathsThatDifferOnlyInCaseAreNotPacked() {
        app().with("a/Readme.txt", "1").with("a/README.txt", "2");
        refusedToPack("case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"back\\slash", "aux.txt", "col:on", "end."})
    void filesWithBadNamesAreNotPacked(String name) {
        app().with(name, "x");
        refusedToPack("Path");
    }

    @Test
    void aFolderWithoutEntryIsNotPacked() {
        new TestFolder(folder).with("other.html", "x");
        refusedToPack("entry");
    }

    private void refusedToPack(String rule) {
        assertThatThrownBy(() -> new TestFolder(folder).pack("1.0", 1))
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_REFUSED);
                    assertThat(e.details().get("rule")).contains(rule);
                });
    }
}
