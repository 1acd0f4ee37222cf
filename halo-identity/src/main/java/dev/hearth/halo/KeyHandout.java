package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out the keys of a space in the name of one device, as far as that has them. Made for one call, whose caller
 * holds the space.
 */
final class KeyHandout {
    private final SpaceCredentials space;
    private final LocalIdentity by;
    private final EpochKeys keys;

    KeyHandout(SpaceCredentials space, LocalIdentity by) {
        this.space = space;
        this.by = by;
        this.keys = new EpochKeys(space.id(), space.suite(), by);
    }

    private boolean isFull() {
        return space.history() == HistoryPolicy.FULL;
    }

    /** Returns whether something can be sealed to a device by the space's suite. */
    boolean reaches(IdentityChain device) {
        return keys.wrap(0, Secret.random(space.random(), Aead.KEY), device).isPresent();
    }

    /** Returns the key of an epoch; throws NOT_PERMITTED where this device was not given it. */
    Secret keyOf(int epoch) {
        return keys.find(space.authority(), epoch).orElseThrow(() -> new HearthException(ErrorCode.NOT_PERMITTED));
    }

    /**
     * Says what makes {@code devices} read that did not, and gives them the key, in a space without history a new one,
     * which everybody gets. Throws KEY_MISSING, and says nothing, when one of them can't be given keys.
     */
    void sayWithKey(List<IdentityChain> devices, Statement statement) {
        if (!isFull()) {
            if (!devices.stream().allMatch(this::reaches)) {
                throw new HearthException(ErrorCode.KEY_MISSING);
            }
            space.say(by, statement);
            rotate(Optional.empty());
            openWay();
            return;
        }
        int epoch = space.authority().epoch();
        Secret key = keyOf(epoch);
        List<Statement> grants = new ArrayList<>();
        for (IdentityChain each : devices) {
            grants.add(grantOf(epoch, key, each).orElseThrow(() -> new HearthException(ErrorCode.KEY_MISSING)));
        }
        space.say(by, statement);
        grants.forEach(grant -> space.say(by, grant));
        devices.forEach(this::grantAside);
    }

    /** Gives a device all keys that this one has: whoever made them knew of the same person. */
    void giveAll(IdentityChain device) {
        Authority now = space.authority();
        if (!isFull()) {
            Newcomers.keysFor(device, by, now, keys).forEach(grant -> space.say(by, grant));
            return;
        }
        Optional<Secret> key = keys.find(now, now.epoch());
        if (key.isPresent()) {
            grant(now.epoch(), key.get(), device);
            grantAside(device);
        }
    }

    /** Gives the key to the swarm to all who read and were not given it. */
    private void openWay() {
        Authority now = space.authority();
        keys.find(now, 0).ifPresent(key -> now.devicesWithoutKey(0).forEach(each -> grant(0, key, each)));
    }

    /** Gives a device the keys that none leads to, under which somebody may have written at the same time. */
    private void grantAside(IdentityChain device) {
        Authority now = space.authority();
        for (int number : now.epochs().aside()) {
            for (Map.Entry<?, Secret> key : keys.all(now, number).entrySet()) {
                grant(number, key.getValue(), device);
            }
        }
    }

    private void grant(int epoch, Secret key, IdentityChain to) {
        grantOf(epoch, key, to).ifPresent(grant -> space.say(by, grant));
    }

    private Optional<Statement> grantOf(int epoch, Secret key, IdentityChain to) {
        return keys.wrap(epoch, key, to).map(wrap -> new Statement.KeyGrant(epoch, to.device(), wrap));
    }

    /** Says what must be said of keys before {@link #by}, whose role is {@code own}, writes anything. */
    void prepareToWrite(Role own) {
        Authority now = space.authority();
        if (!isFull()) {
            renewKey(now, own);
            return;
        }
        Optional<Secret> key = keys.find(now, now.epoch());
        if (key.isPresent() && now.isKeyKnownToOthers()) {
            rotate(key);
        } else if (key.isPresent() && own.canAdmit(Role.READER)) {
            now.devicesWithoutKey().forEach(each -> grant(now.epoch(), key.get(), each));
        } else if (key.isPresent() && hasRoomForAll(now) && lacksKey(now)) {
            rotate(key); // an admin grants the key; who is none makes another one, for all
        }
    }

    /** Nobody is given a key that was made without it: who lacks the newest one gets a new one, with all others. */
    private void renewKey(Authority now, Role own) {
        if (now.isKeyKnownToOthers() || ((own.canAdmit(Role.READER) || hasRoomForAll(now)) && lacksKey(now))) {
            rotate(Optional.empty());
        }
        if (own.canAdmit(Role.READER)) {
            openWay();
        }
    }

    private boolean hasRoomForAll(Authority now) {
        return now.readingDevices().size() <= EpochKeys.most(space.suite());
    }

    private boolean lacksKey(Authority now) {
        return now.devicesWithoutKey().stream().anyMatch(this::reaches);
    }

    /** Makes a new key for all who read; it leads to {@code former}. */
    void rotate(Optional<Secret> former) {
        Authority now = space.authority();
        int number = now.epoch() + 1;
        Secret key = Secret.random(space.random(), Aead.KEY);
        List<IdentityChain> readers = EpochKeys.firstThoseWhoGrant(by, now);
        Statement.Epoch epoch = EpochKeys.create(space.id(), space.suite(), number, readers, former, key);
        space.say(by, epoch);
        if (!now.roleOf(by).orElse(Role.RELAY).canAdmit(Role.READER)) {
            return; // whom the epoch had no room for is given the key by the next admin who writes
        }
        for (IdentityChain each : readers) {
            if (!epoch.wraps().containsKey(each.device())) {
                grant(number, key, each);
            }
        }
    }

    /** Hands the keys from before its admission to a device; returns how many. */
    int grantHistory(IdentityChain device) {
        Authority now = space.authority();
        if (isFull() || now.readsFrom(device.device()) == 0) {
            return 0;
        }
        List<Statement> grants = Newcomers.keysFor(device, by, now, keys);
        if (grants.isEmpty()) {
            throw new HearthException(ErrorCode.KEY_MISSING);
        }
        grants.forEach(grant -> space.say(by, grant));
        return grants.size();
    }
}
