package dev.hearth.halo;

/**
 * A name as it may be shown beside others: what somebody calls itself, without characters that hide, reorder or break
 * what stands around them. Names are kept and compared as they are.
 */
public final class ShownName {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int REPLACEMENT = 0xFFFD;

    private ShownName() {}

    /**
     * Returns {@code name} with a replacement character for each control, formatting (such as those that turn the
     * direction of writing), private or unassigned character, lone surrogate, and separator of lines. The joiners that
     * some scripts and pictures need stay.
     */
    public static String of(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(each -> shown.appendCodePoint(isPlain(each) ? each : REPLACEMENT));
        return shown.toString();
    }

    private static boolean isPlain(int character) {
        if (character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
