package dev.hearth.echo.crdt;

/** When a container was last written, by which the winner among the kinds of one field is chosen. */
final class Stamp {
    private long lamport;
    private int actor = -1;

    boolean present() {
        return actor >= 0;
    }

    long lamport() {
        return lamport;
    }

    int actor() {
        return actor;
    }

    void raise(long toLamport, int toActor, Actors actors) {
        if (actor < 0 || compare(toLamport, toActor, lamport, actor, actors) > 0) {
            lamport = toLamport;
            actor = toActor;
        }
    }

    static int compare(long lamport, int actor, long otherLamport, int otherActor, Actors actors) {
        int order = Long.compare(lamport, otherLamport);
        return order != 0 ? order : actors.compare(actor, otherActor);
    }
}
