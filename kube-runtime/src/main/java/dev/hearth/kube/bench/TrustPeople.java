package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An owner with its keychain, and others who are only ever admitted and removed.
 *
 * @param keychain the owner's
 * @param owner who says everything
 * @param members what the others show
 */
record TrustPeople(Keychain keychain, LocalIdentity owner, List<IdentityChain> members) implements AutoCloseable {
    /** Makes an owner and {@code others} more, in a folder that is gone afterwards; the keys stay in memory. */
    static TrustPeople create(int others, Seams seams) {
        Path folder = Folders.temporary("hearth-bench-trust");
        try {
            Keychain keychain = keychain(folder, 0, seams);
            LocalIdentity owner = keychain.createIdentity("Owner");
            List<IdentityChain> members = new ArrayList<>();
            for (int i = 1; i <= others; i++) {
                try (Keychain each = keychain(folder, i, seams)) {
                    members.add(each.createIdentity("Member " + i).chain());
                }
            }
            return new TrustPeople(keychain, owner, List.copyOf(members));
        } finally {
            Folders.delete(folder);
        }
    }

    private static Keychain keychain(Path folder, int number, Seams seams) {
        return Keychain.create(
                folder.resolve("keychain" + number), KeychainKey.file(folder.resolve("key" + number)), seams);
    }

    IdentityChain member(int number) {
        return members.get(number);
    }

    @Override
    public void close() {
        keychain.close();
    }
}
