package dev.hearth.halo.crypto;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Curves;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * CPace-X25519-SHA512 (draft-irtf-cfrg-cpace, initiator-responder): two sides that know the same short code agree on a
 * key; whoever does not know it gets one guess a run, and learns nothing else. One object is one side of one run.
 *
 * <p>The generator is the code, the channel and the session hashed to the curve by Elligator 2 (RFC 9380, section
 * 6.7.1). It costs some BigInteger arithmetic, about 0.2 ms, once a run.
 */
public final class Cpace {
    private static final Bytes DSI = Bytes.utf8("CPace255");
    private static final Bytes DSI_ISK = Bytes.utf8("CPace255_ISK");
    private static final int SHA512_BLOCK = 128;

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger A = BigInteger.valueOf(486662);
    private static final BigInteger LEGENDRE = P.subtract(BigInteger.ONE).shiftRight(1);

    private final Secret scalar;
    private final Bytes sessionId;
    private final Bytes share;

    private Cpace(Secret scalar, Bytes generator, Bytes sessionId) throws MalformedException {
        this.scalar = scalar;
        this.sessionId = sessionId;
        this.share = Bytes.of(multiply(scalar, generator));
    }

    /** Starts a run with {@code code}, bound to {@code channel}, which both sides know to be theirs, and a fresh id. */
    public static Cpace start(Bytes code, Bytes channel, Bytes sessionId, SecureRandom random) {
        try {
            return start(code, channel, sessionId, Secret.random(random, Curves.KEY));
        } catch (MalformedException e) {
            throw new IllegalStateException("A hashed generator has low order with negligible chance", e);
        }
    }

    static Cpace start(Bytes code, Bytes channel, Bytes sessionId, Secret scalar) throws MalformedException {
        return new Cpace(scalar, generator(code, channel, sessionId), sessionId);
    }

    /** Returns the 32 bytes that the other side gets. */
    public Bytes share() {
        return share;
    }

    /** Returns the 64-byte key as the initiator; a share of low order is refused. */
    public Secret finishInitiator(Bytes data, Bytes peerShare, Bytes peerData) throws MalformedException {
        return finish(peerShare, lengthValue(share, data), lengthValue(peerShare, peerData));
    }

    /** Returns the 64-byte key as the responder; a share of low order is refused. */
    public Secret finishResponder(Bytes data, Bytes peerShare, Bytes peerData) throws MalformedException {
        return finish(peerShare, lengthValue(peerShare, peerData), lengthValue(share, data));
    }

    private Secret finish(Bytes peerShare, Bytes first, Bytes second) throws MalformedException {
        byte[] shared = multiply(scalar, peerShare);
        MessageDigest digest = Sha256.digest("SHA-512");
        digest.update(lengthValue(DSI_ISK, sessionId, Bytes.of(shared)).toArray());
        digest.update(first.toArray());
        digest.update(second.toArray());
        scalar.close();
        return Secret.take(digest.digest());
    }

    private static byte[] multiply(Secret scalar, Bytes point) throws MalformedException {
        byte[] product = Curves.x25519(scalar.bytes(), point.toArray());
        if (product.length == 0) {
            throw new MalformedException("CPace share of low order");
        }
        return product;
    }

    /** The draft's {@code calculate_generator}: 32 bytes, the coordinate u of the generator. */
    static Bytes generator(Bytes code, Bytes channel, Bytes sessionId) {
        int used = 1 + lengthValue(code).size() + lengthValue(DSI).size();
        Bytes padding = Bytes.of(new byte[Math.max(0, SHA512_BLOCK - used)]);
        byte[] hash = Sha256.digest("SHA-512")
                .digest(lengthValue(DSI, code, padding, channel, sessionId).toArray());
        byte[] coordinate = new byte[Curves.KEY];
        System.arraycopy(hash, 0, coordinate, 0, Curves.KEY);
        coordinate[Curves.KEY - 1] &= 0x7F;
        return encode(elligator2(decode(coordinate)));
    }

    private static BigInteger elligator2(BigInteger u) {
        BigInteger one = BigInteger.ONE;
        BigInteger v = A.negate()
                .multiply(one.add(u.multiply(u).shiftLeft(1)).modInverse(P))
                .mod(P);
        BigInteger curve = v.multiply(v).add(A.multiply(v)).add(one).multiply(v).mod(P);
        boolean square = curve.signum() == 0 || curve.modPow(LEGENDRE, P).equals(one);
        return square ? v : v.negate().subtract(A).mod(P);
    }

    private static BigInteger decode(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian)).mod(P);
    }

    private static Bytes encode(BigInteger value) {
        byte[] bigEndian = value.toByteArray();
        byte[] encoded = new byte[Curves.KEY];
        for (int i = 0; i < Math.min(Curves.KEY, bigEndian.length); i++) {
            encoded[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return Bytes.of(encoded);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static Bytes lengthValue(Bytes... parts) {
        ByteWriter out = new ByteWriter(256);
        for (Bytes part : parts) {
            out.sized(part);
        }
        return out.toBytes();
    }
}
