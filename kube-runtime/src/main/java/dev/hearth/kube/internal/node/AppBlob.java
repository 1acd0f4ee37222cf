package dev.hearth.kube.internal.node;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Type;

/**
 * A part of a file, found by the file's hash.
 *
 * @param hash the SHA-256 of the whole file
 * @param part the number of the part, from 0
 * @param content its bytes
 */
@Type("hearth.app.blob")
public record AppBlob(Bytes hash, int part, Bytes content) {}
