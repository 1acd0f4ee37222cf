package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.halo.internal.bc.Curves;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public key as a decentralised identifier, {@code did:key:z...}: the document that it stands for follows from the
 * text alone, and is never asked of anybody. Immutable.
 */
public final class DidKey {
    private static final String SCHEME = "did:key:";
    private static final String CONTEXT = "https://www.w3.org/ns/cid/v1";

    /** What the key is for, told by a multicodec prefix. */
    public enum Kind {
        /** Ed25519, which signs. */
        SIGNING(0xed),
        /** X25519, for key agreement. */
        AGREEMENT(0xec);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private Bytes prefix() {
            return Bytes.of((byte) code, (byte) 1);
        }
    }

    private final Kind kind;
    private final Bytes raw;

    private DidKey(Kind kind, Bytes raw) {
        this.kind = kind;
        this.raw = raw;
    }

    /** Returns the identifier of a 32-byte key; refuses an Ed25519 key that does not pass full validation. */
    public static DidKey of(Kind kind, Bytes raw) throws MalformedException {
        if (raw.size() != Curves.KEY) {
            throw new MalformedException("A key of another length");
        }
        if (kind == Kind.SIGNING) {
            VerifyKey.of(raw);
        }
        return new DidKey(kind, raw);
    }

    /** Reads an identifier; refuses other methods and other kinds of keys. */
    public static DidKey parse(String did) throws MalformedException {
        if (!did.startsWith(SCHEME)) {
            throw new MalformedException("Not a did:key");
        }
        Bytes bytes = Base58.decode(did.substring(SCHEME.length()));
        for (Kind kind : Kind.values()) {
            if (bytes.startsWith(kind.prefix())) {
                return of(kind, bytes.slice(kind.prefix().size(), bytes.size()));
            }
        }
        throw new MalformedException("A did:key of an unknown kind");
    }

    /** Reads the name of the one verification method of a signing key: the identifier, {@code #}, and the key again. */
    static DidKey ofMethod(String method) throws MalformedException {
        int fragment = method.indexOf('#');
        DidKey key = parse(fragment < 0 ? method : method.substring(0, fragment));
        if (!key.method().equals(method) || key.kind != Kind.SIGNING) {
            throw new MalformedException("Not a verification method of a did:key");
        }
        return key;
    }

    /** Returns what the key is for. */
    public Kind kind() {
        return kind;
    }

    /** Returns the 32 bytes. */
    public Bytes raw() {
        return raw;
    }

    /** Returns the key in multibase, with its prefix. */
    public String multibase() {
        return Base58.encode(Bytes.concat(kind.prefix(), raw));
    }

    /** Returns the name of the key in its document. */
    public String method() {
        return this + "#" + multibase();
    }

    /** Returns the key for agreement: this one, or the same point of the curve as an X25519 key. */
    public DidKey agreement() {
        return kind == Kind.AGREEMENT
                ? this
                : new DidKey(Kind.AGREEMENT, Bytes.of(Curves.x25519KeyOfEd25519(raw.toArray())));
    }

    /**
     * Returns the document, with its keys as {@code Multikey}: a signing key for assertion, authentication and
     * capabilities, and a key for agreement.
     */
    public Json.Fields document() {
        String agreement = this + "#" + agreement().multibase();
        Json.Items agreements = Json.texts(agreement);
        Json.Fields document =
                Json.Fields.NONE.with("@context", Json.texts(CONTEXT)).with("id", toString());
        if (kind == Kind.AGREEMENT) {
            return document.with("verificationMethod", new Json.Items(List.of(key(agreement, this))))
                    .with("keyAgreement", agreements);
        }
        Json.Items methods = Json.texts(method());
        return document.with(
                        "verificationMethod", new Json.Items(List.of(key(method(), this), key(agreement, agreement()))))
                .with("assertionMethod", methods)
                .with("authentication", methods)
                .with("capabilityInvocation", methods)
                .with("capabilityDelegation", methods)
                .with("keyAgreement", agreements);
    }

    private Json.Fields key(String id, DidKey key) {
        return Json.Fields.NONE
                .with("id", id)
                .with("type", "Multikey")
                .with("controller", toString())
                .with("publicKeyMultibase", key.multibase());
    }

    boolean verifies(Bytes message, Bytes signature) throws MalformedException {
        return kind == Kind.SIGNING && VerifyKey.of(raw).verifyUnlabelled(message, signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DidKey that && kind == that.kind && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    /** Returns the identifier. */
    @Override
    public String toString() {
        return SCHEME + multibase();
    }
}
