package dev.hearth.echo.crdt;

import java.util.Arrays;

/** An operation of a custom model: opaque bytes with the stamp by which all replicas order it. */
public final class ModelEvent {
    /** The longest operation in bytes. */
    public static final int MAX_BYTES = 1 << 16;

    private final long lamport;
    private final int actor;
    private final byte[] bytes;

    ModelEvent(long lamport, int actor, byte[] bytes) {
        this.lamport = lamport;
        this.actor = actor;
        this.bytes = bytes;
    }

    /** Returns the Lamport time. */
    public long lamport() {
        return lamport;
    }

    /** Returns who made it. */
    public int actor() {
        return actor;
    }

    /** Returns a copy of the operation's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelEvent that
                && lamport == that.lamport
                && actor == that.actor
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(lamport) * 31 + actor;
    }

    @Override
    public String toString() {
        return "ModelEvent[" + lamport + " by " + actor + ", " + bytes.length + " bytes]";
    }
}
