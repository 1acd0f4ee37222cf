package dev.hearth.testkit.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several targets as one: the first byte of an input says which of them it is for. New ones go to the end, as inputs
 * are kept.
 *
 * @param all the targets
 */
public record Targets(List<Target> all) {
    /** Gives an input to the target that it is for; see {@link Target#offer}. */
    public boolean offer(byte[] input) {
        return input.length > 0
                && all.get((input[0] & 0xFF) % all.size()).offer(Arrays.copyOfRange(input, 1, input.length));
    }

    /** Returns the seeds of all targets. */
    public List<byte[]> seeds() {
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (byte[] seed : all.get(i).seeds()) {
                byte[] input = new byte[1 + seed.length];
                input[0] = (byte) i;
                System.arraycopy(seed, 0, input, 1, seed.length);
                out.add(input);
            }
        }
        return out;
    }
}
