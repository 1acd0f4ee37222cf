package dev.hearth.mesh.internal.signal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Topic;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.Rendezvous;

/** One message between a signal server and a client; each side sends its own kinds. */
public sealed interface SignalFrame {
    /** The version that both sides must speak. */
    int VERSION = 1;

    /** What a device signs to log in. */
    String LOGIN_DOMAIN = "hearth signal login";

    /** The length of the server's nonce. */
    int NONCE = 32;

    /** The length of a server's name. */
    int SERVER = 16;

    /** The length of the name of a relay lane. */
    int LANE = 8;

    /** A sealed signal. */
    Limit SEALED = new Limit("bytes of a sealed signal", Rendezvous.MAX_SIGNAL + 512L);

    /** A relayed frame. */
    Limit RELAYED = new Limit("bytes of a relayed frame", Link.MAX_FRAME);

    /** Any message. */
    Limit MESSAGE = new Limit("bytes of a signalling message", Link.MAX_FRAME + 1_024L);

    /** A message before login. */
    Limit BEFORE_LOGIN = new Limit("bytes of a message before login", 512);

    /** A reason. */
    Limit REASON = new Limit("bytes of a reason", 200);

    /** Server: the first message; the name is drawn when the server starts. */
    record Hello(int version, Bytes server, Bytes nonce) implements SignalFrame {}

    /** Client: who it is, with the signature over the nonce and its announced key. */
    record Login(int version, Announcement announcement, Bytes proof) implements SignalFrame {}

    /** Server: the login is accepted. */
    record Accepted() implements SignalFrame {}

    /** Client: becomes a member. */
    record Join(Bytes topic) implements SignalFrame {}

    /** Client: is a member no longer. */
    record Leave(Bytes topic) implements SignalFrame {}

    /** Server: somebody else is a member. */
    record Present(Bytes topic, Announcement member) implements SignalFrame {}

    /** Server: a member left. */
    record Absent(Bytes topic, DeviceId member) implements SignalFrame {}

    /** Client: pass on to; server: passed on from. */
    record Pass(Bytes topic, DeviceId other, Bytes sealed) implements SignalFrame {}

    /** As {@link Pass}, for a frame of a relayed link; an empty frame ends the lane. */
    record Relay(Bytes topic, DeviceId other, Bytes lane, Bytes frame) implements SignalFrame {}

    /** Either: are you there? */
    record Ping() implements SignalFrame {}

    /** Either: yes. */
    record Pong() implements SignalFrame {}

    /** Server: the connection ends, why. */
    record Goodbye(String reason) implements SignalFrame {}

    /** Returns whether an encoded message is a {@link Relay}. */
    static boolean relays(byte[] message) {
        return message.length > 0 && message[0] == 9;
    }

    /** Returns what a login signs. */
    static Bytes proofInput(Bytes nonce, Announcement announcement) {
        return Bytes.concat(nonce, announcement.key());
    }

    /** Returns the encoding. */
    default byte[] encode() {
        ByteWriter out = new ByteWriter(256);
        if (this instanceof Hello hello) {
            out.u8(1).u8(hello.version).raw(hello.server).raw(hello.nonce);
        } else if (this instanceof Login login) {
            login.announcement.write(out.u8(2).u8(login.version));
            out.raw(login.proof);
        } else if (this instanceof Accepted) {
            out.u8(3);
        } else if (this instanceof Join join) {
            out.u8(4).raw(join.topic);
        } else if (this instanceof Leave leave) {
            out.u8(5).raw(leave.topic);
        } else if (this instanceof Present present) {
            present.member.write(out.u8(6).raw(present.topic));
        } else if (this instanceof Absent absent) {
            out.u8(7).raw(absent.topic).raw(absent.member.value());
        } else if (this instanceof Pass pass) {
            out.u8(8).raw(pass.topic).raw(pass.other.value()).sized(pass.sealed);
        } else if (this instanceof Relay relay) {
            out.u8(9).raw(relay.topic).raw(relay.other.value()).raw(relay.lane).raw(relay.frame);
        } else if (this instanceof Ping) {
            out.u8(10);
        } else if (this instanceof Pong) {
            out.u8(11);
        } else if (this instanceof Goodbye goodbye) {
            out.u8(12).text(goodbye.reason);
        }
        return out.toArray();
    }

    /** Reads any kind. */
    static SignalFrame decode(byte[] message) throws MalformedException {
        MESSAGE.check(message.length);
        ByteReader in = new ByteReader(message);
        SignalFrame frame = switch (in.u8()) {
            case 1 -> new Hello(in.u8(), in.raw(SERVER), in.raw(NONCE));
            case 2 -> new Login(in.u8(), Announcement.read(in), in.raw(64));
            case 3 -> new Accepted();
            case 4 -> new Join(topic(in));
            case 5 -> new Leave(topic(in));
            case 6 -> new Present(topic(in), Announcement.read(in));
            case 7 -> new Absent(topic(in), device(in));
            case 8 -> new Pass(topic(in), device(in), in.sized(SEALED));
            case 9 -> new Relay(topic(in), device(in), in.raw(LANE), relayed(in));
            case 10 -> new Ping();
            case 11 -> new Pong();
            case 12 -> new Goodbye(in.text(REASON));
            default -> throw new MalformedException("No such signalling message");
        };
        in.end();
        return frame;
    }

    private static Bytes topic(ByteReader in) throws MalformedException {
        return in.raw(Topic.SIZE);
    }

    private static DeviceId device(ByteReader in) throws MalformedException {
        return new DeviceId(in.raw(DeviceId.SIZE));
    }

    private static Bytes relayed(ByteReader in) throws MalformedException {
        RELAYED.check(in.remaining());
        return in.rest();
    }
}
