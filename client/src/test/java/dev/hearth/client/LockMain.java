package dev.hearth.client;

import dev.hearth.echo.Ref;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens a client, writes what a file says, and locks it on a line from standard input. */
final class LockMain {
    private LockMain() {}

    record Page(String text) {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ClientOptions options = ClientOptions.defaults().transports(List.of());
        try (Client client = Client.open(folder.resolve("data"), options);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            client.halo().createIdentity("Ann");
            Space space = write(client, folder.resolve("canary"));
            System.out.println("open");
            lines.readLine();
            client.halo().lock();
            System.out.println("locked");
            lines.readLine();
            System.out.println(space.id() + " " + client.halo().isLocked());
        }
    }

    /** Here, so that no variable of a frame that stays keeps the text. */
    private static Space write(Client client, Path canary) throws IOException {
        Space space = client.spaces().create("Home");
        Ref<Page> page = space.put(new Page(Files.readString(canary)));
        if (space.find(page).isEmpty()) {
            throw new IllegalStateException("What was put is not there");
        }
        return space;
    }
}
