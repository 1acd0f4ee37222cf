package dev.hearth.echo.internal.index;

import dev.hearth.echo.fuzz.FuzzContract;

/** The decoders of indexes under hostile input. */
final class IndexFuzzTest extends FuzzContract {
    IndexFuzzTest() {
        super(IndexTargets.ALL, "IndexFuzzerInputs/offer");
    }
}
