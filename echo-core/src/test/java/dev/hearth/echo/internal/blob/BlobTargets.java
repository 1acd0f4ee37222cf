package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.util.List;

/** The decoders of blobs: what peers say, the nodes of trees, and the pointers in fields. */
final class BlobTargets {
    private static final Hash ADDRESS = ChunkSeal.address(new byte[] {1});

    static final Target FRAMES = target("blob frames", 40, frames(), BlobTargets::frame);
    static final Target NODES = target("blob nodes", 40, nodes(), BlobTargets::node);
    static final Target POINTERS = target("blob pointers", 20, pointers(), BlobTargets::pointer);
    static final Targets ALL = new Targets(List.of(FRAMES, NODES, POINTERS));

    private BlobTargets() {}

    private static Target target(String name, int share, List<byte[]> seeds, Target.Decoder decoder) {
        return new Target(name, share, MalformedException.class, 300, seeds, decoder);
    }

    private static void frame(byte[] input, Target.Attempt attempt) throws MalformedException {
        ByteReader in = new ByteReader(input);
        switch (in.u8()) {
            case BlobFrames.WANT, BlobFrames.LACK, BlobFrames.HAVE -> BlobFrames.readAddresses(in);
            case BlobFrames.CHUNK -> BlobFrames.readChunk(in);
            default -> throw new MalformedException("Unknown frame");
        }
    }

    private static void node(byte[] input, Target.Attempt attempt) throws MalformedException {
        BlobNode node = BlobNode.decode(input);
        attempt.then(taken -> {
            if (!Bytes.of(node.encode()).equals(Bytes.of(input))) {
                throw new IllegalStateException("a node has two forms");
            }
        });
    }

    private static void pointer(byte[] input, Target.Attempt attempt) throws MalformedException {
        Bytes bytes = Bytes.of(input);
        BlobRef ref = BlobRef.of(bytes).orElseThrow(() -> new MalformedException("No pointer"));
        attempt.then(taken -> {
            if (!ref.toBytes().equals(bytes)) {
                throw new IllegalStateException("a pointer has two forms");
            }
        });
    }

    private static List<byte[]> frames() {
        return List.of(
                BlobFrames.addresses(BlobFrames.WANT, List.of(ADDRESS, ADDRESS)).toArray(),
                BlobFrames.addresses(BlobFrames.LACK, List.of()).toArray(),
                BlobFrames.addresses(BlobFrames.HAVE, List.of(ADDRESS)).toArray(),
                BlobFrames.chunk(ADDRESS, new byte[] {1, 2, 3}).toArray());
    }

    private static List<byte[]> nodes() {
        BlobNode.Entry entry = new BlobNode.Entry(ADDRESS, 300);
        return List.of(
                new BlobNode(0, List.of()).encode(),
                new BlobNode(0, List.of(entry, entry)).encode(),
                new BlobNode(3, List.of(entry)).encode());
    }

    private static List<byte[]> pointers() {
        return List.of(
                new BlobRef(ADDRESS, 300, "image/png").toBytes().toArray(),
                new BlobRef(ADDRESS, 0, "a/b").toBytes().toArray());
    }
}
