package dev.hearth.echo.internal.blob;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings all of one blob here: walks its tree from the left, asks for what is missing, and stops asking while enough is
 * under way. Runs on the exchange's background executor alone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is handed on by the future of the whole
final class BlobFetch {
    private static final int UNDER_WAY = 32;

    private final BlobRecord record;
    private final BlobRef ref;
    private final ChunkExchange exchange;
    private final Pieces local;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Deque<Walk> path = new ArrayDeque<>();
    private boolean begun;
    private boolean awaitsNode;
    private int underWay;

    /** A node and how far its entries were asked for. */
    private static final class Walk {
        private final BlobNode node;
        private int next;

        private Walk(BlobNode node) {
            this.node = node;
        }
    }

    /** Fetches for {@code record}; {@code local} gives the nodes that are here. */
    BlobFetch(BlobRecord record, BlobRef ref, ChunkExchange exchange, Pieces local) {
        this.record = record;
        this.ref = ref;
        this.exchange = exchange;
        this.local = local;
        done.whenComplete((nothing, failure) -> exchange.release(this));
    }

    CompletableFuture<Void> start() {
        exchange.background().execute(this::advance);
        return done;
    }

    private void advance() {
        if (done.isDone()) {
            return;
        }
        try {
            boolean going = true;
            while (going && underWay < UNDER_WAY) {
                going = step();
            }
            if (begun && path.isEmpty() && underWay == 0) {
                finish();
            }
        } catch (MalformedException e) {
            done.completeExceptionally(StoredReader.malformed(ref, e));
        } catch (HearthException e) {
            done.completeExceptionally(e);
        }
    }

    /** Asks for one piece more; false when nothing can be asked for before something has come. */
    private boolean step() throws MalformedException {
        Walk walk = path.peekLast();
        if (awaitsNode || (walk == null && begun)) {
            return false;
        } else if (walk == null) {
            begun = nodeIsHere(ref.id());
            if (begun) {
                path.addLast(new Walk(BlobTree.root(ref, local)));
            }
            return begun;
        } else if (walk.next == walk.node.entries().size()) {
            path.removeLast();
            return true;
        }
        BlobNode.Entry entry = walk.node.entries().get(walk.next);
        if (walk.node.level() == 0) {
            if (!exchange.shelf().adopt(record, entry.address())) {
                ask(entry.address(), false);
            }
        } else if (nodeIsHere(entry.address())) {
            path.addLast(new Walk(BlobTree.child(walk.node, entry, local)));
        } else {
            return false;
        }
        walk.next++;
        return true;
    }

    /** Nodes are read at once, so one that the disk has damaged is found here. */
    private boolean nodeIsHere(Hash address) {
        boolean here =
                exchange.shelf().read(address).isPresent() && exchange.shelf().adopt(record, address);
        if (!here) {
            awaitsNode = true;
            ask(address, true);
        }
        return here;
    }

    private void ask(Hash address, boolean node) {
        underWay++;
        exchange.want(this, ref.id(), address)
                .whenComplete(
                        (nothing, failure) -> exchange.background().execute(() -> arrived(address, node, failure)));
    }

    private void arrived(Hash address, boolean node, @Nullable Throwable failure) {
        underWay--;
        awaitsNode &= !node;
        if (failure != null) {
            done.completeExceptionally(failure);
        } else if (!done.isDone() && !exchange.shelf().adopt(record, address)) {
            done.completeExceptionally(new HearthException(
                    ErrorCode.BLOB_UNAVAILABLE, Map.of("blob", ref.id().toString(), "reason", "it was deleted")));
        }
        advance();
    }

    private void finish() {
        exchange.shelf().change(ref.id(), now -> now.number() == record.number() ? now.withComplete(true) : now);
        exchange.shelf().flush();
        done.complete(null);
    }
}
