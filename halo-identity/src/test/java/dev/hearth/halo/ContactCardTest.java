package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A contact card is whole and its owner's, or none. */
final class ContactCardTest {
    private static final String PREFIX = "hearth://contact#";
    private static final String DOMAIN = "hearth contact card";
    private static final URI SIGNAL = URI.create("wss://signal.example/");

    private final LocalIdentity ann = People.person("Ann");

    private static ContactCard card(LocalIdentity of) {
        return ContactCard.create(of, of.chain(), IdentityName.first("Ann"), List.of(SIGNAL));
    }

    private static byte[] bytes(ContactCard card) {
        return Base64.getUrlDecoder().decode(card.text().substring(PREFIX.length()));
    }

    /** The text of any bytes, with the right checksum. */
    private static String text(Bytes body) {
        Bytes checked = Bytes.concat(body, Sha256.of(body).value().slice(0, 4));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toArray());
    }

    private static String signed(LocalIdentity by, Cbor... fields) {
        Bytes payload = Cbor.array(fields).encode();
        return text(
                Cbor.array(Cbor.of(payload), Cbor.of(by.sign(DOMAIN, payload))).encode());
    }

    private String signed(String name, String... signals) {
        List<Cbor> addresses = new ArrayList<>();
        for (String each : signals) {
            addresses.add(Cbor.of(each));
        }
        return signed(
                ann,
                Cbor.of(1),
                Cbor.of(ann.chain().encoded()),
                Cbor.of(Bytes.EMPTY),
                Cbor.of(name),
                Cbor.array(addresses));
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> ContactCard.parse(text))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONTACT_MALFORMED));
    }

    @Test
    void isReadAsItWasMade() {
        ContactCard read = ContactCard.parse("\n " + card(ann).text() + " ");
        assertThat(read).isEqualTo(card(ann));
        assertThat(read.chain()).isEqualTo(ann.chain());
        assertThat(read.root()).isEqualTo(ann.chain());
        assertThat(read.name()).isEqualTo("Ann");
        assertThat(read.signals()).containsExactly(SIGNAL);
        assertThat(ContactCard.parse(signed("Ann", SIGNAL.toString()))).isEqualTo(read);
        assertThat(read.text().length()).isLessThan(2_900); // what a QR code holds
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] card = bytes(card(ann));
        for (int at = 0; at < card.length; at++) {
            byte[] changed = card.clone();
            changed[at] ^= (byte) (1 << at % 8);
            refused(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    /** Who changes a card puts the checksum right as well: the signature is what counts. */
    @Test
    void everyFlippedBitIsNoticedBehindARightChecksumToo() {
        byte[] card = bytes(card(ann));
        Bytes body = Bytes.of(card).slice(0, card.length - 4);
        for (int at = 0; at < body.size(); at += 3) {
            byte[] changed = body.toArray();
            changed[at] ^= (byte) (1 << at % 8);
            refused(text(Bytes.of(changed)));
        }
    }

    @Test
    void aCutOrLengthenedTextIsNone() {
        String text = card(ann).text();
        for (int length = 0; length < text.length(); length += 7) {
            refused(text.substring(0, length));
        }
        refused(text + "AAAA");
        refused(text + "=");
        refused(text.replace("contact", "person"));
        refused(PREFIX + "A".repeat(30_000));
    }

    @Test
    void nobodyMakesACardOfAnotherIdentity() {
        LocalIdentity eve = People.person("Eve");
        refused(signed(
                eve,
                Cbor.of(1),
                Cbor.of(ann.chain().encoded()),
                Cbor.of(Bytes.EMPTY),
                Cbor.of("Ann"),
                Cbor.array(List.of())));
        refused(signed(
                ann,
                Cbor.of(1),
                Cbor.of(ann.chain().encoded()),
                Cbor.of(eve.chain().encoded()),
                Cbor.of("Ann"),
                Cbor.array(List.of())));
        refused(signed(
                ann,
                Cbor.of(1),
                Cbor.of(ann.chain().encoded()),
                Cbor.of(withNewRoot(eve).chain().encoded()),
                Cbor.of("Ann"),
                Cbor.array(List.of())));
    }

    @Test
    void itNamesSignalServersAlone() {
        for (String bad : List.of(
                "http://signal.example/",
                "file:///etc/passwd",
                "wss://user@signal.example/",
                "wss://signal.example/?q",
                "wss://signal.example/\u0001",
                "wss:///",
                "wss://signal.example/" + "x".repeat(300))) {
            refused(signed("Ann", bad));
        }
        refused(signed("Ann", Collections.nCopies(9, SIGNAL.toString()).toArray(String[]::new)));
        refused(signed(""));
        refused(signed(" \n"));
        refused(signed("x".repeat(65)));
        assertThat(ContactCard.create(
                                ann, ann.chain(), IdentityName.first("Ann"), List.of(URI.create("memory:here"), SIGNAL))
                        .signals())
                .containsExactly(SIGNAL);
    }

    private static LocalIdentity withNewRoot(LocalIdentity person) {
        return LocalIdentity.provisional(People.SEAMS.random())
                .recover(
                        person.rootSeed(),
                        Optional.of(person.chain()),
                        person.name(),
                        SigningKey.generate(People.SEAMS.random()));
    }

    @Test
    void aDeviceWithAFormerRootKeyShowsTheProofOfTheNewest() {
        LocalIdentity recovered = withNewRoot(ann);
        ContactCard card =
                ContactCard.parse(ContactCard.create(ann, recovered.chain(), IdentityName.first("Ann"), List.of())
                        .text());
        assertThat(card.chain()).isEqualTo(ann.chain());
        assertThat(card.root()).isEqualTo(recovered.chain());
        refused(signed(
                recovered,
                Cbor.of(1),
                Cbor.of(recovered.chain().encoded()),
                Cbor.of(ann.chain().encoded()),
                Cbor.of("Ann"),
                Cbor.array(List.of())));
    }
}
