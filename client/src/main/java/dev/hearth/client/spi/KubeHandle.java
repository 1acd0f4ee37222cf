package dev.hearth.client.spi;

import java.net.URI;

/** A running app host. Safe to close twice. */
public interface KubeHandle extends AutoCloseable {
    /** Returns where the node's own page is served. */
    URI address();

    @Override
    void close();
}
