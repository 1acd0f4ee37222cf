package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** The secret keys of a member, so that they can be looked for where they must not be. */
public final class MemberSecrets {
    private MemberSecrets() {}

    /** Returns the seeds of the identity and of its device: all that its keychain holds but for the chain. */
    public static List<Bytes> of(LocalIdentity identity) throws MalformedException {
        List<Bytes> secrets = new ArrayList<>();
        for (Cbor field : identity.encode().asList()) {
            Bytes value = field.asBytes();
            if (!value.equals(identity.chain().encoded())) {
                secrets.add(value);
            }
        }
        return secrets;
    }

    /** Returns the key that a keychain seals its data folder with. */
    public static Bytes storageKey(Keychain keychain) {
        try {
            Field field = Keychain.class.getDeclaredField("storageKey");
            field.setAccessible(true);
            return Bytes.of(((Secret) field.get(keychain)).reveal());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the secrets of all epochs of a space that the identity's device has. */
    public static List<Bytes> of(LocalIdentity identity, SpaceCredentials space) {
        EpochKeys keys = new EpochKeys(space.id(), space.suite(), identity);
        List<Bytes> secrets = new ArrayList<>();
        for (int epoch = 0; epoch <= space.authority().epoch(); epoch++) {
            keys.all(space.authority(), epoch).values().forEach(secret -> secrets.add(Bytes.of(secret.reveal())));
        }
        return secrets;
    }
}
