package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Attack A30, as far as credentials go: whatever address a credential names, nobody is asked for anything. */
final class NothingIsFetchedTest {
    private static final int PATIENCE_MILLIS = 200;

    private final Exchange exchange = new Exchange();

    @Test
    void a30NoContextSchemaStatusOrIdentifierIsEverFetched() throws IOException, MalformedException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.setSoTimeout(PATIENCE_MILLIS);
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            String web = "did:web:127.0.0.1%3A" + server.getLocalPort();
            Json.Fields elsewhere = Json.Fields.NONE.with("id", address).with("type", "Any");
            Json.Fields document = Exchange.plain(exchange.issuer.key().toString())
                    .with("@context", Json.texts(CredentialIssuer.VERSION, address + "context"))
                    .with("id", address + "credential")
                    .with("credentialStatus", elsewhere)
                    .with("credentialSchema", elsewhere)
                    .with("refreshService", elsewhere)
                    .with("termsOfUse", elsewhere);
            Json.Fields options = Exchange.options(exchange.ann, "assertionMethod");
            VerifiedCredential verified = exchange.verifier
                    .credential(Exchange.signed(document, options, exchange.ann).canonical())
                    .orThrow();
            assertThat(verified.unchecked())
                    .containsExactly("credentialSchema", "credentialStatus", "refreshService", "termsOfUse");
            for (String issuer : new String[] {address, web}) {
                exchange.assertRefused(
                        Exchange.signed(document.with("issuer", issuer), options, exchange.ann), Reason.FOREIGN_KEY);
                exchange.assertRefused(
                        Exchange.signed(
                                document.with("issuer", issuer),
                                options.with("verificationMethod", issuer + "#key"),
                                exchange.ann),
                        Reason.FOREIGN_KEY);
            }
            assertThat(wasAsked(server)).isFalse();
        }
    }

    private static boolean wasAsked(ServerSocket server) throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
