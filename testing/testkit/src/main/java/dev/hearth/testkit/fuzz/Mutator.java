package dev.hearth.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes hostile inputs of well-formed ones, each from the seed alone. */
final class Mutator {
    private static final byte[] EDGES = {0, 1, 2, 3, 14, 15, 16, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};
    private static final int LONGEST = 4_096; // unless a seed is longer

    private final SplittableRandom random;
    private final List<byte[]> seeds;
    private final int longest;

    Mutator(List<byte[]> seeds, long seed) {
        this.random = new SplittableRandom(seed);
        this.seeds = seeds;
        this.longest = Math.max(
                LONGEST, seeds.stream().mapToInt(each -> each.length).max().orElse(0));
    }

    byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextInt(50) == 0) {
            bytes = noise(random.nextInt(64));
        }
        for (int times = 1 + random.nextInt(random.nextInt(1, 8)); times > 0; times--) {
            bytes = changed(bytes);
        }
        return bytes.length > longest ? Arrays.copyOf(bytes, longest) : bytes;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] changed(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int count = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(1, 32)));
        return switch (bytes.length == 0 ? 5 : random.nextInt(10)) {
            case 0, 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 2 -> with(bytes, at, (byte) random.nextInt());
            case 3 -> with(bytes, at, EDGES[random.nextInt(EDGES.length)]);
            case 4 -> with(bytes, at, (byte) (bytes[at] + random.nextInt(-3, 4)));
            case 5 -> spliced(bytes, at, 0, noise(1 + random.nextInt(4)));
            case 6 -> spliced(bytes, at, count, new byte[0]);
            case 7 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + count)); // said twice
            case 8 -> spliced(bytes, at, random.nextInt(2), number());
            default -> spliced(bytes, at, random.nextInt(count + 1), piece());
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int remove, byte[] put) {
        byte[] out = new byte[bytes.length - remove + put.length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(put, 0, out, at, put.length);
        System.arraycopy(bytes, at + remove, out, at + put.length, bytes.length - at - remove);
        return out;
    }

    /** A number of any size in the form that all formats here use. */
    private byte[] number() {
        long value = random.nextLong() >>> random.nextInt(64);
        byte[] out = new byte[10];
        int length = 0;
        for (; value >>> 7 != 0; value >>>= 7) {
            out[length++] = (byte) (value | 0x80);
        }
        out[length++] = (byte) value;
        return Arrays.copyOf(out, length);
    }

    private byte[] piece() {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        if (other.length == 0) {
            return other;
        }
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + 1 + random.nextInt(32)));
    }
}
