package dev.hearth.halo;

import dev.hearth.base.CredentialId;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which revocations are taken; what is less comes first. Nothing in it gets less by an author's own doing:
 * a member that somebody admits stands below that somebody, and a later statement after an earlier one.
 *
 * @param rank 0 the owner's, 1 a majority's, 2 a single admin's
 * @param path from the owner to the author
 * @param seq the revocation's place among its author's statements
 * @param id decides where one identity has several devices, and nothing else is left
 */
record Seniority(int rank, Path path, int seq, CredentialId id) implements Comparable<Seniority> {
    static final int OWNER = 0;
    static final int MAJORITY = 1;
    static final int SINGLE = 2;

    /**
     * The admissions that lead from the owner to a member.
     *
     * @param depth how many
     * @param seqs the place of each among its author's statements; the first {@value #MAX_DEPTH} at most
     */
    record Path(int depth, List<Integer> seqs) implements Comparable<Path> {
        /** Admissions that may lead to a member; who is so far from the owner admits nobody. */
        static final int MAX_DEPTH = 32;

        static final Path OF_OWNER = new Path(0, List.of());

        Path then(int seq) {
            List<Integer> longer = new ArrayList<>(seqs);
            if (longer.size() < MAX_DEPTH) {
                longer.add(seq);
            }
            return new Path(depth + 1, List.copyOf(longer));
        }

        @Override
        public int compareTo(Path that) {
            int order = Integer.compare(depth, that.depth);
            for (int i = 0; order == 0 && i < seqs.size(); i++) {
                order = Integer.compare(seqs.get(i), that.seqs.get(i));
            }
            return order;
        }
    }

    @Override
    public int compareTo(Seniority that) {
        int order = Integer.compare(rank, that.rank);
        order = order != 0 ? order : path.compareTo(that.path);
        order = order != 0 ? order : Integer.compare(seq, that.seq);
        return order != 0 ? order : id.compareTo(that.id);
    }
}
