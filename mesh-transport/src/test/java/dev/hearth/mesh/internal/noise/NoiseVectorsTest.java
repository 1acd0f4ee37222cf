package dev.hearth.mesh.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Published vectors of the patterns that the mesh uses, and what a changed message does. */
class NoiseVectorsTest {
    private static final Bytes PROLOGUE = Bytes.utf8("John Galt");
    private static final Bytes INITIATOR_STATIC =
            Bytes.fromHex("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1");
    private static final Bytes INITIATOR_EPHEMERAL =
            Bytes.fromHex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a");
    private static final Bytes RESPONDER_STATIC =
            Bytes.fromHex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893");
    private static final Bytes RESPONDER_EPHEMERAL =
            Bytes.fromHex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b");

    /** A payload and the message that carries it. */
    private record Message(Bytes payload, Bytes ciphertext) {
        static Message of(String payload, String ciphertext) {
            return new Message(Bytes.fromHex(payload), Bytes.fromHex(ciphertext));
        }
    }

    /** Noise_XX_25519_AESGCM_SHA256 of the cacophony vectors, which are in the public domain. */
    private static final List<Message> XX = List.of(
            Message.of(
                    "4c756477696720766f6e204d69736573",
                    "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573"),
            Message.of(
                    "4d757272617920526f746862617264",
                    "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843757117acceb05bd7a45733bc22015c97"
                            + "a9d0cbaf41b80446d5988ff5127235d76b79eade70f473d6a4ef521fdcbeda5340d01e028ba793fc059f2724"
                            + "a83af05f12dda0448a7621a926b379a92477fd"),
            Message.of(
                    "462e20412e20486179656b",
                    "c90f1cf77eba4e50edb038991565e36c9758943a989229b6051244dc4fbecb6946744b401af2ee1a5881b65fbb87fd07"
                            + "cb6a328ececc9ce6ce84c399dc332d4fd521fa4bb7f467ce909395"),
            Message.of("4361726c204d656e676572", "bc3fa77f6aca3e8466d7dc6bea10013e88a6a29add5132b461806c"),
            Message.of(
                    "4a65616e2d426170746973746520536179",
                    "250b01074cdfe0df2ecf8ccbf1737b15a2ddb5b52fd9a396604e9c793cee3b3bb9"));

    private static AgreementKey key(Bytes secret) {
        return AgreementKey.of(Secret.of(secret));
    }

    private static NoiseHandshake initiator(NoisePattern pattern, @Nullable Bytes preSharedKey) {
        return new NoiseHandshake(
                pattern, true, PROLOGUE, preSharedKey, key(INITIATOR_STATIC), key(INITIATOR_EPHEMERAL));
    }

    private static NoiseHandshake responder(NoisePattern pattern, @Nullable Bytes preSharedKey) {
        return new NoiseHandshake(
                pattern, false, PROLOGUE, preSharedKey, key(RESPONDER_STATIC), key(RESPONDER_EPHEMERAL));
    }

    private static void check(NoisePattern pattern, @Nullable Bytes preSharedKey, List<Message> messages)
            throws MalformedException {
        NoiseHandshake[] sides = {initiator(pattern, preSharedKey), responder(pattern, preSharedKey)};
        for (int i = 0; i < 3; i++) {
            Message message = messages.get(i);
            byte[] written = sides[i % 2].write(hash -> message.payload());
            assertThat(Bytes.of(written)).as("message %d", i).isEqualTo(message.ciphertext());
            sides[1 - i % 2].read(
                    written, (payload, hash) -> assertThat(payload).isEqualTo(message.payload()));
        }
        assertThat(sides[0].finished() && sides[1].finished()).isTrue();
        assertThat(sides[0].hash()).isEqualTo(sides[1].hash());
        NoiseCiphers[] ciphers = {sides[0].split(), sides[1].split()};
        for (int i = 3; i < messages.size(); i++) {
            Message message = messages.get(i);
            byte[] sealed = ciphers[i % 2].sending().seal(message.payload().toArray());
            assertThat(Bytes.of(sealed)).as("message %d", i).isEqualTo(message.ciphertext());
            assertThat(Bytes.of(ciphers[1 - i % 2].receiving().open(sealed))).isEqualTo(message.payload());
        }
    }

    @Test
    void theVectorInTheSourcesHolds() throws MalformedException {
        check(NoisePattern.XX, null, XX);
    }

    @Test
    void theVectorsOfCacophonyHold() throws IOException, MalformedException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Files.readString(Shared.file("vectors/noise/vectors/cacophony.txt")))
                .get("vectors");
        int checked = 0;
        for (JsonNode vector : vectors) {
            for (NoisePattern pattern : NoisePattern.values()) {
                if (pattern.protocolName().equals(vector.get("protocol_name").asText())) {
                    JsonNode psk = vector.path("init_psks").path(0);
                    check(pattern, psk.isMissingNode() ? null : Bytes.fromHex(psk.asText()), messages(vector));
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(2);
    }

    private static List<Message> messages(JsonNode vector) {
        assertThat(vector.get("init_static").asText()).isEqualTo(INITIATOR_STATIC.hex());
        assertThat(vector.get("resp_ephemeral").asText()).isEqualTo(RESPONDER_EPHEMERAL.hex());
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : vector.get("messages")) {
            messages.add(Message.of(
                    message.get("payload").asText(), message.get("ciphertext").asText()));
        }
        return messages;
    }

    @Test
    void aChangedByteAnywhereIsRefused() throws MalformedException {
        Bytes secret = Bytes.of(new byte[32]);
        for (int turn = 0; turn < 3; turn++) {
            int length = exchange(secret, turn).length;
            for (int at = 0; at < length; at++) {
                NoiseHandshake[] sides = sides(secret, turn);
                byte[] changed = sides[turn % 2].write(hash -> Bytes.utf8("payload"));
                changed[at] ^= 1;
                NoiseHandshake reader = sides[1 - turn % 2];
                assertThatThrownBy(() -> reader.read(changed, (payload, hash) -> {}))
                        .as("message %d, byte %d", turn, at)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    private static byte[] exchange(Bytes secret, int turn) throws MalformedException {
        return sides(secret, turn)[turn % 2].write(hash -> Bytes.utf8("payload"));
    }

    /** Both sides before message {@code turn}. */
    private static NoiseHandshake[] sides(Bytes secret, int turn) throws MalformedException {
        NoiseHandshake[] sides = {initiator(NoisePattern.XX_PSK0, secret), responder(NoisePattern.XX_PSK0, secret)};
        for (int i = 0; i < turn; i++) {
            sides[1 - i % 2].read(sides[i % 2].write(hash -> Bytes.EMPTY), (payload, hash) -> {});
        }
        return sides;
    }

    @Test
    void aTruncatedMessageIsRefused() throws MalformedException {
        byte[] whole = initiator(NoisePattern.XX, null).write(hash -> Bytes.EMPTY);
        for (int length = 0; length < 32; length++) {
            byte[] part = Bytes.of(whole, 0, length).toArray();
            NoiseHandshake reader = responder(NoisePattern.XX, null);
            assertThatThrownBy(() -> reader.read(part, (payload, hash) -> {})).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aPointOfSmallOrderIsRefused() throws MalformedException {
        NoiseHandshake side = responder(NoisePattern.XX, null);
        side.read(new byte[32], (payload, hash) -> {});
        assertThatThrownBy(() -> side.write(hash -> Bytes.EMPTY)).isInstanceOf(MalformedException.class);
    }
}
