package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Space;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationHost;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.InvitationTerms;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.halo.SpaceInvitations;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import dev.hearth.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack A17: somebody else waits where an invitation's hosts do, as a signal server or any member can. */
final class StrangerHostTest {
    private final Seams seams = Seams.system();
    private final MemoryNetwork network = MemoryNetwork.create();
    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        seams.close();
    }

    private Client open(String name) {
        Client client = Client.open(
                folder.resolve(name),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .joinTimeout(Duration.ofSeconds(3)));
        client.halo().createIdentity(name);
        return client;
    }

    private Keychain keychain() {
        return Keychain.create(
                folder.resolve("mallory"), KeychainKey.passphrase("mallory".toCharArray(), KeychainCost.FLOOR), seams);
    }

    private Mesh waitAt(String link, LocalIdentity mallory, Function<Session, InvitationHost> hosts) {
        MeshOptions options = MeshOptions.defaults().withNetwork(network).withTransports(List.of("memory"));
        Mesh mesh = Mesh.open(options, new MeshAuthenticator(mallory), seams);
        Bytes id = InvitationLink.parse(link).id();
        mesh.join(Topic.open(InvitationLink.topic(id)), new SwarmHandler() {
            @Override
            public boolean admits(Peer peer) {
                return true;
            }

            @Override
            public void connected(Session session) {
                session.accept(OpenInvitation.PROTOCOL, channel -> new Answering(channel, hosts.apply(session)));
            }

            @Override
            public void disconnected(Session session, String reason) {
                asked.incrementAndGet();
            }
        });
        return mesh;
    }

    private record Answering(Channel channel, InvitationHost host) implements ChannelHandler {
        @Override
        public void message(Bytes message) {
            try {
                channel.send(host.received(message));
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static IdentityChain chain(Session session) {
        try {
            return IdentityChain.verify(session.peer().chain());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It even knows the public key, as a reader of the space does, and leads the guest to a space of its own. */
    @Test
    void a17AGuestIsNotLedIntoAnotherSpaceAndGetsToTheTrueHost() {
        try (Client ann = open("ann");
                Client bob = open("bob");
                Keychain keychain = keychain()) {
            LocalIdentity mallory = keychain.createIdentity("mallory");
            Space home = ann.spaces().create("Home");
            Invitation invitation =
                    home.invite(InvitationOptions.of(Role.WRITER).byLink());
            InvitationLink link = InvitationLink.parse(invitation.link());
            InvitationLink.Way.Key way = (InvitationLink.Way.Key) link.way();
            InvitationTerms terms = new InvitationTerms(Role.WRITER, link.expires(), 1, false, Optional.empty());
            SpaceCredentials trap = SpaceCredentials.create(mallory, seams);
            new SpaceInvitations(trap).delegate(mallory, way.key(), terms);
            HostedInvitation sham = HostedInvitation.byLink(terms, way.key());
            ann.mesh().pause();
            try (Mesh mesh = waitAt(
                    invitation.link(),
                    mallory,
                    session -> new InvitationHost(
                            new Trap(trap, mallory, sham),
                            chain(session),
                            session.binding(),
                            seams.random(),
                            seams.clock()))) {
                assertThatThrownBy(() -> bob.spaces().join(invitation.link()).join())
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                HearthException.class,
                                refusal -> assertThat(refusal.code())
                                        .isIn(ErrorCode.TIMED_OUT, ErrorCode.INVITER_UNREACHABLE));
                assertThat(asked.get()).as("the guest met the trap and left it").isPositive();
                assertThat(bob.spaces().list()).isEmpty();
                ann.mesh().resume();
                Await.until("Bob in the true space", Duration.ofSeconds(20), () -> {
                    try {
                        return bob.spaces().join(invitation.link()).join().id().equals(home.id());
                    } catch (CompletionException e) {
                        return false;
                    }
                });
                assertThat(mesh.status().peers()).hasSizeLessThan(3);
            }
        }
    }

    /** Lets everybody into its own space. */
    private record Trap(SpaceCredentials space, LocalIdentity owner, HostedInvitation invitation)
            implements InvitationHost.Desk {
        @Override
        public void keep(HostedInvitation changed) {
            throw new IllegalStateException("nothing to keep");
        }

        @Override
        public boolean isIn(IdentityChain guest) {
            return space.authority().ownerOf(guest.device()).isPresent();
        }

        @Override
        public Collection<IdentityId> admitted() {
            return List.of();
        }

        @Override
        public void admit(IdentityChain guest, Role role) {
            space.admit(owner, guest, role);
        }

        @Override
        public List<Bytes> bundle() {
            return space.all();
        }
    }
}
