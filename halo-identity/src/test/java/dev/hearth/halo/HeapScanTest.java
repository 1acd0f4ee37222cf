package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.HeapDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A27: what is in the memory of a process after its keychain was closed. The dump has the live objects only, since the
 * JVM can't be made to overwrite what its collector left behind.
 */
final class HeapScanTest {
    private static final String WORDS = "canary passphrase of an axolotl";

    @TempDir
    private Path folder;

    @Test
    void a27NoSecretIsLeftInTheHeapAfterClosing() throws IOException, MalformedException {
        Path file = folder.resolve("keychain");
        KeychainKey key = KeychainKey.passphrase(WORDS.toCharArray(), KeychainCost.FLOOR);
        try (Keychain keychain = Keychain.create(file, key, People.SEAMS)) {
            keychain.createIdentity("Ann");
        }
        Files.writeString(folder.resolve("passphrase"), WORDS);
        try (ChildJvm child = HeapDump.start(KeychainMain.class.getName(), folder.toString())) {
            child.await("open", 60, "open"::equals);
            HeapDump open = HeapDump.of(child, folder);
            child.say("close");
            child.await("closed", 60, "closed"::equals);
            HeapDump closed = HeapDump.of(child, folder);
            Map<String, byte[]> secrets = secrets(file, key);
            secrets.forEach((name, secret) -> {
                if (!name.startsWith("passphrase")) {
                    assertThat(open.contains(secret)).as("%s while open", name).isTrue();
                }
            });
            secrets.forEach((name, secret) ->
                    assertThat(closed.contains(secret)).as(name).isFalse());
            assertThat(closed.contains("KeychainMain"))
                    .as("it is a dump of that process")
                    .isTrue();
        }
    }

    /** What the keychain holds and what follows from it, by name. */
    private Map<String, byte[]> secrets(Path file, KeychainKey key) throws IOException, MalformedException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        KeychainFile.Opened opened =
                KeychainFile.read(Bytes.of(Files.readAllBytes(file))).open(List.of(key), People.SEAMS.random());
        secrets.put("vault key", opened.vault().key().reveal());
        List<Cbor> body = Cbor.decode(opened.body()).asList(3);
        Bytes storageKey = body.get(1).asBytes();
        secrets.put("storage key", storageKey.toArray());
        List<Cbor> identity = body.get(2).asList();
        for (int i = 0; i < identity.size(); i++) {
            if (i != 3) { // the chain is public
                secrets.put("seed " + i, identity.get(i).asBytes().toArray());
            }
        }
        secrets.put("value key", derived(Secret.of(storageKey), "hearth store", Bytes.utf8("content")));
        secrets.put("nonce key", derived(Secret.of(storageKey), "hearth store", Bytes.utf8("nonce")));
        Secret epoch = epoch(LocalIdentity.decode(body.get(2)));
        secrets.put("epoch", epoch.reveal());
        secrets.put("passphrase", WORDS.getBytes(StandardCharsets.US_ASCII));
        secrets.put("passphrase in characters", WORDS.getBytes(StandardCharsets.UTF_16BE));
        return secrets;
    }

    private Secret epoch(LocalIdentity identity) throws IOException, MalformedException {
        List<Bytes> credentials = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("credentials"))) {
            credentials.add(Bytes.fromHex(line));
        }
        SpaceCredentials space = SpaceCredentials.restore(credentials, People.SEAMS);
        return new EpochKeys(space.id(), Suite.CLASSICAL, identity)
                .find(space.authority(), 0)
                .orElseThrow();
    }

    private static byte[] derived(Secret key, String domain, Bytes context) {
        return Hkdf.derive(key, domain, context, 32).reveal();
    }
}
