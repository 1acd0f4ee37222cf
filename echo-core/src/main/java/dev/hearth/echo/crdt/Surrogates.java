package dev.hearth.echo.crdt;

/** Keeps the two halves of a supplementary character together. */
final class Surrogates {
    private Surrogates() {}

    static boolean wellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static boolean any(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a cut between two neighbours separates a pair. */
    static boolean splits(char left, char right) {
        return Character.isHighSurrogate(left) && Character.isLowSurrogate(right);
    }

    static boolean splits(CharSequence text, int at) {
        return at > 0 && at < text.length() && splits(text.charAt(at - 1), text.charAt(at));
    }
}
