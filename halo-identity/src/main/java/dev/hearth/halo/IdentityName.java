package dev.hearth.halo;

import dev.hearth.base.MalformedException;

/**
 * What an identity calls itself, and how often it had been renamed before. Of two names the one of the higher revision
 * is the newer, and of the same revision, which two devices gave at once, the one whose text is greater: so all devices
 * of all members agree, in each space and between spaces.
 *
 * @param name from 1 to 64 characters, not all of them spaces; empty for an installation without an identity
 * @param revision 0 for the name that the identity was created with
 */
public record IdentityName(String name, long revision) implements Comparable<IdentityName> {
    /** Checks the ranges. */
    public IdentityName {
        if (revision < 0 || (revision > 0 && !isAllowed(name))) {
            throw new IllegalArgumentException(
                    "name: from 1 to " + IdentityChain.MAX_NAME.max() + " characters, got " + name.length());
        }
    }

    /** Returns the name that an identity was created with. */
    public static IdentityName first(String name) {
        return new IdentityName(name, 0);
    }

    /** Returns the name that follows this one. */
    public IdentityName next(String other) {
        return new IdentityName(other, revision + 1);
    }

    private static boolean isAllowed(String name) {
        return !name.isBlank() && name.length() <= IdentityChain.MAX_NAME.max();
    }

    static IdentityName decode(long revision, String name) throws MalformedException {
        if (revision < 1 || !isAllowed(name)) {
            throw new MalformedException("Profile with a name that is empty or too long");
        }
        return new IdentityName(name, revision);
    }

    @Override
    public int compareTo(IdentityName other) {
        int order = Long.compare(revision, other.revision);
        return order != 0 ? order : name.compareTo(other.name);
    }
}
