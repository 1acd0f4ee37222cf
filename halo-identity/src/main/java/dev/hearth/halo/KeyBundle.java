package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The secrets of a space's epochs that one device has, for a sealed backup: with them a device that came by the root
 * key's word reads without asking anybody. What it encodes to is secret. Wiped on close.
 */
public final class KeyBundle implements AutoCloseable {
    private static final Limit EPOCHS = new Limit("number of an epoch", Integer.MAX_VALUE - 1);
    private static final Limit KEYS = new Limit("keys of a bundle", 1 << 20);

    private final Map<Integer, List<Secret>> secrets;

    private KeyBundle(Map<Integer, List<Secret>> secrets) {
        this.secrets = secrets;
    }

    /** Returns all that the device of {@code identity} has of a space. */
    public static KeyBundle of(SpaceCredentials space, LocalIdentity identity) {
        Authority now = space.authority();
        EpochKeys keys = new EpochKeys(space.id(), space.suite(), identity);
        Map<Integer, List<Secret>> secrets = new TreeMap<>();
        for (int number = 0; number <= now.epoch(); number++) {
            Collection<Secret> here = keys.all(now, number).values();
            if (!here.isEmpty()) {
                secrets.put(number, List.copyOf(here));
            }
        }
        return new KeyBundle(secrets);
    }

    /** Returns {@code [epoch, secret]*}, which is to be sealed. */
    public Cbor encode() {
        List<Cbor> fields = new ArrayList<>();
        secrets.forEach((number, each) ->
                each.forEach(secret -> fields.add(Cbor.array(Cbor.of(number), Cbor.of(Bytes.of(secret.reveal()))))));
        return Cbor.array(fields);
    }

    /** Reads what {@link #encode()} gave. */
    public static KeyBundle decode(Cbor encoded) throws MalformedException {
        List<Cbor> entries = encoded.asList();
        KEYS.check(entries.size());
        Map<Integer, List<Secret>> secrets = new TreeMap<>();
        for (Cbor each : entries) {
            List<Cbor> fields = each.asList(2);
            secrets.computeIfAbsent(fields.get(0).asInt(EPOCHS), number -> new ArrayList<>())
                    .add(Secret.of(fields.get(1).asBytes(Aead.KEY)));
        }
        return new KeyBundle(secrets);
    }

    /**
     * Lets the device of {@code by}, which is in, give itself the keys that it lacks: the newest first, since most lead
     * to the ones before. Only secrets that a key of the space commits to are taken. Returns how many it took.
     */
    public int grantTo(LocalIdentity by, SpaceCredentials space) {
        synchronized (space) {
            int taken = 0;
            for (int number = space.authority().epoch(); number >= 0; number--) {
                for (Secret secret : secrets.getOrDefault(number, List.of())) {
                    taken += take(by, space, number, secret);
                }
            }
            return taken;
        }
    }

    private static int take(LocalIdentity by, SpaceCredentials space, int number, Secret secret) {
        Authority now = space.authority();
        EpochKeys keys = new EpochKeys(space.id(), space.suite(), by);
        Bytes commitment = EpochKeys.commitment(space.id(), number, secret);
        boolean wanted = now.epochs().all(number).stream()
                .anyMatch(key -> key.statement().commitment().equals(commitment));
        if (!wanted || keys.all(now, number).containsKey(commitment)) {
            return 0;
        }
        Optional<Bytes> wrap = keys.wrap(number, secret, by.chain());
        wrap.ifPresent(each -> space.say(by, new Statement.KeyGrant(number, by.device(), each)));
        return wrap.isPresent() ? 1 : 0;
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        secrets.values().forEach(each -> each.forEach(Secret::close));
    }

    @Override
    public String toString() {
        return "KeyBundle(***)";
    }
}
