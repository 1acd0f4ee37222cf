package dev.hearth.echo;

import java.util.List;

/**
 * What a repair did.
 *
 * @param repaired what was wrong and is mended
 * @param left what is still wrong: a damaged block is not passed on until a peer has sent it again, and objects that
 *     are damaged beside it wait for that, after which another repair mends them
 * @param objects how many objects were made anew
 * @param indexes how many indexes are built anew
 */
public record RepairReport(List<Finding> repaired, List<Finding> left, long objects, long indexes) {
    /** Copies its input. */
    public RepairReport {
        repaired = List.copyOf(repaired);
        left = List.copyOf(left);
    }
}
