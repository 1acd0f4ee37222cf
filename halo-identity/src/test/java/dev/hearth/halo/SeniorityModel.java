package dev.hearth.halo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The published model of the seniority rule, {@code ../shared/models/authority_model.py}, written anew: members who all
 * are admins, one device each, a stated admission for each operation. {@link AuthoritySpec} goes beyond it.
 */
final class SeniorityModel {
    /** The kinds of operations. */
    enum Kind {
        GEN,
        ADMIT,
        REMOVE,
        DATA
    }

    /**
     * An operation.
     *
     * @param subject whom it admits or removes; -1 for none
     * @param grant the operation that admitted its author; -1 for the genesis
     * @param cut the last operation of the removed one that the remover accepts
     */
    record Op(int id, int author, int seq, Set<Integer> parents, Kind kind, int subject, int grant, int cut) {}

    /** What a set of operations yields. */
    record Verdict(Set<Integer> members, Set<Integer> valid, Set<Integer> accepted) {}

    private final Map<Integer, Op> ops = new TreeMap<>();
    private final Map<Integer, Set<Integer>> pasts = new HashMap<>();
    private final Map<Integer, List<Integer>> chains = new HashMap<>();
    private final Set<Integer> standing = new TreeSet<>();

    private SeniorityModel(Collection<Op> operations) {
        operations.forEach(op -> ops.put(op.id(), op));
        for (Op op : ops.values()) {
            Set<Integer> past = new HashSet<>(op.parents());
            op.parents().forEach(parent -> past.addAll(past(parent)));
            pasts.put(op.id(), past);
        }
    }

    /** Evaluates operations whose ids are in an order in which each comes after its parents. */
    static Verdict evaluate(Collection<Op> operations) {
        return new SeniorityModel(operations).run();
    }

    private Op op(int id) {
        return Objects.requireNonNull(ops.get(id));
    }

    private Set<Integer> past(int id) {
        return Objects.requireNonNull(pasts.get(id));
    }

    private List<Integer> links(int id) {
        return Objects.requireNonNull(chains.get(id));
    }

    private Verdict run() {
        Set<Integer> structural = new HashSet<>();
        for (Op op : ops.values()) {
            if (isNext(op, structural)) {
                structural.add(op.id());
                decideStanding(op);
            }
        }
        Set<Integer> accepted = accept();
        Set<Integer> valid = new TreeSet<>(standing);
        valid.removeIf(id -> !accepted.contains(id) && accepted.stream().anyMatch(r -> attacks(r, id)));
        return new Verdict(members(valid, accepted), valid, accepted);
    }

    /** One operation of an author follows the other; two of one number void both and all after them. */
    private boolean isNext(Op op, Set<Integer> structural) {
        boolean forked = ops.values().stream()
                .filter(other -> other.author() == op.author() && other.seq() <= op.seq())
                .anyMatch(other -> ops.values().stream()
                        .anyMatch(twin -> twin.id() != other.id()
                                && twin.author() == other.author()
                                && twin.seq() == other.seq()));
        boolean follows = ops.values().stream()
                .anyMatch(former -> former.author() == op.author()
                        && former.seq() == op.seq() - 1
                        && past(op.id()).contains(former.id())
                        && structural.contains(former.id()));
        return !forked && (op.seq() == 0 || follows);
    }

    private void decideStanding(Op op) {
        List<Integer> chain = chain(op);
        if (chain == null || !standing.containsAll(chain.subList(1, chain.size()))) {
            return;
        }
        boolean removed = past(op.id()).stream()
                .map(this::op)
                .anyMatch(r -> r.kind() == Kind.REMOVE
                        && r.subject() == op.author()
                        && standing.contains(r.id())
                        && (op.grant() < 0 || !past(op.grant()).contains(r.id())));
        boolean removesOwner = op.kind() == Kind.REMOVE && op.subject() == 0;
        if (!removed && !removesOwner) {
            standing.add(op.id());
            chains.put(op.id(), chain);
        }
    }

    /** The operation, its author's admission, that one's author's, and so on to the genesis; null when broken. */
    private @Nullable List<Integer> chain(Op op) {
        List<Integer> chain = new ArrayList<>();
        Op at = op;
        while (at.grant() >= 0) {
            chain.add(at.id());
            Op grant = op(at.grant());
            boolean known = past(at.id()).contains(at.grant());
            boolean fits = known
                    && ((grant.kind() == Kind.ADMIT && grant.subject() == at.author())
                            || (grant.kind() == Kind.GEN && grant.author() == at.author()));
            if (!fits) {
                return null;
            }
            at = grant;
        }
        chain.add(at.id());
        return at.kind() == Kind.GEN ? chain : null;
    }

    private boolean attacks(int removal, int id) {
        Op by = op(removal);
        return removal != id
                && links(id).stream()
                        .map(this::op)
                        .anyMatch(link -> link.author() == by.subject()
                                && link.seq() > by.cut()
                                && !past(link.id()).contains(removal));
    }

    private Set<Integer> accept() {
        List<Integer> removals = new ArrayList<>(standing);
        removals.removeIf(id -> op(id).kind() != Kind.REMOVE);
        removals.sort(Comparator.comparing(
                        this::path,
                        Comparator.<List<Integer>>comparingInt(List::size).thenComparing(AuthoritySpec::first))
                .thenComparing(id -> op(id).seq())
                .thenComparing(id -> id));
        Set<Integer> accepted = new TreeSet<>();
        for (int each : removals) {
            if (accepted.stream().noneMatch(senior -> attacks(senior, each))) {
                accepted.add(each);
            }
        }
        return accepted;
    }

    private List<Integer> path(int id) {
        List<Integer> path = new ArrayList<>();
        links(id).stream().skip(1).forEach(link -> path.add(0, op(link).seq()));
        return path;
    }

    private Set<Integer> members(Set<Integer> valid, Set<Integer> accepted) {
        Set<Integer> members = new TreeSet<>(Set.of(0));
        valid.stream()
                .map(this::op)
                .filter(op -> op.kind() == Kind.ADMIT)
                .filter(op -> accepted.stream()
                        .noneMatch(r -> op(r).subject() == op.subject()
                                && valid.contains(r)
                                && !past(op.id()).contains(r)))
                .forEach(op -> members.add(op.subject()));
        return members;
    }
}
