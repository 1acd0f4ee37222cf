package dev.hearth.halo.exchange;

/** Why a credential or a presentation does not count. */
public enum Reason {
    /** It is not JSON, is beyond a limit, or a property has another form than the standard says. */
    MALFORMED("It is not a whole and well-formed document, or is larger than what is read."),
    /** It is no credential or presentation of version 2.0. */
    WRONG_TYPE("It is not a Verifiable Credential or Presentation of version 2.0."),
    /** It bears no proof, more than are allowed, or one that refers to a proof that is not there. */
    PROOFS("It bears no signature, too many, or one that refers to another that is missing."),
    /** A proof is of another kind than eddsa-jcs-2022. */
    UNKNOWN_SUITE("It is signed in a way that Hearth does not know; eddsa-jcs-2022 is read."),
    /** A proof was made for something else, such as authentication in the place of an assertion. */
    WRONG_PURPOSE("Its signature was made for another purpose."),
    /** The key of a proof is not one of the issuer, or of the holder. */
    FOREIGN_KEY("The key that signed it does not belong to the issuer or holder that it names."),
    /** A signature is wrong: what was signed was something else, or by another key. */
    WRONG_SIGNATURE("Its signature is wrong: it was changed after it was signed, or somebody else signed it."),
    /** It is from the future, or not valid yet. */
    NOT_YET_VALID("It is not valid yet; if it should be, compare the clocks of both sides."),
    /** Its time, or that of a proof, is over. */
    EXPIRED("Its time is over."),
    /** It was made for another verifier. */
    WRONG_DOMAIN("It was made for another verifier."),
    /** It answers another request. */
    WRONG_CHALLENGE("It answers another request than this one."),
    /** It was made for another session. */
    WRONG_CHANNEL("It was made for another session."),
    /** The request was answered before. */
    REPLAYED("It was shown before, and counts once."),
    /** What is shown as the identity behind a key does not prove it. */
    WRONG_EVIDENCE("What it shows of the identity behind the key does not prove it."),
    /** A disclosed claim is not among those that the issuer committed to, or stands in the way of another. */
    WRONG_DISCLOSURE("It discloses something that the issuer did not vouch for."),
    /** A credential is about somebody else than who presents it. */
    FOREIGN_SUBJECT("It is about somebody else than who presents it.");

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    /** Returns it in a sentence for people; {@code docs/errors.md} lists them. */
    public String sentence() {
        return sentence;
    }
}
