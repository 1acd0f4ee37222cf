package dev.hearth.echo.internal.feed;

import dev.hearth.echo.fuzz.FuzzContract;
import dev.hearth.echo.fuzz.Target;
import java.util.List;

/** The decoders of blocks and feeds under hostile input. */
final class FeedFuzzTest extends FuzzContract {
    @Override
    protected List<Target> targets() {
        return FeedTargets.all();
    }

    @Override
    protected String corpus() {
        return "FeedFuzzerInputs";
    }
}
