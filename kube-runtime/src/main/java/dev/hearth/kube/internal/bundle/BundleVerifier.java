package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;

/** Checks who signed a manifest, so that reading a bundle knows no cryptography but hashing. */
@FunctionalInterface
public interface BundleVerifier {
    /** Returns whom {@code chain} proves, once the signature of {@code message} is theirs; refuses it otherwise. */
    Publisher verify(Bytes chain, String domain, Bytes message, Bytes signature) throws MalformedException;
}
