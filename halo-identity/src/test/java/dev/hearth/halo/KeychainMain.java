package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Opens a keychain, uses all that it gives, and closes it, each on a line from standard input, so that another process
 * can look at its memory in between. The passphrase comes in a file, as an argument would stay in memory.
 */
final class KeychainMain {
    /** Stays reachable, so that what is gone from memory was wiped, not collected. */
    static final List<Object> USED = new ArrayList<>();

    private KeychainMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (Seams seams = Seams.system();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Keychain keychain = open(folder, seams);
            LocalIdentity identity = keychain.identity().orElseThrow();
            SpaceCredentials space = SpaceCredentials.create(identity, seams);
            Files.write(
                    folder.resolve("credentials"),
                    space.all().stream().map(Bytes::hex).toList());
            SpaceKeys keys = new SpaceKeys(space, identity);
            keys.seal(Bytes.EMPTY, new byte[] {1});
            identity.sign("domain", Bytes.EMPTY);
            StoreSealer sealer = keychain.storeSealer();
            sealer.seal(new byte[] {1}, new byte[] {2});
            USED.addAll(List.of(keychain, identity, keys, sealer));
            System.out.println("open");
            lines.readLine();
            keys.close();
            keychain.close();
            System.out.println("closed");
            lines.readLine();
        }
    }

    private static Keychain open(Path folder, Seams seams) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("passphrase"));
        char[] words = new char[bytes.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (char) bytes[i];
        }
        Arrays.fill(bytes, (byte) 0);
        try (KeychainKey key = KeychainKey.passphrase(words)) {
            return Keychain.open(folder.resolve("keychain"), seams, key);
        } finally {
            Arrays.fill(words, '\0');
        }
    }
}
