package dev.hearth.echo.crdt;

import dev.hearth.echo.fuzz.FuzzContract;
import dev.hearth.echo.fuzz.Target;
import java.util.List;

/** The decoders of the engine under hostile input. */
final class EngineFuzzTest extends FuzzContract {
    @Override
    protected List<Target> targets() {
        return EngineTargets.all();
    }

    @Override
    protected String corpus() {
        return "EngineFuzzerInputs";
    }
}
