package dev.hearth.echo.internal.blob;

import dev.hearth.echo.fuzz.FuzzContract;

/** The decoders of blobs under hostile input. */
final class BlobFuzzTest extends FuzzContract {
    BlobFuzzTest() {
        super(BlobTargets.ALL, "BlobFuzzerInputs/offer");
    }
}
