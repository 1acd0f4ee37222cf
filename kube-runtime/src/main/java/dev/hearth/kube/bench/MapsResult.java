package dev.hearth.kube.bench;

/**
 * What a map of many keys cost.
 *
 * @param keys how many keys, and how often the one key was written over
 * @param equal whether every state, saved and loaded or built from the changes, held what was written
 * @param set a new key a transaction
 * @param overwrite the same key in every transaction
 * @param remove a key a transaction until none is left
 */
public record MapsResult(int keys, boolean equal, Phase set, Phase overwrite, Phase remove) {
    /**
     * One of the workloads; times are those of the working thread on a processor.
     *
     * @param micros microseconds of a transaction with its change
     * @param updateBytesAvg bytes of a change
     * @param entries of the map afterwards
     * @param fileBytes the state saved afterwards
     * @param loadMs to load what was saved and read one entry
     */
    public record Phase(double micros, double updateBytesAvg, int entries, long fileBytes, double loadMs) {}
}
