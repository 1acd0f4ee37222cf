package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;

/** Signs in the name of a device, so that packing knows no key. */
public interface BundleSigner {
    /** Returns the publisher. */
    IdentityId identity();

    /** Returns the publisher's device that signs. */
    DeviceId device();

    /** Returns the proof that the device belongs to the publisher. */
    Bytes chain();

    /** Returns the device's signature of {@code message} under {@code domain}. */
    Bytes sign(String domain, Bytes message);
}
