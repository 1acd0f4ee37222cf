package dev.hearth.mesh.internal.noise;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Secret;
import org.jspecify.annotations.Nullable;

/**
 * One run of Noise (revision 34, section 5.3) over X25519, AES-256-GCM and SHA-256. The caller alternates
 * {@link #write} and {@link #read}; after the last message {@link #finished()} is true. A message that is refused ends
 * the run: it is not to be used further. Not thread-safe.
 */
public final class NoiseHandshake {
    private static final int KEY = 32;

    private final NoisePattern pattern;
    private final boolean initiator;
    private final AgreementKey ours;
    private final AgreementKey ephemeral;
    private final byte @Nullable [] preSharedKey;
    private final SymmetricState state;
    private @Nullable Bytes theirs;
    private @Nullable Bytes theirEphemeral;
    private int next;

    /** Starts a run; {@code preSharedKey} is used where the pattern has one. The ephemeral key is used once. */
    public NoiseHandshake(
            NoisePattern pattern,
            boolean initiator,
            Bytes prologue,
            @Nullable Bytes preSharedKey,
            AgreementKey ours,
            AgreementKey ephemeral) {
        if (pattern.usesPreSharedKey() != (preSharedKey != null)) {
            throw new IllegalArgumentException("preSharedKey: " + pattern + " differs");
        }
        this.pattern = pattern;
        this.initiator = initiator;
        this.ours = ours;
        this.ephemeral = ephemeral;
        this.preSharedKey = preSharedKey == null ? null : preSharedKey.toArray();
        this.state = new SymmetricState(pattern.protocolName());
        state.mixHash(prologue.toArray());
    }

    /** Returns whether it is our turn to write. */
    public boolean writes() {
        return !finished() && (next % 2 == 0) == initiator;
    }

    /** Returns whether all messages were exchanged. */
    public boolean finished() {
        return next == pattern.messages();
    }

    /** The transcript so far; what a payload signs before it is written or after its keys were read. */
    public Bytes hash() {
        return state.hash();
    }

    /** Returns the next message; {@code payload} is given the transcript hash right before the payload. */
    public byte[] write(Payload payload) throws MalformedException {
        ByteWriter out = new ByteWriter(256);
        for (String token : pattern.message(next)) {
            switch (token) {
                case "e" -> {
                    out.raw(ephemeral.publicKey());
                    mixEphemeral(ephemeral.publicKey());
                }
                case "s" -> out.raw(state.encryptAndHash(ours.publicKey().toArray()));
                default -> mix(token);
            }
        }
        out.raw(state.encryptAndHash(payload.at(state.hash()).toArray()));
        next++;
        return out.toArray();
    }

    /** Reads the peer's message and gives its payload, with the transcript hash right before it, to {@code reader}. */
    public void read(byte[] message, PayloadReader reader) throws MalformedException {
        int at = 0;
        for (String token : pattern.message(next)) {
            switch (token) {
                case "e" -> {
                    theirEphemeral = Bytes.of(take(message, at, KEY));
                    at += KEY;
                    mixEphemeral(theirEphemeral);
                }
                case "s" -> {
                    int size = state.hasKey() ? KEY + Aead.TAG : KEY;
                    theirs = Bytes.of(state.decryptAndHash(take(message, at, size)));
                    at += size;
                }
                default -> mix(token);
            }
        }
        Bytes hash = state.hash();
        Bytes payload = Bytes.of(state.decryptAndHash(take(message, at, message.length - at)));
        next++;
        reader.read(payload, hash);
    }

    /** Returns the ciphers for sending and receiving, once finished. */
    public NoiseCiphers split() {
        if (!finished()) {
            throw new IllegalStateException("The handshake is not finished");
        }
        NoiseCipher[] both = state.split();
        return initiator ? new NoiseCiphers(both[0], both[1]) : new NoiseCiphers(both[1], both[0]);
    }

    /** With a pre-shared key, the ephemeral key is also mixed into the chaining key (section 9.2). */
    private void mixEphemeral(Bytes key) {
        state.mixHash(key.toArray());
        if (preSharedKey != null) {
            state.mixKey(key.toArray());
        }
    }

    private void mix(String token) throws MalformedException {
        switch (token) {
            case "psk" -> state.mixKeyAndHash(known(preSharedKey));
            case "ee" -> agree(ephemeral, theirEphemeral);
            case "es" -> agree(initiator ? ephemeral : ours, initiator ? theirs : theirEphemeral);
            case "se" -> agree(initiator ? ours : ephemeral, initiator ? theirEphemeral : theirs);
            default -> throw new IllegalStateException("No such token: " + token);
        }
    }

    private void agree(AgreementKey mine, @Nullable Bytes theirKey) throws MalformedException {
        try (Secret shared = mine.agree(known(theirKey))) {
            byte[] revealed = shared.reveal();
            state.mixKey(revealed);
        }
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The pattern uses a key before it has it");
        }
        return value;
    }

    private static byte[] take(byte[] message, int at, int size) throws MalformedException {
        if (size < 0 || at + size > message.length) {
            throw new MalformedException("Truncated handshake message");
        }
        byte[] part = new byte[size];
        System.arraycopy(message, at, part, 0, size);
        return part;
    }

    /** Makes the payload of a message. */
    @FunctionalInterface
    public interface Payload {
        /** Returns the payload, given the transcript hash right before it. */
        Bytes at(Bytes hash);
    }

    /** Reads the payload of a message. */
    @FunctionalInterface
    public interface PayloadReader {
        /** Reads the payload, given the transcript hash right before it. */
        void read(Bytes payload, Bytes hash) throws MalformedException;
    }
}
