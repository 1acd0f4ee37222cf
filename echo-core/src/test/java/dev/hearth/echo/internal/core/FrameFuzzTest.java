package dev.hearth.echo.internal.core;

import dev.hearth.echo.fuzz.FuzzContract;

/** The decoders of replication and of CBOR under hostile input. */
final class FrameFuzzTest extends FuzzContract {
    FrameFuzzTest() {
        super(FrameTargets.ALL, "FrameFuzzerInputs/offer");
    }
}
