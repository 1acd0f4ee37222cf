package dev.hearth.integration;

import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A relay's process: arguments are a data folder, a signal server and, the first time, link and code of an invitation.
 * It answers each line of its input with how many blocks it stores and how many devices it is connected to.
 */
final class RelayMain {
    private RelayMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws IOException {
        ClientOptions options =
                ClientOptions.defaults().signal(URI.create(arguments[1])).transports(List.of("relay"));
        try (Client client = Client.open(Path.of(arguments[0]), options);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            if (client.halo().identity().isEmpty()) {
                client.halo().createIdentity("Rita the relay");
            }
            Space space = arguments.length > 2
                    ? client.spaces().join(arguments[2], arguments[3]).join()
                    : client.spaces().list().get(0);
            System.out.println("ready " + space.role().orElseThrow());
            while (lines.readLine() != null) {
                space.flush();
                System.out.println("stores " + space.status().carried() + " with "
                        + space.spaceStatus().peers().size());
            }
        }
    }
}
