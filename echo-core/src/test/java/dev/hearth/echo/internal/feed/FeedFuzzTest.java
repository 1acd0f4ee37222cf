package dev.hearth.echo.internal.feed;

import dev.hearth.echo.fuzz.FuzzContract;

/** The decoders of blocks and feeds under hostile input. */
final class FeedFuzzTest extends FuzzContract {
    FeedFuzzTest() {
        super(FeedTargets.ALL, "FeedFuzzerInputs/offer");
    }
}
