package dev.hearth.integration;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.IdentitySharing;
import dev.hearth.client.wallet.SharedIdentity;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * An application in a JVM of its own: {@code use DATA SOCKET NAME SPACE SIGNAL} has its identity of the wallet,
 * {@code share DATA SOCKET NAME} shares one, and both then do what standard input says, a line for each.
 */
final class WalletAppMain {
    record Note(String title) {}

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private WalletAppMain() {}

    public static void main(String... arguments) throws IOException {
        ClientOptions options = ClientOptions.defaults().transports(List.of("tcp", "relay"));
        Path socket = Path.of(arguments[2]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments[0].equals("share")) {
            try (Client client = Client.open(Path.of(arguments[1]), options)) {
                share(client, socket, arguments[3]);
                in.readLine();
            }
            return;
        }
        SpaceId space = SpaceId.fromHex(arguments[4]);
        try (Client client = Client.open(Path.of(arguments[1]), options.signal(URI.create(arguments[5])))) {
            WalletRequest request = WalletRequest.of(
                            arguments[3], AppScope.write().inSpaces(Set.of(space)))
                    .at(socket);
            WalletAccess access = client.useWallet(request).join();
            access.onEnd(Runnable::run, () -> OUT.println("ended"));
            OUT.println("uses " + ids(client));
            for (String line = in.readLine(); line != null && !line.equals("close"); line = in.readLine()) {
                OUT.println(answered(client, access, space, line.split(" ", 2)));
            }
        } catch (CompletionException e) {
            OUT.println("error " + (e.getCause() instanceof HearthException refusal ? refusal.code() : e));
        }
    }

    private static void share(Client client, Path socket, String name) {
        WalletRequest request =
                WalletRequest.of(name, AppScope.write().inAllSpaces()).at(socket);
        IdentitySharing sharing =
                IdentitySharing.of(request, ConsentPrompt.allowing(any -> true)).creating(name);
        SharedIdentity shared = client.shareIdentity(sharing).join();
        shared.onPart(Runnable::run, part -> OUT.println("now " + part));
        OUT.println(shared.part() + " " + client.halo().identity().orElseThrow().id());
    }

    /** Returns false while the wallet does not run. */
    private static boolean isProved(WalletAccess access) {
        try {
            return access.prove(Bytes.utf8("a question")).isGenuine();
        } catch (HearthException e) {
            if (e.code() == ErrorCode.WALLET_UNREACHABLE) {
                return false;
            }
            throw e;
        }
    }

    private static String ids(Client client) {
        return client.spaces().list().stream()
                .map(space -> space.id().toString())
                .collect(Collectors.joining(","));
    }

    private static String answered(Client client, WalletAccess access, SpaceId own, String... command) {
        try {
            return switch (command[0]) {
                case "put" -> "put " + client.spaces().get(own).put(new Note(command[1]));
                case "await" -> {
                    Space space = client.spaces().get(own);
                    Await.until(
                            "a note",
                            Duration.ofSeconds(60),
                            () -> space.query(Note.class).count() == Integer.parseInt(command[1]));
                    yield "has " + command[1];
                }
                case "deliver" -> {
                    Space space = client.spaces().get(own);
                    Await.until(
                            "a member with all of it",
                            Duration.ofSeconds(60),
                            () -> space.spaceStatus().peers().stream()
                                    .anyMatch(peer -> peer.replica().missingThere() == 0));
                    yield "delivered";
                }
                case "prove" -> {
                    Await.until("the wallet", Duration.ofSeconds(60), () -> isProved(access));
                    yield "proved";
                }
                case "open" ->
                    "opened " + client.spaces().get(SpaceId.fromHex(command[1])).id();
                default -> throw new IllegalArgumentException("command: " + command[0]);
            };
        } catch (HearthException e) {
            return "error " + e.code();
        }
    }
}
