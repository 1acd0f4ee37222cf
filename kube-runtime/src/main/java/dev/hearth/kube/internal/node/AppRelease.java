package dev.hearth.kube.internal.node;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Type;

/**
 * A release as it lies in a space: nothing in it is believed before the manifest is verified.
 *
 * @param app the app's name, for finding it
 * @param sequence its sequence number, for finding it
 * @param manifest the signed bytes
 * @param chain the publisher's identity chain
 * @param signature the publisher's signature
 */
@Type("hearth.app.release")
public record AppRelease(String app, long sequence, Bytes manifest, Bytes chain, Bytes signature) {}
