package dev.hearth.client.spi;

import dev.hearth.client.Client;

/** Starts an app host on a client; found with {@link java.util.ServiceLoader}. */
public interface KubeProvider {
    /** Starts hosting apps for {@code client} with default options; closing the handle stops it. */
    KubeHandle start(Client client);
}
