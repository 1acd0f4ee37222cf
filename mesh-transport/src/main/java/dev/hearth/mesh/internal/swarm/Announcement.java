package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.Authenticator;

/**
 * The key that signals to a device are sealed to. It lives as long as the mesh was open, and the device signs it, so
 * that whoever introduces cannot put its own in the place.
 *
 * @param device the device
 * @param key its X25519 key, 32 bytes
 * @param signature the device's signature over the key
 */
public record Announcement(DeviceId device, Bytes key, Bytes signature) {
    private static final String DOMAIN = "hearth mesh announcement";
    private static final int KEY = 32;
    private static final int SIGNATURE = 64;

    /** Announces {@code key} as this device's. */
    public static Announcement of(Authenticator authenticator, Bytes key) {
        return new Announcement(authenticator.self(), key, authenticator.sign(DOMAIN, key));
    }

    /** Refuses an announcement that its device did not make. */
    public void verify() throws MalformedException {
        if (!VerifyKey.of(device.value()).verify(DOMAIN, key, signature)) {
            throw new MalformedException("Announcement with a wrong signature");
        }
    }

    /** Appends its 128 bytes. */
    public void write(ByteWriter out) {
        out.raw(device.value()).raw(key).raw(signature);
    }

    /** Reads what {@link #write} wrote, unverified. */
    public static Announcement read(ByteReader in) throws MalformedException {
        return new Announcement(new DeviceId(in.raw(DeviceId.SIZE)), in.raw(KEY), in.raw(SIGNATURE));
    }
}
