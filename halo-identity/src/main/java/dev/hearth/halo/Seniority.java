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
 * @param device the place of the author's device among those of its identity
 * @param seq the revocation's place among its author's statements
 * @param id decides where nothing else is left
 */
record Seniority(int rank, Path path, Place device, int seq, CredentialId id) implements Comparable<Seniority> {
    static final int OWNER = 0;
    static final int MAJORITY = 1;
    static final int SINGLE = 2;

    /**
     * A device's place among those of its identity. One that came by the root key is before those that came without,
     * for the root key is asked when others are lost or stolen; otherwise who admits another is before it.
     *
     * @param byRoot 0 when no root key was asked, else one more than the times that it had been changed by then
     * @param enrolments of devices that lead to it, each by its place among what its author said
     */
    record Place(int byRoot, List<Integer> enrolments) implements Comparable<Place> {
        static final Place FIRST = new Place(0, List.of());

        Place then(int seq) {
            List<Integer> longer = new ArrayList<>(enrolments);
            longer.add(seq);
            return new Place(byRoot, List.copyOf(longer));
        }

        @Override
        public int compareTo(Place that) {
            int order = Integer.compare(that.byRoot, byRoot);
            return order != 0 ? order : compare(enrolments, that.enrolments);
        }

        private static int compare(List<Integer> one, List<Integer> other) {
            int order = Integer.compare(one.size(), other.size());
            for (int i = 0; order == 0 && i < one.size(); i++) {
                order = Integer.compare(one.get(i), other.get(i));
            }
            return order;
        }
    }

    /**
     * A step from a member to one whom it admits: by which of its devices, and at which place of what that one said.
     */
    record Step(Place device, int seq) implements Comparable<Step> {
        @Override
        public int compareTo(Step that) {
            int order = device.compareTo(that.device);
            return order != 0 ? order : Integer.compare(seq, that.seq);
        }
    }

    /**
     * The admissions that lead from the owner to a member.
     *
     * @param depth how many
     * @param steps each of them; the first {@value #MAX_DEPTH} at most
     */
    record Path(int depth, List<Step> steps) implements Comparable<Path> {
        /** Admissions that may lead to a member; who is so far from the owner admits nobody. */
        static final int MAX_DEPTH = 32;

        static final Path OF_OWNER = new Path(0, List.of());

        Path then(Step step) {
            List<Step> longer = new ArrayList<>(steps);
            if (longer.size() < MAX_DEPTH) {
                longer.add(step);
            }
            return new Path(depth + 1, List.copyOf(longer));
        }

        @Override
        public int compareTo(Path that) {
            int order = Integer.compare(depth, that.depth);
            for (int i = 0; order == 0 && i < steps.size(); i++) {
                order = steps.get(i).compareTo(that.steps.get(i));
            }
            return order;
        }
    }

    @Override
    public int compareTo(Seniority that) {
        int order = Integer.compare(rank, that.rank);
        order = order != 0 ? order : path.compareTo(that.path);
        order = order != 0 ? order : device.compareTo(that.device);
        order = order != 0 ? order : Integer.compare(seq, that.seq);
        return order != 0 ? order : id.compareTo(that.id);
    }
}
