package dev.hearth.echo.crdt;

import dev.hearth.echo.fuzz.FuzzContract;

/** The decoders of the engine under hostile input. */
final class EngineFuzzTest extends FuzzContract {
    EngineFuzzTest() {
        super(EngineTargets.ALL, "EngineFuzzerInputs/offer");
    }
}
