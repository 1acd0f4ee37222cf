package dev.hearth.mesh.internal.noise;

import java.util.List;

/**
 * The order in which a handshake mixes keys.
 *
 * <p>XX shows both static keys, encrypted. With a pre-shared key the mesh uses XXpsk0: the key is mixed before anything
 * else, so that a stranger's first message already fails and the responder never shows who it is. XXpsk3 is here
 * because published vectors exist for it.
 */
public enum NoisePattern {
    /** No pre-shared key. */
    XX("Noise_XX_25519_AESGCM_SHA256", false, List.of("e", "e ee s es", "s se")),

    /** A pre-shared key first. */
    XX_PSK0("Noise_XXpsk0_25519_AESGCM_SHA256", true, List.of("psk e", "e ee s es", "s se")),

    /** A pre-shared key last. */
    XX_PSK3("Noise_XXpsk3_25519_AESGCM_SHA256", true, List.of("e", "e ee s es", "s se psk"));

    private final String protocolName;
    private final boolean usesPreSharedKey;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and Stream.toList
    private final List<List<String>> messages;

    NoisePattern(String protocolName, boolean usesPreSharedKey, List<String> messages) {
        this.protocolName = protocolName;
        this.usesPreSharedKey = usesPreSharedKey;
        this.messages =
                messages.stream().map(tokens -> List.of(tokens.split(" "))).toList();
    }

    String protocolName() {
        return protocolName;
    }

    boolean usesPreSharedKey() {
        return usesPreSharedKey;
    }

    List<String> message(int index) {
        return messages.get(index);
    }

    int messages() {
        return messages.size();
    }
}
