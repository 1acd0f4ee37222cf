package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Hash;

/**
 * A file as the manifest states it.
 *
 * @param hash SHA-256 of its content
 * @param size its length in bytes
 * @param mediaType what a server says it is
 */
public record BundleFile(Hash hash, long size, String mediaType) {}
