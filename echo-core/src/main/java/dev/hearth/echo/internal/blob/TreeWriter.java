package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Grows a blob's tree from the left. Keeps one open node a level, whatever the length. Used once, by one thread. */
final class TreeWriter {
    private final Function<BlobNode, Hash> nodes;
    private final List<List<BlobNode.Entry>> levels = new ArrayList<>();

    /** Hands each finished node to {@code nodes}, which returns its address. */
    TreeWriter(Function<BlobNode, Hash> nodes) {
        this.nodes = nodes;
        levels.add(new ArrayList<>());
    }

    /** Adds the chunk that follows. */
    void append(BlobNode.Entry chunk) {
        append(0, chunk);
    }

    private void append(int level, BlobNode.Entry entry) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<BlobNode.Entry> open = levels.get(level);
        open.add(entry);
        if (BlobNode.endsBehind(entry, open.size())) {
            finish(level);
        }
    }

    private void finish(int level) {
        BlobNode.Entry node = node(level);
        levels.get(level).clear();
        append(level + 1, node);
    }

    private BlobNode.Entry node(int level) {
        BlobNode node = new BlobNode(level, levels.get(level));
        return new BlobNode.Entry(nodes.apply(node), node.size());
    }

    /** Finishes the open nodes and returns the root. A level of one node, which would only repeat it, is left out. */
    BlobNode.Entry root() {
        int level = 0;
        while (level < levels.size() - 1) {
            if (!levels.get(level).isEmpty()) {
                finish(level);
            }
            level++;
        }
        List<BlobNode.Entry> top = levels.get(level);
        return level > 0 && top.size() == 1 ? top.get(0) : node(level);
    }
}
