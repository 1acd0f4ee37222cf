package dev.hearth.integration;

import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Writes until the disk of the folder {@code arguments[0]} is full, makes room, and tells what is there then. */
final class FullDiskMain {
    private static final ClientOptions OFFLINE = ClientOptions.defaults().transports(List.of("tcp"));
    private static final int ROOM = 8 << 20;

    private FullDiskMain() {}

    record Item(int number, String content) {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        Path data = disk.resolve("data");
        Path filler = Files.write(disk.resolve("filler"), new byte[ROOM]);
        int acknowledged = 0;
        try (Client client = Client.open(data, OFFLINE)) {
            client.halo().createIdentity("Ann");
            Space space = client.spaces().create("Home");
            SplittableRandom random = new SplittableRandom(1);
            while (acknowledged < 1_000_000) {
                byte[] noise = new byte[3_000];
                random.nextBytes(noise);
                space.put(new Item(acknowledged, java.util.HexFormat.of().formatHex(noise)));
                space.flush();
                acknowledged++;
            }
        } catch (HearthException e) {
            System.out.println("refused " + e.code());
        }
        Files.delete(filler);
        try (Client client = Client.open(data, OFFLINE)) {
            Space space = client.spaces().list().get(0);
            long found = space.query(Item.class).count();
            space.put(new Item(-1, "room again"));
            System.out.println("acknowledged " + acknowledged);
            System.out.println(found >= acknowledged && found <= acknowledged + 1 ? "all there" : "found " + found);
        }
    }
}
