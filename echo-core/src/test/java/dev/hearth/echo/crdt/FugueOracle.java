package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The naive model of a merged row: Fugue-max (Weidner and Kleppmann, "The Art of the Fugue") as a tree with a node for
 * every unit ever inserted.
 */
final class FugueOracle {
    /** Names a unit. */
    record Id(int actor, int number) {}

    /** What is sent: where a unit was inserted. */
    record Insert(
            Id id, Id parent, boolean rightSide, @Nullable Id rightOrigin, String value) {}

    private static final Id ROOT = new Id(-1, 0);

    private static final class Node {
        final Id id;
        final @Nullable Id rightOrigin;
        String value;
        boolean gone;
        int order = -1;
        final List<Node> left = new ArrayList<>();
        final List<Node> right = new ArrayList<>();

        Node(Id id, @Nullable Id rightOrigin, String value) {
            this.id = id;
            this.rightOrigin = rightOrigin;
            this.value = value;
        }
    }

    private final Map<Id, Node> nodes = new HashMap<>();
    private final Map<Id, Long> stamps = new HashMap<>();
    private @Nullable List<Node> row;

    FugueOracle() {
        Node root = new Node(ROOT, null, "");
        root.gone = true;
        nodes.put(ROOT, root);
    }

    private Node node(Id id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("missing " + id);
        }
        return node;
    }

    private List<Node> all() {
        List<Node> known = row;
        if (known == null) {
            known = new ArrayList<>();
            visit(node(ROOT), known);
            row = known;
        }
        return known;
    }

    private static void visit(Node node, List<Node> out) {
        node.left.forEach(child -> visit(child, out));
        out.add(node);
        node.right.forEach(child -> visit(child, out));
    }

    List<String> visible() {
        return all().stream().filter(node -> !node.gone).map(node -> node.value).toList();
    }

    List<Id> visibleIds() {
        return all().stream().filter(node -> !node.gone).map(node -> node.id).toList();
    }

    /** All units, gone ones too, but not the root. */
    List<Id> allIds() {
        return all().stream()
                .map(node -> node.id)
                .filter(id -> !id.equals(ROOT))
                .toList();
    }

    boolean isGone(Id id) {
        return node(id).gone;
    }

    String value(Id id) {
        return node(id).value;
    }

    Id idAt(int at) {
        return all().stream().filter(node -> !node.gone).toList().get(at).id;
    }

    Insert insert(int at, Id id, String value) {
        List<Node> everything = all();
        Node origin = at == 0 ? node(ROOT) : node(idAt(at - 1));
        int next = everything.indexOf(origin) + 1;
        @Nullable Node follower = next < everything.size() ? everything.get(next) : null;
        Insert insert = origin.right.isEmpty() || follower == null
                ? new Insert(id, origin.id, true, follower == null ? null : follower.id, value)
                : new Insert(id, follower.id, false, null, value);
        apply(insert);
        return insert;
    }

    void apply(Insert insert) {
        Node node = new Node(insert.id(), insert.rightOrigin(), insert.value());
        List<Node> everything = all();
        for (int i = 0; i < everything.size(); i++) {
            everything.get(i).order = i;
        }
        Node parent = node(insert.parent());
        List<Node> siblings = insert.rightSide() ? parent.right : parent.left;
        int to = 0;
        while (to < siblings.size() && before(siblings.get(to), node, insert.rightSide())) {
            to++;
        }
        siblings.add(to, node);
        nodes.put(node.id, node);
        row = null;
    }

    private boolean before(Node a, Node b, boolean rightSide) {
        int byOrigin = rightSide ? Integer.compare(origin(b), origin(a)) : 0;
        if (byOrigin != 0) {
            return byOrigin < 0;
        }
        return a.id.actor() != b.id.actor() ? a.id.actor() < b.id.actor() : a.id.number() < b.id.number();
    }

    private int origin(Node node) {
        return node.rightOrigin == null ? Integer.MAX_VALUE : node(node.rightOrigin).order;
    }

    void delete(Id id) {
        node(id).gone = true;
    }

    /** Assigns an item; the greatest stamp stays. */
    void assign(Id id, long stamp, String value) {
        if (stamps.getOrDefault(id, -1L) <= stamp) {
            stamps.put(id, stamp);
            node(id).value = value;
        }
    }
}
