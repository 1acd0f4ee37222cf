package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;

/** Who we are and how others prove who they are; the mesh asks, whoever knows identities answers. Thread-safe. */
public interface Authenticator {
    /** Returns this device. */
    DeviceId self();

    /** Returns the credential chain of this device, which peers are shown. */
    Bytes chain();

    /** Returns the signature of this device's key. */
    Bytes sign(String domain, Bytes message);

    /** Returns who holds {@code chain}, once it is valid and its device signed {@code message}. */
    Peer verify(Bytes chain, String domain, Bytes message, Bytes signature) throws MalformedException;
}
