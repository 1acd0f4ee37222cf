package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import java.util.List;

/** Identities and spaces for tests. */
public final class People {
    /** What tests run on. */
    public static final Seams SEAMS = Seams.system();

    private People() {}

    /** Returns a new identity. */
    public static LocalIdentity person(String name) {
        return LocalIdentity.create(name, SEAMS.random());
    }

    static SpaceCredentials space(LocalIdentity owner) {
        return SpaceCredentials.create(owner, SEAMS);
    }

    /** Another replica with the same credentials. */
    static SpaceCredentials copy(SpaceCredentials space) {
        return restore(space.all());
    }

    static SpaceCredentials restore(List<Bytes> credentials) {
        try {
            return SpaceCredentials.restore(credentials, SEAMS);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The space whose credentials stand in lines, in hexadecimal. */
    static SpaceCredentials read(List<String> lines) {
        return restore(lines.stream().map(Bytes::fromHex).toList());
    }

    /** Gives each of two replicas what the other has. */
    static void sync(SpaceCredentials one, SpaceCredentials other) {
        one.missing(other.ids()).forEach(other::add);
        other.missing(one.ids()).forEach(one::add);
    }
}
