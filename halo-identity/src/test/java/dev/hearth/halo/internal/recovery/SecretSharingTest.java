package dev.hearth.halo.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SecretSharingTest {
    private static final int SEEDS = 60;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** By powers of the generator 3, which is another way to compute than that of the product. */
    @Test
    void multipliesAsByLogarithms() {
        int[] power = new int[510];
        int[] logarithm = new int[256];
        for (int exponent = 0, value = 1; exponent < 255; exponent++) {
            power[exponent] = value;
            power[exponent + 255] = value;
            logarithm[value] = exponent;
            value ^= (value << 1) ^ (value >= 128 ? 0x11B : 0);
        }
        for (int one = 0; one < 256; one++) {
            assertThat(Gf256.multiply(one, 0)).isZero();
            for (int other = 1; other < 256; other++) {
                int expected = one == 0 ? 0 : power[logarithm[one] + logarithm[other]];
                assertThat(Gf256.multiply(one, other)).isEqualTo(expected);
            }
            assertThat(Gf256.multiply(one, Gf256.inverse(one))).isEqualTo(one == 0 ? 0 : 1);
        }
    }

    @Test
    void anyThresholdOfTheSharesRecovers() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int threshold = 2 + random.nextInt(15);
            int count = threshold + random.nextInt(17 - threshold);
            byte[] secret = bytes(random, 16 + 2 * random.nextInt(25));
            List<Point> shares = new ArrayList<>(SecretSharing.split(secret, threshold, count, RANDOM));
            assertThat(shares).hasSize(count);
            Collections.shuffle(shares, random);
            assertThat(SecretSharing.recover(shares.subList(0, threshold)))
                    .as("seed %s: %s of %s", seed, threshold, count)
                    .hasValueSatisfying(recovered -> assertThat(recovered).isEqualTo(secret));
        }
    }

    /**
     * Two shares fewer than the threshold and any secret go on to a whole set of shares, of which the digest is right.
     */
    @Test
    void twoSharesLessFitEverySecret() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int threshold = 2 + random.nextInt(15);
            byte[] any = bytes(random, 32);
            List<Point> known = SecretSharing.split(bytes(random, 32), threshold, 16, RANDOM)
                    .subList(0, threshold - 2);
            assertThat(SecretSharing.recover(fitting(known, any)))
                    .as("seed %s: %s", seed, threshold)
                    .hasValueSatisfying(recovered -> assertThat(recovered).isEqualTo(any));
        }
    }

    /** With one fewer every secret still lies on polynomials; only the digest's 32 bits speak against most of them. */
    @Test
    void oneShareLessLeavesThePolynomialsOpen() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int threshold = 2 + random.nextInt(15);
            byte[] any = bytes(random, 32);
            List<Point> known = SecretSharing.split(bytes(random, 32), threshold, 16, RANDOM)
                    .subList(0, threshold - 1);
            List<Point> polynomial = new ArrayList<>(known);
            polynomial.add(new Point(255, any));
            for (int x = threshold - 1; x < 16; x++) {
                List<Point> joined = new ArrayList<>(known);
                joined.add(new Point(x, Point.interpolate(polynomial, x)));
                assertThat(Point.interpolate(joined, 255)).isEqualTo(any);
            }
        }
    }

    private static List<Point> fitting(List<Point> known, byte[] secret) {
        List<Point> split = SecretSharing.split(secret, 2, 2, RANDOM);
        if (known.isEmpty()) {
            return split;
        }
        List<Point> base = new ArrayList<>(known);
        base.add(new Point(254, Point.interpolate(split, 254)));
        base.add(new Point(255, secret));
        List<Point> shares = new ArrayList<>(known);
        shares.add(new Point(14, Point.interpolate(base, 14)));
        shares.add(new Point(15, Point.interpolate(base, 15)));
        return shares;
    }

    /** Over many splittings of one secret a byte of a share takes every value. */
    @Test
    void aShareIsEvenlySpread() {
        byte[] secret = new byte[16];
        Set<Byte> last = new HashSet<>();
        for (int run = 0; run < 4_000; run++) {
            last.add(SecretSharing.split(secret, 2, 3, RANDOM).get(2).value()[7]);
        }
        assertThat(last).hasSize(256);
    }

    @Test
    void refusesWhatCannotBeSplit() {
        byte[] secret = new byte[32];
        int[][] refused = {{0, 1}, {1, 2}, {3, 2}, {2, 17}};
        for (int[] each : refused) {
            assertThatThrownBy(() -> Slip39.split(secret, each[0], each[1], RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Slip39.split(new byte[15], 2, 3, RANDOM)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Slip39.split(secret, 1, 1, RANDOM)).hasSize(1);
    }
}
