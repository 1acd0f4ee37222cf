package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Space;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.mesh.MeshStatus.SignalStatus;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.HostileServer;
import dev.hearth.testkit.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack A30: links that name signal servers of somebody's choosing. */
final class HostileLinksTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Seams seams = Seams.system();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        seams.close();
    }

    private <T extends AutoCloseable> T closing(T each) {
        open.add(each);
        return each;
    }

    private static ClientOptions options(Duration limit) {
        return ClientOptions.defaults().transports(List.of("relay")).joinTimeout(limit);
    }

    private Client client(String name, ClientOptions options) {
        Client client = closing(Client.open(folder.resolve(name), options));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private InvitationLink linkTo(List<URI> servers) {
        byte[] id = new byte[InvitationLink.ID];
        seams.random().nextBytes(id);
        return new InvitationLink(
                new InvitationLink.Way.Code(Bytes.of(id), new DeviceId(Bytes.of(new byte[DeviceId.SIZE]))),
                servers,
                seams.clock().instant().plus(LONG));
    }

    private static HearthException refusal(CompletableFuture<?> attempt) {
        HearthException[] refusal = new HearthException[1];
        assertThatThrownBy(() -> attempt.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(HearthException.class, each -> refusal[0] = each);
        return refusal[0];
    }

    private static List<SignalStatus> signals(Client client) {
        return client.status().mesh().orElseThrow().signals();
    }

    @Test
    void a30EightHostileServersCostTheTimeOfTheJoinAndNothingAfterIt() {
        List<HostileServer> hostile =
                Stream.generate(() -> closing(HostileServer.silent())).limit(8).toList();
        SignalServer own = closing(SignalServer.start());
        Client ann = client("ann", options(SHORT).signal(own.uri()));
        List<URI> named = hostile.stream().map(each -> each.uri("ws", "/")).toList();
        InvitationLink link = linkTo(named);

        CompletableFuture<Space> attempt = ann.spaces().join(link.text(), "00000000");
        Await.until("all are dialled", BOUND, () -> hostile.stream().allMatch(each -> each.accepted() == 1));
        assertThat(signals(ann)).hasSize(9);
        String meanwhile = ann.spaces().create("Mine").invite(Role.READER).link();
        HearthException refusal = refusal(attempt);

        assertThat(refusal.code()).isEqualTo(ErrorCode.SIGNAL_UNREACHABLE);
        assertThat(refusal.details()).hasSize(8).containsKey(named.get(0).toString());
        Await.until("all are left", BOUND, () -> hostile.stream().allMatch(each -> each.open() == 0));
        assertThat(hostile).allMatch(each -> each.accepted() == 1);
        assertThat(signals(ann)).extracting(SignalStatus::server).containsExactly(own.uri());
        assertThat(InvitationLink.parse(meanwhile).signals())
                .as("they are passed on to nobody")
                .containsExactly(own.uri());
    }

    @Test
    void a30AJoinThatItsUserGivesUpLeavesTheServersToo() {
        HostileServer hostile = closing(HostileServer.silent());
        Client ann = client("ann", options(LONG));
        InvitationLink link = linkTo(List.of(hostile.uri("ws", "/")));
        CompletableFuture<Space> attempt = ann.spaces().join(link.text(), "00000000");
        Await.until("it is dialled", BOUND, () -> hostile.open() == 1);
        assertThat(attempt.cancel(false)).isTrue();
        Await.until("it is left", BOUND, () -> signals(ann).isEmpty() && hostile.open() == 0);
        assertThat(attempt).isCancelled();
    }

    @Test
    void a30ALinkToPlainServersElsewhereIsRefusedAtOnceAndNothingIsDialled() {
        HostileServer listening = closing(HostileServer.silent());
        Client ann = client("ann", options(LONG));
        List<URI> named = List.of(
                URI.create("ws://0.0.0.0:" + listening.uri("ws", "/").getPort() + "/"),
                URI.create("ws://169.254.169.254/"),
                URI.create("ws://192.168.1.1/"));
        HearthException refusal = refusal(ann.spaces().join(linkTo(named).text(), "00000000"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SIGNAL_PLAIN);
        assertThat(refusal.details().get("server")).contains("169.254.169.254");
        assertThat(signals(ann)).isEmpty();
        assertThat(listening.accepted()).isZero();
    }

    @Test
    void a30ALinkChoosesNoPathOfWhatListensOnThisMachine() {
        HostileServer listening = closing(HostileServer.silent());
        Client ann = client("ann", options(LONG));
        List<URI> named = List.of(listening.uri("ws", "/admin/restart"), listening.uri("ws", "/%2e%2e/"));
        assertThat(refusal(ann.spaces().join(linkTo(named).text(), "00000000")).code())
                .isEqualTo(ErrorCode.SIGNAL_PLAIN);
        assertThat(listening.accepted()).isZero();
    }

    @Test
    void a30ALinkOfADeviceFollowsTheSameRule() {
        Client ann = closing(Client.open(folder.resolve("ann"), options(LONG)));
        String text = DeviceLink.text(linkTo(List.of(URI.create("ws://10.0.0.1:8890/"))));
        DeviceConfirmation never = (emoji, name) -> {
            throw new AssertionError("Nobody was met");
        };
        assertThatThrownBy(() -> ann.halo().devices().join(text, "00000000", never))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SIGNAL_PLAIN));
        assertThat(ann.halo().identity()).isEmpty();
    }

    @Test
    void a30WhereNoServerIsNeededPlainOnesAreSkipped() {
        MemoryNetwork network = MemoryNetwork.create();
        ClientOptions inMemory = ClientOptions.defaults().network(network).transports(List.of("memory"));
        HostileServer dialled = closing(HostileServer.silent());
        URI elsewhere = URI.create("ws://0.0.0.0:" + dialled.uri("ws", "/").getPort() + "/");
        Client ann = client("ann", inMemory.plainSignals(true).signal(elsewhere));
        Client bob = client("bob", inMemory);
        Invitation invitation = ann.spaces().create("Home").invite(Role.WRITER);
        assertThat(InvitationLink.parse(invitation.link()).signals()).containsExactly(elsewhere);
        assertThat(bob.spaces()
                        .join(invitation.link(), invitation.code())
                        .join()
                        .role())
                .contains(Role.WRITER);
        assertThat(signals(bob)).isEmpty();
    }

    @Test
    void theServersOfALinkThatLeadsIntoASpaceAreKeptByTls() {
        TestAuthority authority = TestAuthority.create(folder, seams, "authority");
        TestAuthority.Issued shown = authority.issue("127.0.0.1");
        SignalServer server = closing(
                SignalServer.start(SignalOptions.loopback().certificate(shown.certificate(), shown.key()), seams));
        ClientOptions trusting = options(Duration.ofSeconds(20)).trust(authority.certificate());
        Client ann = client("ann", trusting.signal(server.uri()));
        Invitation invitation = ann.spaces()
                .create("Home")
                .invite(InvitationOptions.of(Role.WRITER).byLink());

        Client eve = client("eve", options(LONG));
        HearthException distrust = refusal(eve.spaces().join(invitation.link()));
        assertThat(distrust.code()).isEqualTo(ErrorCode.SIGNAL_UNTRUSTED);
        assertThat(distrust.details())
                .containsEntry(server.uri().toString(), "The issuer of the signal server's certificate is not trusted");
        assertThat(signals(eve)).isEmpty();

        Client bob = client("bob", trusting);
        Space same = bob.spaces().join(invitation.link()).join();
        assertThat(same.role()).contains(Role.WRITER);
        assertThat(signals(bob)).extracting(SignalStatus::server).containsExactly(server.uri());
        bob.close();
        assertThat(signals(client("bob", trusting)))
                .extracting(SignalStatus::server)
                .containsExactly(server.uri());
    }

    @Test
    void serversOfAFormerRunFollowTheRuleOfThisOne() {
        HostileServer listening = closing(HostileServer.silent());
        URI elsewhere = URI.create("ws://0.0.0.0:" + listening.uri("ws", "/").getPort() + "/");
        ClientOptions plain = options(SHORT).plainSignals(true);
        Client before = client("ann", plain.signal(elsewhere));
        Space home = before.spaces().create("Home");
        Await.until("it was dialled", BOUND, () -> listening.accepted() > 0);
        before.close();
        Client after = client("ann", options(SHORT));
        assertThat(after.spaces().get(home.id()).name()).isEqualTo("Home");
        assertThat(signals(after)).isEmpty();
        after.close();
        assertThat(signals(client("ann", plain)))
                .extracting(SignalStatus::server)
                .containsExactly(elsewhere);
    }

    @Test
    void aClientIsNotOpenedWithAPlainServerElsewhere() {
        assertThatThrownBy(() -> Client.open(
                        folder.resolve("ann"), options(SHORT).signal(URI.create("ws://signal.example:8890/"))))
                .isInstanceOfSatisfying(HearthException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.SIGNAL_PLAIN);
                    assertThat(refusal.remedy()).contains("wss://").contains("--plain-signals");
                });
        assertThat(folder.resolve("ann")).doesNotExist();
    }

    @Test
    void aClientWithManyServersStillInvites() {
        ClientOptions many = options(SHORT);
        for (int i = 1; i <= 12; i++) {
            many = many.signal(URI.create("ws://127.0.0.1:" + i + "/"));
        }
        String link =
                client("ann", many).spaces().create("Home").invite(Role.READER).link();
        assertThat(InvitationLink.parse(link).signals()).hasSize(8).contains(URI.create("ws://127.0.0.1:1/"));
    }
}
