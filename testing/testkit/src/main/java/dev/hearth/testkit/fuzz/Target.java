package dev.hearth.testkit.fuzz;

import dev.hearth.testkit.ThreadCost;
import java.util.HexFormat;
import java.util.List;

/**
 * A decoder that is given hostile input. It takes the input, or refuses it with the one exception that it documents;
 * whatever else is thrown is a fault, and so is an allocation beyond {@link #BASE} and so many bytes for each byte of
 * the input, which are counted, not guessed.
 *
 * @param name how the target is called, and its corpus
 * @param share how many of a hundred inputs it is given
 * @param refusal the exception that refuses
 * @param bytesPerByte what it may allocate for each byte of input
 * @param seeds inputs that are well-formed, or nearly
 * @param decoder the decoder
 */
public record Target(
        String name,
        int share,
        Class<? extends Exception> refusal,
        int bytesPerByte,
        List<byte[]> seeds,
        Decoder decoder) {
    /** What any decoder may allocate, whatever the input: its buffers, an inflater, an exception with its trace. */
    public static final int BASE = 256 << 10;

    /** Holds what was decoded, or what stands after a refusal, against what must be so. */
    @FunctionalInterface
    public interface Check {
        /** A check of nothing. */
        Check NONE = taken -> {};

        /** Throws when something is not as it must be. */
        void run(boolean taken) throws Exception;
    }

    /** Decodes one input. */
    @FunctionalInterface
    public interface Decoder {
        /** Notes nothing before decoding that decoding could spoil; what is allocated until {@code done} is counted. */
        void decode(byte[] input, Attempt attempt) throws Exception;
    }

    /** One input under way: the decoder says what is to be checked, whether or not the input is taken. */
    public static final class Attempt {
        private Check check = Check.NONE;

        private Attempt() {}

        /** Sets what is checked when the decoder is done. */
        public void then(Check what) {
            check = what;
        }
    }

    /**
     * Gives the decoder an input.
     *
     * @return whether it was taken
     * @throws AssertionError when something happened that must not
     */
    public boolean offer(byte[] input) {
        return attempt(input, true);
    }

    /** Gives the decoder so many inputs, which are made of the seeds, and returns how many it took. */
    public long mutated(long inputs) {
        Mutator mutator = new Mutator(seeds, 1);
        long taken = 0;
        for (long i = 0; i < inputs; i++) {
            taken += offer(mutator.next()) ? 1 : 0;
        }
        return taken;
    }

    @SuppressWarnings("IllegalCatch")
    private boolean attempt(byte[] input, boolean again) {
        Attempt attempt = new Attempt();
        boolean taken = false;
        try {
            long before = ThreadCost.allocatedBytes();
            try {
                decoder.decode(input, attempt);
                taken = true;
            } catch (Exception e) {
                if (!refusal.isInstance(e)) {
                    throw e;
                }
            }
            long allocated = ThreadCost.allocatedBytes() - before;
            attempt.check.run(taken);
            if (allocated > BASE + (long) bytesPerByte * input.length) {
                if (again) { // what loaded classes has loaded them by now
                    return attempt(input, false);
                }
                throw new IllegalStateException(allocated + " bytes were allocated for " + input.length);
            }
            return taken;
        } catch (Throwable e) {
            throw new AssertionError(name + " on " + HexFormat.of().formatHex(input), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
