package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.BlobStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks how much of a blob is here, and what is known of the rest. Used once. */
final class BlobSurvey {
    private final BlobRef ref;
    private final ChunkShelf shelf;
    private final ChunkSeal seal;
    private final ChunkExchange exchange;
    private final Set<Hash> missing = new HashSet<>();
    private final Optional<BlobRecord> record;
    private long bytesHere;

    BlobSurvey(BlobRef ref, ChunkShelf shelf, ChunkSeal seal, ChunkExchange exchange) {
        this.ref = ref;
        this.shelf = shelf;
        this.seal = seal;
        this.exchange = exchange;
        this.record = shelf.find(ref.id());
    }

    BlobStatus status() {
        boolean pinned = record.map(BlobRecord::pinned).orElse(false);
        if (record.map(BlobRecord::complete).orElse(false)) {
            return new BlobStatus(ref.size(), 0, pinned, List.of(), List.of(), "");
        }
        String fault = "";
        try {
            if (shelf.holds(ref.id())) {
                walk(BlobTree.root(ref, this::local));
            } else {
                missing.add(ref.id());
            }
        } catch (MalformedException e) {
            fault = String.valueOf(e.getMessage());
        }
        boolean whole = missing.isEmpty() && fault.isEmpty() && record.isPresent();
        return new BlobStatus(
                bytesHere,
                ref.size() - bytesHere,
                pinned,
                exchange.asked(missing::contains),
                exchange.lacking(missing::contains),
                whole ? "" : fault.isEmpty() ? reason() : fault);
    }

    private byte[] local(ChunkSeal.Kind kind, BlobNode.Entry wanted, List<BlobNode.Entry> ahead)
            throws MalformedException {
        Optional<byte[]> sealed = shelf.read(wanted.address());
        return sealed.isPresent() ? seal.open(kind, sealed.get()) : new byte[0];
    }

    private void walk(BlobNode node) throws MalformedException {
        for (BlobNode.Entry entry : node.entries()) {
            if (!isHere(entry.address())) {
                missing.add(entry.address());
            } else if (node.level() == 0) {
                bytesHere += entry.size();
            } else {
                walk(BlobTree.child(node, entry, this::local));
            }
        }
    }

    /** What is held for this very blob is found at once; what only others hold is looked for. */
    private boolean isHere(Hash address) {
        return record.filter(known -> shelf.isHeld(known, address)).isPresent() || shelf.holds(address);
    }

    private String reason() {
        if (!exchange.isConnected()) {
            return "No device of a member is connected.";
        } else if (!exchange.asked(missing::contains).isEmpty()) {
            return "It is being fetched.";
        }
        return exchange.lacking(missing::contains).isEmpty()
                ? "It was not asked for."
                : "None of the connected devices has what is missing.";
    }
}
