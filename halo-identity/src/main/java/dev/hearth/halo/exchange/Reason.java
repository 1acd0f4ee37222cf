package dev.hearth.halo.exchange;

/** Why a credential or a presentation does not count. */
public enum Reason {
    /** It is not JSON, is beyond a limit, or a property has another form than the standard says. */
    MALFORMED,
    /** It is no credential or presentation of version 2.0. */
    WRONG_TYPE,
    /** It bears no proof, more than are allowed, or one that refers to a proof that is not there. */
    PROOFS,
    /** A proof is of another kind than eddsa-jcs-2022. */
    UNKNOWN_SUITE,
    /** A proof was made for something else, such as authentication in the place of an assertion. */
    WRONG_PURPOSE,
    /** The key of a proof is not one of the issuer, or of the holder. */
    FOREIGN_KEY,
    /** A signature is wrong: what was signed was something else, or by another key. */
    WRONG_SIGNATURE,
    /** It is from the future, or not valid yet. */
    NOT_YET_VALID,
    /** Its time, or that of a proof, is over. */
    EXPIRED,
    /** It was made for another verifier. */
    WRONG_DOMAIN,
    /** It answers another request. */
    WRONG_CHALLENGE,
    /** It was made for another session. */
    WRONG_CHANNEL,
    /** The request was answered before. */
    REPLAYED,
    /** What is shown as the identity behind a key does not prove it. */
    WRONG_EVIDENCE,
    /** A disclosed claim is not among those that the issuer committed to, or stands in the way of another. */
    WRONG_DISCLOSURE,
    /** A credential is about somebody else than who presents it. */
    FOREIGN_SUBJECT
}
