package dev.hearth.echo;

import java.util.List;

/**
 * What one commit did to a text.
 *
 * @param splices the changes, each in positions of the text that the ones before it left
 * @param local whether this device wrote them
 */
public record TextChange(List<Splice> splices, boolean local) {
    /** Copies its input. */
    public TextChange {
        splices = List.copyOf(splices);
    }

    /**
     * Replaces a stretch of text.
     *
     * @param at the first UTF-16 unit concerned
     * @param deleted how many units went
     * @param inserted what came in their place
     */
    public record Splice(int at, int deleted, String inserted) {}
}
