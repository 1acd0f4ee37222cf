package dev.hearth.echo;

/** Keeps a database in step with one peer. */
public interface Replicator extends FrameLink {
    /** Returns how far it is. */
    ReplicaStatus status();
}
