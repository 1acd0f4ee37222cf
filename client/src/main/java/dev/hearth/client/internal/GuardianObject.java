package dev.hearth.client.internal;

import dev.hearth.echo.Type;

/**
 * What a guardian or the owner of recovery words says about the release of a share, for the other one to see.
 *
 * @param note as {@link dev.hearth.halo.GuardianNote} writes it
 */
@Type("hearth.guardian-note")
public record GuardianObject(String note) {}
