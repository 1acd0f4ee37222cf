package dev.hearth.halo;

/** What the members of one space call themselves, as statements among its credentials. Thread-safe. */
public final class SpaceProfiles {
    private final SpaceCredentials space;

    /** Speaks in the space of {@code space}. */
    public SpaceProfiles(SpaceCredentials space) {
        this.space = space;
    }

    /**
     * Says what the identity of {@code by} calls itself. Returns false, and says nothing, when the space knows that
     * name or a newer one. Throws NOT_PERMITTED unless {@code by} is a device without a limit of a member, and when the
     * device has renamed its identity 256 times here.
     */
    public boolean say(LocalIdentity by, IdentityName name) {
        synchronized (space) {
            boolean known = space.authority()
                    .nameOf(by.id())
                    .filter(there -> there.compareTo(name) >= 0)
                    .isPresent();
            if (known) {
                return false;
            }
            space.sayByRight(by, new Statement.Profile(by.id(), name));
            return true;
        }
    }
}
