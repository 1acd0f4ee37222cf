package dev.hearth.base;

/**
 * A named upper bound on something that a stranger can make us hold.
 *
 * @param name what is bounded and in which unit, such as {@code "frame bytes"}
 * @param max the largest value that is accepted
 */
public record Limit(String name, long max) {
    /** Returns {@code actual} when it lies in {@code 0..max}, and refuses it by the name of this limit otherwise. */
    public int check(long actual) throws MalformedException {
        if (actual < 0 || actual > max) {
            throw new MalformedException("Over the limit of " + max + " " + name);
        }
        return Math.toIntExact(actual);
    }
}
