package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.halo.IdentityChain;

/** The numbers and labels of the protocol between a wallet and applications; docs/formats.md tells what they carry. */
final class WalletProtocol {
    static final int VERSION = 1;
    static final int NONCE = 32;

    static final int HELLO = 1;
    static final int REQUEST = 2;
    static final int ENTER = 3;
    static final int SPACES = 4;
    static final int FETCH = 5;
    static final int PROVE = 6;
    static final int IDENTITIES = 7;
    static final int GRANT = 8;
    static final int REVOKE = 9;

    static final int ANSWER = 0;
    static final int REFUSAL = 1;
    static final int EVENT = 2;

    static final int NEWS = 1;
    static final int ENDED = 2;

    /** Spaces of one answer. */
    static final int PAGE = 100;

    /** Bytes of credentials of one answer. */
    static final int CHUNK = 1 << 15;

    /** What an application's device signs, to show that it has the key that its chain names. */
    static final String HELLO_DOMAIN = "hearth wallet hello";

    private WalletProtocol() {}

    static Bytes hello(Bytes nonce, IdentityChain chain, String name) {
        return Cbor.array(Cbor.of(nonce), Cbor.of(chain.encoded()), Cbor.of(name))
                .encode();
    }
}
