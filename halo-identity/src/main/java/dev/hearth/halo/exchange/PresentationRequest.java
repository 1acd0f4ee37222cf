package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a verifier asks a holder to answer: its own name, and a text that it never uses again. A request takes one right
 * answer alone, which is a minute old at most. Thread-safe.
 */
public final class PresentationRequest {
    private static final int NONCE = 16;
    private static final int MAX_TEXT = 256;

    private final String domain;
    private final String challenge;
    private final Optional<Bytes> channel;
    private final AtomicBoolean answered = new AtomicBoolean();

    private PresentationRequest(String domain, String challenge, Optional<Bytes> channel) {
        this.domain = checked("domain", domain);
        this.challenge = checked("challenge", challenge);
        this.channel = channel;
    }

    private static String checked(String what, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(what + ": from 1 to " + MAX_TEXT + " characters, got " + text.length());
        }
        return text;
    }

    /** Returns a new request of the verifier {@code domain}, with 128 random bits. */
    public static PresentationRequest fresh(String domain, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return of(domain, IdentityEvidence.text(Bytes.of(nonce)));
    }

    /** Returns a request whose challenge is given; the verifier sees to it that it never comes again. */
    public static PresentationRequest of(String domain, String challenge) {
        return new PresentationRequest(domain, challenge, Optional.empty());
    }

    /** Reads what {@link #toString} writes. */
    public static PresentationRequest parse(String text) throws MalformedException {
        Json.Fields fields = Json.parse(text).asFields();
        try {
            return of(
                    fields.required("domain").asText(),
                    fields.required("challenge").asText());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("A request with an empty or endless text", e);
        }
    }

    /**
     * Returns the request tied to a session, by what both sides know of it and nobody can choose, such as the hash of
     * its handshake. Each side does so by itself: the binding is not a part of the text that is sent.
     */
    public PresentationRequest boundTo(Bytes session) {
        return new PresentationRequest(domain, challenge, Optional.of(session));
    }

    /** Returns the verifier's name. */
    public String domain() {
        return domain;
    }

    /** Returns the text that ties an answer to this request. */
    public String challenge() {
        return challenge;
    }

    Optional<String> channel() {
        return channel.map(IdentityEvidence::text);
    }

    /** Returns whether this is the first right answer. */
    boolean takesAnswer() {
        return answered.compareAndSet(false, true);
    }

    /** Returns what is sent to the holder. */
    @Override
    public String toString() {
        return Json.Fields.NONE
                .with("domain", domain)
                .with("challenge", challenge)
                .canonical();
    }
}
