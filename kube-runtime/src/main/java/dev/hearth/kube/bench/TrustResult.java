package dev.hearth.kube.bench;

/**
 * What trusting nobody costs, each time beside the bare primitive on the same bytes in the same run. Times are those of
 * the one thread that works.
 *
 * @param history a block of 170 bytes that is received: its link of the chain, and its share of the signature over the
 *     last of 10,000; bare is SHA-256 of as many bytes
 * @param credential a credential from somebody else, taken in; bare is one Ed25519 verification
 * @param authority who may do what, by ten thousand credentials
 * @param members of the two spaces of which one is removed
 * @param rotation removing one of the members, which changes the key for the rest; bare is sealing to them by X25519
 * @param hybridRotation the same in a post-quantum space; bare is sealing to them by X-Wing
 * @param record sealing 1 KiB for the disk; bare is AES-256-GCM with a nonce that costs nothing
 */
public record TrustResult(
        Beside history,
        Beside credential,
        Evaluated authority,
        int members,
        Beside rotation,
        Beside hybridRotation,
        Beside record) {
    /**
     * One thing and the primitive that it can't do without.
     *
     * @param micros microseconds for one
     * @param bareMicros microseconds for the primitive
     * @param ratio of the two
     * @param perSecond how many of ours in a second of a processor
     */
    public record Beside(double micros, double bareMicros, double ratio, double perSecond) {
        static Beside of(double nanos, double bareNanos) {
            return new Beside(
                    Stopwatch.rounded(nanos / 1e3),
                    Stopwatch.rounded(bareNanos / 1e3),
                    Stopwatch.rounded(nanos / bareNanos),
                    Math.rint(1e9 / nanos));
        }
    }

    /**
     * The rule of authority at work.
     *
     * @param statements how many credentials
     * @param removals of which so many remove a member
     * @param scratchMillis to evaluate them all for the first time
     * @param oneMoreMillis to evaluate them again with one that was added
     */
    public record Evaluated(int statements, int removals, double scratchMillis, double oneMoreMillis) {}
}
