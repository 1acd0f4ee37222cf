package dev.hearth.halo.internal.recovery;

import java.util.Arrays;
import java.util.List;

/**
 * A share before it has words: where the polynomials, one for each byte of the secret, were evaluated, and what they
 * were there. It shares its array with whoever made it and whoever asks.
 */
final class Point {
    private final int x;
    private final byte[] value;

    /** At {@code x}, from 0 to 255, a byte for each polynomial. */
    Point(int x, byte[] value) {
        this.x = x;
        this.value = value;
    }

    int x() {
        return x;
    }

    byte[] value() {
        return value;
    }

    /**
     * Returns what the polynomials of the least degree through {@code points} are at {@code x} (Lagrange). Where is
     * public, what is secret.
     */
    static byte[] interpolate(List<Point> points, int x) {
        byte[] result = new byte[points.get(0).value.length];
        for (Point point : points) {
            int weight = weight(points, point, x);
            for (int at = 0; at < result.length; at++) {
                result[at] ^= (byte) Gf256.multiply(point.value[at] & 0xFF, weight);
            }
        }
        return result;
    }

    private static int weight(List<Point> points, Point point, int x) {
        int weight = 1;
        for (Point other : points) {
            if (other.x != point.x) {
                weight = Gf256.multiply(weight, Gf256.multiply(x ^ other.x, Gf256.inverse(point.x ^ other.x)));
            }
        }
        return weight;
    }

    void wipe() {
        Arrays.fill(value, (byte) 0);
    }
}
