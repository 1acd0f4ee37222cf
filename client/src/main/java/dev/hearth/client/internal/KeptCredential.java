package dev.hearth.client.internal;

import dev.hearth.echo.Type;

/**
 * A credential that was taken in, as an object of the personal space.
 *
 * @param text the credential with its disclosures, in canonical form
 * @param kept when, in milliseconds since 1970
 */
@Type("hearth.credential")
public record KeptCredential(String text, long kept) {}
