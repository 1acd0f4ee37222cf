package dev.hearth.mesh.internal.netty;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the side that is dialed listens.
 *
 * @param token what the dialer shows first, so that the connection finds its attempt
 * @param fingerprint of the listener's certificate
 * @param port the port
 * @param hosts numeric addresses to try
 */
record TcpOffer(Bytes token, Bytes fingerprint, int port, List<String> hosts) {
    static final int TOKEN = 16;
    static final Limit HOSTS = new Limit("addresses of a peer", 16);

    private static final Limit HOST = new Limit("bytes of an address", 64);

    TcpOffer {
        hosts = List.copyOf(hosts);
    }

    Bytes encode() {
        ByteWriter out = new ByteWriter().raw(token).raw(fingerprint).u16(port).u8(hosts.size());
        hosts.forEach(out::text);
        return out.toBytes();
    }

    static TcpOffer decode(Bytes encoded) throws MalformedException {
        ByteReader in = new ByteReader(encoded);
        Bytes token = in.raw(TOKEN);
        Bytes fingerprint = in.raw(Hash.SIZE);
        int port = in.u16();
        int count = HOSTS.check(in.u8());
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hosts.add(in.text(HOST));
        }
        in.end();
        return new TcpOffer(token, fingerprint, port, hosts);
    }
}
