package dev.hearth.echo;

import dev.hearth.base.MalformedException;

/**
 * An application's own data type: a deterministic state machine. All replicas feed it the same operations in the same
 * order, which respects causality and decides concurrent operations by Lamport time, then by device. An operation that
 * came late may belong before others that were applied already: the state is then computed anew from a snapshot before
 * its place. So {@link #apply} is a pure function: no clock, no randomness, no side effect, and the same result on
 * every machine and in every version of the model that shares a name.
 *
 * @param <S> the state, immutable
 * @param <O> an operation
 */
public interface Model<S, O> {
    /** Returns the state before any operation. */
    S initial();

    /**
     * Returns the state after an operation. One that the state does not allow, such as a move out of turn that was made
     * concurrently, yields {@code state} itself; it stays in the history and counts nowhere.
     */
    S apply(S state, O operation, Origin origin);

    /** Returns an operation's bytes, at most 64 KiB. */
    byte[] encode(O operation);

    /** Reads what {@link #encode} gives; what a peer forged throws, and such an operation counts nowhere. */
    O decode(byte[] operation) throws MalformedException;

    /** Returns a state's bytes. */
    byte[] snapshot(S state);

    /** Reads what {@link #snapshot} gives. */
    S restore(byte[] snapshot) throws MalformedException;
}
