package dev.hearth.kube.internal.web;

import java.util.Map;

/**
 * What is served under which name: an immutable snapshot that requests read once, so that each sees one state.
 *
 * @param sites the apps by name
 */
public record Routes(Map<String, Site> sites) {
    /** Nothing is served. */
    public static final Routes NONE = new Routes(Map.of());

    /** Copies its input. */
    public Routes {
        sites = Map.copyOf(sites);
    }
}
