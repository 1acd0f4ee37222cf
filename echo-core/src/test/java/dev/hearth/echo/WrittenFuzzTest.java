package dev.hearth.echo;

import dev.hearth.echo.fuzz.FuzzContract;

/** Written queries and schemas under hostile input. */
final class WrittenFuzzTest extends FuzzContract {
    WrittenFuzzTest() {
        super(WrittenTargets.ALL, "WrittenFuzzerInputs/offer");
    }
}
