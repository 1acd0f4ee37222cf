package dev.hearth.echo.internal.presence;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.util.List;
import java.util.Optional;

/** The frames of presence, which refuse with a {@link MalformedException}. */
final class PresenceTargets {
    static final Target FRAMES = new Target(
            "presence",
            100,
            MalformedException.class,
            1_000,
            List.of(
                    PresenceFrames.encode(PresenceFramesTest.value(1_000)).toArray(),
                    PresenceFrames.encode(new PresenceFrames.Said("Caret", Optional.empty()))
                            .toArray()),
            (input, attempt) -> {
                PresenceFrames.Said said = PresenceFrames.read(Bytes.of(input));
                attempt.then(taken -> {
                    if (!PresenceFrames.encode(said).equals(Bytes.of(input))) {
                        throw new IllegalStateException("a frame has two forms");
                    }
                });
            });

    static final Targets ALL = new Targets(List.of(FRAMES));

    private PresenceTargets() {}
}
