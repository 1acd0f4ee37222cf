package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.internal.recovery.ShareWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedShareTest {
    private static final SecureRandom RANDOM = People.SEAMS.random();
    private static final String LABEL = "Ann's phrase, to Ben";

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path folder;

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity ben = People.person("Ben");
    private final RecoveryPhrase phrase = RecoveryPhrase.generate(RANDOM);
    private final List<RecoveryShare> shares = RecoveryShares.split(phrase, 2, 3, RANDOM);

    private SealedShare sealed() throws MalformedException {
        return SealedShare.seal(shares.get(1), ann.id(), ben.chain(), LABEL);
    }

    private static void unreadable(SealedShare sealed, LocalIdentity identity) {
        assertThatThrownBy(() -> sealed.open(identity))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SHARE_UNREADABLE));
    }

    @Test
    void theGuardiansDeviceOpensIt() throws MalformedException {
        SealedShare read = SealedShare.decode(sealed().encoded());
        assertThat(read.owner()).isEqualTo(ann.id());
        assertThat(read.guardian()).isEqualTo(ben.id());
        assertThat(read.device()).isEqualTo(ben.device());
        assertThat(read.index()).isEqualTo(2);
        assertThat(read.threshold()).isEqualTo(2);
        assertThat(read.set()).isEqualTo(shares.get(1).set());
        assertThat(read.label()).isEqualTo(LABEL);
        RecoveryShare opened = read.open(ben);
        assertThat(opened.reveal()).isEqualTo(shares.get(1).reveal());
        assertThat(RecoveryShares.combine(List.of(opened, shares.get(2)))).isEqualTo(phrase);
    }

    /** Devices of before there was a hybrid suite have a box key alone. */
    @Test
    void aDeviceWithoutAHybridKeyOpensItToo() throws MalformedException {
        SigningKey root = SigningKey.generate(RANDOM);
        SigningKey signing = SigningKey.generate(RANDOM);
        AgreementKey box = AgreementKey.generate(RANDOM);
        IdentityChain chain =
                IdentityChain.create(root, Bytes.of(new byte[16]), signing.verifyKey(), box.publicKey(), "Old");
        LocalIdentity old = LocalIdentity.decode(Cbor.array(
                Cbor.of(bytes(root.seed())),
                Cbor.of(bytes(signing.seed())),
                Cbor.of(bytes(box.secret())),
                Cbor.of(chain.encoded())));
        SealedShare sealed = SealedShare.seal(shares.get(0), ann.id(), chain, LABEL);
        assertThat(sealed.open(old).reveal()).isEqualTo(shares.get(0).reveal());
        assertThat(sealed.encoded().size()).isLessThan(400);
        assertThat(sealed().encoded().size()).isGreaterThan(1_300);
    }

    private static Bytes bytes(Secret secret) {
        return Bytes.of(secret.reveal());
    }

    /**
     * What was sealed by an earlier version; {@code -Dhearth.golden=write} writes the files when they are not there.
     */
    @Test
    void aShareThatWasSealedEarlierOpens() throws IOException, MalformedException {
        Path sealed = GOLDEN.resolve("sealed-share-1.hex");
        Path words = GOLDEN.resolve("sealed-share-1.words");
        Path copy = Files.copy(GOLDEN.resolve("keychain-2"), folder.resolve("keychain"));
        KeychainKey key = KeychainKey.file(GOLDEN.resolve("keychain-2.key"));
        try (Keychain keychain = Keychain.open(copy, People.SEAMS, key)) {
            LocalIdentity guardian = keychain.identity().orElseThrow();
            if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(sealed)) {
                SealedShare made = SealedShare.seal(shares.get(2), ann.id(), guardian.chain(), "Golden share");
                Files.writeString(sealed, made.encoded().hex() + "\n");
                Files.writeString(words, new String(shares.get(2).reveal()) + "\n");
            }
            SealedShare read =
                    SealedShare.decode(Bytes.fromHex(Files.readString(sealed).strip()));
            assertThat(read.label()).isEqualTo("Golden share");
            assertThat(new String(read.open(guardian).reveal()))
                    .isEqualTo(Files.readString(words).strip());
        }
    }

    @Test
    void nobodyElseOpensIt() throws MalformedException {
        SealedShare sealed = sealed();
        unreadable(sealed, ann);
        unreadable(sealed, People.person("Ben"));
        ben.close();
        assertThatThrownBy(() -> sealed.open(ben))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.KEYCHAIN_LOCKED));
    }

    /** Whose, for whom, which set, index and threshold, the label: none of it can be changed. */
    @Test
    void anyFieldThatIsChangedKeepsItShut() throws MalformedException {
        List<Cbor> parts = Cbor.decode(sealed().encoded()).asList(2);
        List<Cbor> fields = Cbor.decode(parts.get(0).asBytes()).asList(9);
        List<Cbor> others = List.of(
                Cbor.of(ben.id().value()),
                Cbor.of(ann.id().value()),
                Cbor.of(ann.device().value()),
                Cbor.of((shares.get(1).set() + 1) % 32_768),
                Cbor.of(3),
                Cbor.of(1),
                Cbor.of("to Ben"));
        for (int field = 0; field < others.size(); field++) {
            List<Cbor> changed = new ArrayList<>(fields);
            changed.set(field + 2, others.get(field));
            Bytes header = Cbor.array(changed).encode();
            unreadable(
                    SealedShare.decode(Cbor.array(Cbor.of(header), parts.get(1)).encode()), ben);
        }
        for (int suite : new int[] {1, 2}) {
            List<Cbor> changed = new ArrayList<>(fields);
            changed.set(1, Cbor.of(suite));
            SealedShare read =
                    SealedShare.decode(Cbor.array(Cbor.of(Cbor.array(changed).encode()), parts.get(1))
                            .encode());
            if (suite == 1) {
                unreadable(read, ben);
            } else {
                assertThat(read.open(ben).index()).isEqualTo(2);
            }
        }
    }

    /** Whoever seals can lie about what is inside; the guardian notices when opening, not years later. */
    @Test
    void aShareThatIsNotWhatItSaysStaysShut() throws MalformedException {
        List<Cbor> fields = Cbor.decode(
                        Cbor.decode(sealed().encoded()).asList(2).get(0).asBytes())
                .asList(9);
        int[] places = ShareWords.write(shares.get(1).share());
        assertThat(forged(fields, places).open(ben).index()).isEqualTo(2);
        for (int field = 5; field < 8; field++) {
            List<Cbor> other = new ArrayList<>(fields);
            other.set(field, Cbor.of(fields.get(field).asLong() % 16 + 1));
            unreadable(forged(other, places), ben);
        }
        int right = places[9];
        places[9] = 1_024;
        unreadable(forged(fields, places), ben);
        places[9] = (right + 1) % 1_024;
        unreadable(forged(fields, places), ben);
        unreadable(forged(fields, new int[3]), ben);
    }

    private SealedShare forged(List<Cbor> fields, int[] places) throws MalformedException {
        Bytes header = Cbor.array(fields).encode();
        ByteWriter words = new ByteWriter();
        for (int place : places) {
            words.u16(place);
        }
        Bytes key = ben.chain().hybridKey().orElseThrow();
        Bytes sealed = Hpke.sealHybrid(key, "hearth recovery share", header, Secret.of(words.toBytes()));
        return SealedShare.decode(Cbor.array(Cbor.of(header), Cbor.of(sealed)).encode());
    }

    @Test
    void anyBitThatIsFlippedKeepsItShut() throws MalformedException {
        byte[] whole = sealed().encoded().toArray();
        int decoded = 0;
        for (int at = 0; at < whole.length; at += 7) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % Byte.SIZE);
            try {
                SealedShare read = SealedShare.decode(Bytes.of(changed));
                unreadable(read, ben);
                decoded++;
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining(LABEL);
            }
        }
        assertThat(decoded).isGreaterThan(100);
        for (int length = 0; length < whole.length; length += 11) {
            Bytes cut = Bytes.of(whole, 0, length);
            assertThatThrownBy(() -> SealedShare.decode(cut)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> SealedShare.decode(Bytes.of(new byte[3_000]))).isInstanceOf(MalformedException.class);
    }

    @Test
    void nothingOfTheShareIsReadable() throws MalformedException {
        SealedShare sealed = sealed();
        String text = sealed.encoded().hex();
        assertThat(text).contains(Bytes.utf8(LABEL).hex());
        assertThat(text)
                .doesNotContain(bytes(shares.get(1).share().value()).hex())
                .doesNotContain(Bytes.utf8(new String(shares.get(1).reveal()).substring(0, 8))
                        .hex());
        assertThat(sealed)
                .hasToString("SealedShare(2 of " + ann.id().brief() + " for "
                        + ben.id().brief() + ")");
        assertThatThrownBy(() -> SealedShare.seal(shares.get(0), ann.id(), ben.chain(), "x".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
