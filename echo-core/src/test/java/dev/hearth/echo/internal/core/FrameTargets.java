package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.fuzz.Target;
import dev.hearth.echo.fuzz.Targets;
import java.util.List;
import java.util.Map;

/** The decoders of what replicators say to each other, and of CBOR, which refuse with a {@link MalformedException}. */
final class FrameTargets {
    private static final DeviceId FEED = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
    private static final CredentialId CREDENTIAL = new CredentialId(Bytes.of(new byte[CredentialId.SIZE]));

    /** The frames, whose first byte says which it is. */
    static final Target FRAMES = target("frames", 60, 300, frames(), FrameTargets::frame);

    static final Target CBOR = target("cbor", 40, 1_000, structures(), FrameTargets::cbor);

    static final Targets ALL = new Targets(List.of(FRAMES, CBOR));

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
            default -> throw new MalformedException("Unknown frame");
        }
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
                        Frames.hello(Map.of(FEED, 300L), List.of(CREDENTIAL)),
                        Frames.have(Map.of(FEED, 300L)),
                        Frames.credentials(List.of(Bytes.fromHex("0102"), Bytes.fromHex("03"))),
                        Frames.request(new Frames.Place(FEED, 9)),
                        Frames.blocks(run))
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
