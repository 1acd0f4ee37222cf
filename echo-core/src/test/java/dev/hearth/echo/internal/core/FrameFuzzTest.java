package dev.hearth.echo.internal.core;

import dev.hearth.echo.fuzz.FuzzContract;
import dev.hearth.echo.fuzz.Target;
import java.util.List;

/** The decoders of replication and of CBOR under hostile input. */
final class FrameFuzzTest extends FuzzContract {
    @Override
    protected List<Target> targets() {
        return FrameTargets.all();
    }

    @Override
    protected String corpus() {
        return "FrameFuzzerInputs";
    }
}
