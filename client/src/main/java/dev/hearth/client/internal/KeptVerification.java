package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Type;

/**
 * That the user compared a safety number and found it right, as an object of the personal space, which nothing changes
 * later: so what another device does at the same time can't lift it to another key.
 *
 * @param identity the id of whose number it was, in hexadecimal
 * @param rootKey the root key that it had then
 * @param time when, in milliseconds since 1970
 * @param device on which of the user's devices, in hexadecimal
 */
@Type("hearth.verification")
public record KeptVerification(String identity, Bytes rootKey, long time, String device) {}
