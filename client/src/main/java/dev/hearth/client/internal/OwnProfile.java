package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Seams;
import dev.hearth.halo.Authority;
import dev.hearth.halo.IdentityName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the identity calls itself: said in the personal space, and from there by each of its devices in every other
 * space that knows an older name only. Thread-safe.
 */
final class OwnProfile {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProfile.class);

    private final SpaceHost host;
    private final Later later;
    private volatile @Nullable IdentityName whileClosed; // nobody changes it while the personal space is closed

    OwnProfile(SpaceHost host, Seams seams) {
        this.host = host;
        this.later = new Later(seams, this::tend);
    }

    /** Keeps a space, which was opened, in step. */
    void watch(OpenSpace space) {
        space.access().onChange(later::due);
        later.due();
    }

    IdentityName name() {
        IdentityName known = whileClosed;
        if (known != null && host.openPersonal().isEmpty()) {
            return known;
        }
        IdentityName now = host.personalAuthority()
                .nameOf(host.identity().id())
                .orElseGet(() -> IdentityName.first(host.identity().name()));
        whileClosed = now;
        return now;
    }

    void rename(String name) {
        OpenSpace personal = host.personal();
        IdentityName newest = name();
        for (OpenSpace each : host.spaces()) {
            IdentityName there =
                    each.access().authority().nameOf(host.identity().id()).orElse(newest);
            newest = there.compareTo(newest) > 0 ? there : newest;
        }
        if (!newest.name().equals(name)) {
            personal.access().sayName(newest.next(name));
            tend();
        }
    }

    private void tend() {
        IdentityName wanted = name();
        if (wanted.revision() > 0) {
            host.spaces().forEach(space -> tend(space, wanted));
        }
    }

    private void tend(OpenSpace space, IdentityName wanted) {
        try {
            Authority there = space.access().authority();
            IdentityId self = host.identity().id();
            boolean speaks = there.deletedBy().isEmpty()
                    && there.member(self)
                            .map(member -> member.devices().get(host.identity().device()))
                            .filter(device -> !device.isLimited())
                            .isPresent();
            if (speaks) {
                space.access().sayName(wanted);
            }
        } catch (HearthException e) {
            if (e.code() != ErrorCode.CLOSED) {
                LOG.warn("space {} can't be told how this identity is called now: {}", space.id(), e.toString());
            }
        }
    }

    void close() {
        later.close();
    }
}
