package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.MemberSecrets;
import dev.hearth.halo.SpaceCredentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a data folder that no client has open, for the secret keys in it. */
public final class FolderSecrets {
    private FolderSecrets() {}

    /** Returns the key that the data folder is sealed with. */
    public static Bytes storageKey(Path folder, Seams seams) {
        try (DataFolder data = DataFolder.open(folder, ClientOptions.defaults(), seams)) {
            return MemberSecrets.storageKey(data.keychain());
        }
    }

    /** Returns the keys of identity and device, and those of each space. */
    public static List<Bytes> of(Path folder, Seams seams) throws MalformedException {
        DataFolder data = DataFolder.open(folder, ClientOptions.defaults(), seams);
        try (Keychain keychain = data.keychain();
                Registry registry = new Registry(data.registry())) {
            LocalIdentity identity = keychain.identity().orElseThrow();
            List<Bytes> secrets = new ArrayList<>(MemberSecrets.of(identity));
            for (SpaceEntry space : registry.spaces()) {
                secrets.addAll(
                        MemberSecrets.of(identity, SpaceCredentials.restore(registry.credentials(space.id()), seams)));
            }
            return secrets;
        }
    }
}
