package dev.hearth.echo.crdt;

/** Searches ascending numbers. */
final class Ascending {
    private Ascending() {}

    /**
     * Finds the last of the first {@code count} numbers that is not above a wanted one, or the first when all are. The
     * search leaps from the place of one of them near which the answer is likely: it takes the logarithm of the
     * distance.
     */
    static int floor(int[] numbers, int count, int wanted, int near) {
        int low;
        int high;
        int leap = 1;
        if (numbers[near] <= wanted) {
            low = near;
            high = near + 1;
            while (high < count && numbers[high] <= wanted) {
                low = high;
                high += leap;
                leap <<= 1;
            }
            high = Math.min(high, count);
        } else {
            high = near;
            low = high - 1;
            while (low > 0 && numbers[low] > wanted) {
                high = low;
                low -= leap;
                leap <<= 1;
            }
            low = Math.max(low, 0);
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (numbers[middle] <= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
