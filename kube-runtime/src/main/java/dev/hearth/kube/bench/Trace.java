package dev.hearth.kube.bench;

import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A recorded editing history: transactions by authors, each made in the version that its parents define.
 *
 * @param name the file's name without its endings
 * @param concurrent whether the history states parents; otherwise each transaction follows the one before
 * @param codePoints whether positions and counts are code points instead of UTF-16 units
 * @param start the text to begin with
 * @param end the text to end with, when the file states it
 * @param agents how many authors there are; their numbers are in the order of the authors
 * @param transactions in an order in which parents come first
 */
public record Trace(
        String name,
        boolean concurrent,
        boolean codePoints,
        String start,
        Optional<String> end,
        int agents,
        List<Transaction> transactions) {

    /** Copies the transactions in. */
    public Trace {
        transactions = List.copyOf(transactions);
    }

    /**
     * What one author did at once.
     *
     * @param agent the author's number
     * @param parents indices of earlier transactions
     * @param patches replacements, applied in order
     */
    public record Transaction(int agent, List<Integer> parents, List<Patch> patches) {
        /** Copies the lists in. */
        public Transaction {
            parents = List.copyOf(parents);
            patches = List.copyOf(patches);
        }
    }

    /** Replaces so many units at a position by a text. */
    public record Patch(int position, int deleted, String inserted) {}

    /**
     * This history so many times, end to end: a repetition begins after the whole frontier of the one before, and
     * writes in front of what that left, since positions stay what they are.
     */
    public Trace repeated(int times) {
        int count = transactions.size();
        BitSet inner = new BitSet();
        transactions.forEach(transaction -> transaction.parents().forEach(inner::set));
        List<Transaction> out = new ArrayList<>(transactions);
        for (int before = 0; before < count * (times - 1); before += count) {
            List<Integer> frontier = new ArrayList<>();
            for (int at = inner.nextClearBit(0); at < count; at = inner.nextClearBit(at + 1)) {
                frontier.add(before + at);
            }
            for (Transaction each : transactions) {
                List<Integer> parents = new ArrayList<>(each.parents().isEmpty() ? frontier : List.of());
                for (int parent : each.parents()) {
                    parents.add(before + count + parent);
                }
                out.add(new Transaction(each.agent(), parents, each.patches()));
            }
        }
        Optional<String> ending =
                times == 1 || start.isEmpty() ? end.map(text -> text.repeat(times)) : Optional.empty();
        return new Trace(name, concurrent, codePoints, start, ending, agents, out);
    }

    /**
     * Reads the histories of a file, {@code .json} or {@code .json.gz}, in any of the three known forms.
     *
     * @throws IOException when the file cannot be read
     * @throws MalformedException when it is not a history
     */
    public static List<Trace> read(Path file) throws IOException, MalformedException {
        return TraceReader.read(file);
    }
}
