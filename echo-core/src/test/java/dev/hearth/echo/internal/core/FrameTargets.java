package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The decoders of what replicators say to each other, and of CBOR, which refuse with a {@link MalformedException}. */
final class FrameTargets {
    private static final DeviceId FEED = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
    private static final CredentialId CREDENTIAL = new CredentialId(Bytes.of(new byte[CredentialId.SIZE]));

    private static final Hash ID = new Hash(Bytes.of(new byte[Hash.SIZE]));
    private static final ObjectId OBJECT = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));
    private static final Version BASE = new Version(new TreeMap<>(Map.of(FEED, 7L)));

    /** The frames, whose first byte says which it is. */
    static final Target FRAMES = target("frames", 60, 300, frames(), FrameTargets::frame);

    static final Target PIECES = target("pieces", 10, 300, pieces(), (input, attempt) -> CheckpointPart.pieces(input));

    static final Target CBOR = target("cbor", 30, 1_000, structures(), FrameTargets::cbor);

    static final Targets ALL = new Targets(List.of(FRAMES, PIECES, CBOR));

    private FrameTargets() {}

    private static Target target(String name, int share, int bytesPerByte, List<byte[]> seeds, Target.Decoder decoder) {
        return new Target(name, share, MalformedException.class, bytesPerByte, seeds, decoder);
    }

    private static void frame(byte[] input, Target.Attempt attempt) throws MalformedException {
        ByteReader in = new ByteReader(input);
        switch (in.u8()) {
            case Frames.HELLO -> Frames.readHello(in);
            case Frames.CREDENTIALS -> Frames.readCredentials(in);
            case Frames.BLOCKS -> Frames.readBlocks(in);
            case Frames.HAVE -> Frames.readFeeds(in);
            case Frames.REQUEST -> Frames.readRequest(in);
            case Frames.WANTED -> Frames.readWanted(in);
            case Frames.OFFER -> CheckpointOffer.decode(Frames.readOffer(in).content());
            case Frames.PART -> CheckpointPart.decode(Frames.readPart(in).content());
            default -> throw new MalformedException("Unknown frame");
        }
    }

    static CheckpointOffer offer() {
        SignedHead head = new SignedHead(9, ID, Bytes.of(new byte[64]));
        CheckpointOffer.Mention itself = new CheckpointOffer.Mention(0, 3);
        return new CheckpointOffer(List.of(
                new CheckpointOffer.Place(FEED, 7, ID, 20, List.of(CREDENTIAL), OBJECT, List.of(itself), head)));
    }

    static CheckpointPart part() {
        return new CheckpointPart(
                FEED,
                ID,
                CheckpointPart.Place.START,
                CheckpointPart.Place.OBJECTS_DONE,
                true,
                1,
                Bytes.fromHex("0102"));
    }

    private static List<byte[]> pieces() {
        ByteWriter out = new ByteWriter(200);
        CheckpointPart.write(out, new CheckpointPart.ObjectPiece(OBJECT, 3, 0, Bytes.fromHex("010203")));
        CheckpointPart.write(
                out, new CheckpointPart.GraveRow(Bytes.of(new byte[Graves.PREFIX]), Bytes.of(new byte[Graves.ROW])));
        return List.of(out.toArray());
    }

    private static void cbor(byte[] input, Target.Attempt attempt) throws MalformedException {
        Cbor value = Cbor.decode(Bytes.of(input));
        attempt.then(taken -> {
            if (!value.encode().equals(Bytes.of(input))) {
                throw new IllegalStateException("a value has two forms");
            }
        });
    }

    private static List<byte[]> frames() {
        Inbox.Run run =
                new Inbox.Run(FEED, 1, List.of(new byte[] {16, 1}, new byte[] {16, 2, 3}), Bytes.of(new byte[64]));
        return List.of(
                        Frames.hello(Map.of(FEED, 300L), List.of(CREDENTIAL), BASE),
                        Frames.have(Map.of(FEED, 300L)),
                        Frames.credentials(List.of(Bytes.fromHex("0102"), Bytes.fromHex("03"))),
                        Frames.request(new Frames.Place(FEED, 9)),
                        Frames.blocks(run),
                        Frames.wanted(new Frames.Wanted(ID, CheckpointPart.Place.START)),
                        Frames.offer(new Frames.Offer(FEED, offer().encode(), Bytes.of(new byte[64]))),
                        Frames.part(part().encode(), Bytes.of(new byte[64])))
                .stream()
                .map(Bytes::toArray)
                .toList();
    }

    private static List<byte[]> structures() {
        Cbor list =
                Cbor.array(Cbor.of(-1), Cbor.of(300), Cbor.of("größe"), Cbor.of(Bytes.fromHex("0102")), Cbor.of(true));
        Cbor struct = Cbor.struct(Map.of("a", list, "bb", Cbor.struct(Map.of()), "c", Cbor.array(list, list)));
        return List.of(list.encode().toArray(), struct.encode().toArray());
    }
}
