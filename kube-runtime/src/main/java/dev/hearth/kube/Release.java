package dev.hearth.kube;

import dev.hearth.base.Hash;

/**
 * A release of an app.
 *
 * @param app the app's name
 * @param version what people call the release
 * @param sequence what decides which release is later
 * @param id the hash of its manifest
 * @param current whether it is the one served
 */
public record Release(String app, String version, long sequence, Hash id, boolean current) {}
