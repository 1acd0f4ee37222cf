package dev.hearth.halo;

import dev.hearth.base.MalformedException;

/** What a member may do in a space. Each role may do what those after it may, but a relay reads nothing. */
public enum Role {
    /** Created the space; may do everything, and can't be removed. */
    OWNER(4),
    /** Admits, changes and removes members below owner. */
    ADMIN(3),
    /** Reads and writes. */
    WRITER(2),
    /** Reads. */
    READER(1),
    /** Stores and forwards what it can't read. */
    RELAY(0);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** Returns whether the role gets the keys of the content. */
    public boolean canRead() {
        return this != RELAY;
    }

    /** Returns whether blocks of the role count. */
    public boolean canWrite() {
        return code >= WRITER.code;
    }

    /** Returns whether the role may admit members as {@code other}, change them to it, or remove them from it. */
    public boolean canAdmit(Role other) {
        return code >= ADMIN.code && other != OWNER;
    }

    /** Returns the number that stands for the role in credentials. */
    public int code() {
        return code;
    }

    /** Returns the role of a number in a credential. */
    public static Role ofCode(long code) throws MalformedException {
        for (Role role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        throw new MalformedException("No such role");
    }
}
