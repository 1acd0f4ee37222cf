package dev.hearth.mesh.internal.session;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Topic;
import dev.hearth.mesh.internal.noise.NoiseCiphers;
import dev.hearth.mesh.internal.noise.NoiseHandshake;
import dev.hearth.mesh.internal.noise.NoisePattern;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves to both ends of a link who the other is, before anything else is said.
 *
 * <p>Noise XX runs over the link with fresh keys. Its prologue holds the topic, both devices and the link's channel
 * binding, so a link that ends elsewhere than it seems to fails. Where the topic has a secret the pattern is XXpsk0.
 * The second and third message each carry a device's credential chain and its signature over the transcript so far and
 * the role, which ties the long-term identity to exactly this run. The third also carries what is needed to resume (see
 * {@link ResumeRequest}).
 */
public final class LinkHandshake {
    private static final String DOMAIN = "hearth mesh session";
    private static final String PROLOGUE = "hearth mesh 1";
    private static final int SIGNATURE = 64;

    private final boolean initiator;
    private final DeviceId expected;
    private final Authenticator authenticator;
    private final NoiseHandshake noise;
    private final @Nullable ResumeRequest ours;
    private @Nullable Peer peer;
    private @Nullable ResumeRequest theirs;

    private LinkHandshake(
            boolean initiator,
            DeviceId expected,
            Authenticator authenticator,
            NoiseHandshake noise,
            @Nullable ResumeRequest ours) {
        this.initiator = initiator;
        this.expected = expected;
        this.authenticator = authenticator;
        this.noise = noise;
        this.ours = ours;
    }

    /** The dialer's half, which asks for {@code resume}. */
    public static LinkHandshake dialing(
            Topic topic,
            DeviceId expected,
            Authenticator authenticator,
            Bytes linkBinding,
            ResumeRequest resume,
            SecureRandom random) {
        Bytes prologue = prologue(topic, authenticator.self(), expected, linkBinding);
        NoiseHandshake noise = noise(true, topic, prologue, random);
        return new LinkHandshake(true, expected, authenticator, noise, resume);
    }

    /** The half that was dialed. */
    public static LinkHandshake answering(
            Topic topic, DeviceId expected, Authenticator authenticator, Bytes linkBinding, SecureRandom random) {
        Bytes prologue = prologue(topic, expected, authenticator.self(), linkBinding);
        NoiseHandshake noise = noise(false, topic, prologue, random);
        return new LinkHandshake(false, expected, authenticator, noise, null);
    }

    private static NoiseHandshake noise(boolean initiator, Topic topic, Bytes prologue, SecureRandom random) {
        NoisePattern pattern = topic.secret().isPresent() ? NoisePattern.XX_PSK0 : NoisePattern.XX;
        return new NoiseHandshake(
                pattern,
                initiator,
                prologue,
                topic.secret().orElse(null),
                AgreementKey.generate(random),
                AgreementKey.generate(random));
    }

    private static Bytes prologue(Topic topic, DeviceId initiator, DeviceId responder, Bytes linkBinding) {
        return new ByteWriter()
                .text(PROLOGUE)
                .raw(topic.value())
                .raw(initiator.value())
                .raw(responder.value())
                .sized(linkBinding)
                .toBytes();
    }

    /** Returns our next message when it is our turn. */
    public Optional<byte[]> next() throws MalformedException {
        return noise.writes() ? Optional.of(noise.write(this::payload)) : Optional.empty();
    }

    /** Reads the peer's message; whatever is wrong with it ends the link. */
    public void receive(byte[] frame) throws MalformedException {
        SessionLimits.UNAUTHENTICATED_FRAME.check(frame.length);
        if (noise.writes() || noise.finished()) {
            throw new MalformedException("Handshake message out of turn");
        }
        noise.read(frame, this::read);
    }

    /** Returns whether both sides are authenticated. */
    public boolean finished() {
        return noise.finished();
    }

    /** Returns the ciphers of the link. */
    public NoiseCiphers split() {
        return noise.split();
    }

    /** Returns who the peer proved to be, once finished. */
    public Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("The handshake is not finished");
        }
        return peer;
    }

    /** Returns what the dialer asked for, on the side that was dialed. */
    public Optional<ResumeRequest> resume() {
        return Optional.ofNullable(theirs);
    }

    private Bytes payload(Bytes hash) {
        if (initiator && peer == null) {
            return Bytes.EMPTY;
        }
        ByteWriter out = new ByteWriter(512).sized(authenticator.chain());
        out.raw(authenticator.sign(DOMAIN, signed(initiator, hash)));
        if (ours != null) {
            ours.write(out);
        }
        return out.toBytes();
    }

    private void read(Bytes payload, Bytes hash) throws MalformedException {
        if (!initiator && !noise.finished()) {
            if (!payload.isEmpty()) {
                throw new MalformedException("First handshake message carries a payload");
            }
            return;
        }
        ByteReader in = new ByteReader(payload);
        Bytes chain = in.sized(SessionLimits.CHAIN);
        Bytes signature = in.raw(SIGNATURE);
        ResumeRequest asked = initiator ? null : ResumeRequest.read(in);
        in.end();
        Peer proven = authenticator.verify(chain, DOMAIN, signed(!initiator, hash), signature);
        if (!proven.device().equals(expected)) {
            throw new MalformedException("The link ends at another device");
        }
        peer = proven;
        theirs = asked;
    }

    private static Bytes signed(boolean byInitiator, Bytes hash) {
        return new ByteWriter().u8(byInitiator ? 1 : 2).raw(hash).toBytes();
    }
}
