package dev.hearth.kube.replay;

/**
 * Who types which edits: runs of {@code length} edits, taken by the peers in turn.
 *
 * @param peers how many peers type
 * @param length edits in a turn
 * @param edits edits in all
 */
record Turns(int peers, int length, int edits) {
    /** Returns the peer that types edit {@code index}. */
    int typist(int index) {
        return index / length % peers;
    }

    /** Returns the end, exclusive, of the turn that starts at {@code from}. */
    int end(int from) {
        return Math.min(edits, from + length);
    }
}
