package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chains of further devices of the first identities of {@link AuthorityGraphs}. Each has one that its first device
 * enrolled, one that this one did, one that came by the root key, one by the next root key, and some that the first of
 * them enrols when it is in other hands. The last chain claims another identity's device.
 */
final class DeviceChains {
    static final int IDENTITIES = 3;

    /** Those of each identity that the one its first device enrolled has enrolled. */
    static final int PUPPETS = 3;

    private static final String[] KINDS = {"phone", "tablet", "root", "newroot", "puppet", "puppet2", "puppet3"};

    static final List<IdentityChain> ALL = all();

    /** All chains there are: those behind the ones of the first devices. */
    static final List<IdentityChain> EVERY =
            Stream.concat(AuthorityGraphs.CHAINS.stream(), ALL.stream()).toList();

    private DeviceChains() {}

    /** Returns the number, in {@link #EVERY}, of the device that an identity's first enrolled. */
    static int first(int identity) {
        return AuthorityGraphs.CHAINS.size() + identity * KINDS.length;
    }

    /** Returns the number of one of the devices that the first of those enrols. */
    static int puppet(int identity, int number) {
        return first(identity) + KINDS.length - PUPPETS + number;
    }

    static String nameOf(int place) {
        return place < IDENTITIES * KINDS.length ? KINDS[place % KINDS.length] : "claimed";
    }

    private static List<IdentityChain> all() {
        List<IdentityChain> all = new ArrayList<>();
        for (int identity = 0; identity < IDENTITIES; identity++) {
            IdentityChain own = AuthorityGraphs.CHAINS.get(identity);
            SigningKey root = SigningKey.of(AuthorityGraphs.secret("root", identity));
            SigningKey next = SigningKey.of(AuthorityGraphs.secret("next root", identity));
            int place = all.size();
            IdentityChain phone = agreed(own.enrol(key(identity), device(place)), place);
            all.add(phone);
            all.add(agreed(phone.enrol(further(place), device(place + 1)), place + 1));
            all.add(agreed(own.enrolByRoot(root, device(place + 2), own.name()), place + 2));
            all.add(agreed(own.withRoot(root, next).enrolByRoot(next, device(place + 3), own.name()), place + 3));
            for (int puppet = place + 4; puppet < place + KINDS.length; puppet++) {
                all.add(agreed(phone.enrol(further(place), device(puppet)), puppet));
            }
        }
        all.add(first("root", IDENTITIES, further(0), "P" + IDENTITIES));
        return List.copyOf(all);
    }

    static SigningKey key(int device) {
        return SigningKey.of(AuthorityGraphs.secret("device", device));
    }

    static SigningKey further(int place) {
        return SigningKey.of(AuthorityGraphs.secret("further device", place));
    }

    /** What a device shows that has no identity yet. */
    private static IdentityChain device(int place) {
        return first("provisional root", place, further(place), "");
    }

    static IdentityChain first(String purpose, int identity, SigningKey device, String name) {
        AgreementKey box = AgreementKey.of(AuthorityGraphs.secret("further box", identity));
        return IdentityChain.create(
                SigningKey.of(AuthorityGraphs.secret(purpose, identity)),
                Bytes.of(new byte[16]),
                device.verifyKey(),
                box.publicKey(),
                name);
    }

    static IdentityChain agreed(Bytes enrolment, int place) {
        try {
            return IdentityChain.agreed(enrolment, further(place), Optional.empty());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
