package dev.hearth.client.wallet;

/** Makes a text of somebody else's safe to show on one line: a name that an application gave itself, or a space's. */
public final class ShownText {
    /** The longest text that is shown, in UTF-16 units. */
    public static final int MAX = 48;

    private ShownText() {}

    /**
     * Returns {@code text} without control and format characters, such as those that turn the direction of writing,
     * without line ends and unpaired surrogates, its runs of blanks one space, cut after {@value #MAX} units; and
     * {@code (no name)} where nothing is left.
     */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        boolean blank = false;
        for (int at = 0; at < text.length() && shown.length() < MAX; ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                blank = shown.length() > 0;
            } else if (isShown(point) && shown.length() + Character.charCount(point) + (blank ? 1 : 0) <= MAX) {
                shown.append(blank ? " " : "").appendCodePoint(point);
                blank = false;
            }
        }
        return shown.length() == 0 ? "(no name)" : shown.toString();
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
