package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.JoinState;
import dev.hearth.client.Space;
import dev.hearth.halo.InvitationCode;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.halo.SafetyDigits;
import dev.hearth.halo.SpaceCredentials;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * This client as a guest: the invitations that it follows, each once, whoever asks how often. What leads to a space
 * that this identity is in already asks nobody. Thread-safe.
 */
final class GuestDesk implements AutoCloseable {
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final SpaceHost host;
    private final ClientOptions options;
    private final Seams seams;
    private final Map<Bytes, Joining> followed = new HashMap<>(); // guarded by itself

    GuestDesk(SpaceHost host, ClientOptions options, Seams seams) {
        this.host = host;
        this.options = options;
        this.seams = seams;
    }

    String digits(String text) {
        network();
        return SafetyDigits.of(InvitationLink.parse(text).id(), host.identity().id());
    }

    private Network network() {
        return host.network().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    CompletableFuture<Space> join(String text, String code, Consumer<JoinState> progress) {
        Network network = network();
        InvitationLink link = InvitationLink.parse(text);
        Optional<Space> here = here(link, network);
        if (here.isPresent()) {
            return CompletableFuture.completedFuture(here.get());
        }
        if (link.needsCode()) {
            try {
                InvitationCode.require(code);
            } catch (HearthException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        LinkServers servers;
        try {
            servers = LinkServers.meet(network, link);
        } catch (HearthException e) {
            return CompletableFuture.failedFuture(e);
        }
        return join(link, code, servers, progress);
    }

    private CompletableFuture<Space> join(
            InvitationLink link, String code, LinkServers servers, Consumer<JoinState> progress) {
        Network network = network();
        Joining joining;
        synchronized (followed) {
            Joining former = followed.remove(link.id());
            if (former != null) {
                former.cancel(); // such as one that waits, while the same link is tried again
            }
            joining = new Joining(link, code, host.identity().chain(), seams, progress);
            joining.start(network.mesh(), options.joinTimeout());
            followed.put(link.id(), joining);
        }
        Subscription watch =
                seams.scheduler().every(LOOK, () -> servers.refusal().ifPresent(joining::fail));
        CompletableFuture<Space> space = joining.credentials()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure, servers)))
                .thenApplyAsync(credentials -> enter(link, credentials, servers, progress), seams.blocking())
                .thenCompose(this::heard)
                .whenComplete((joined, failure) -> servers.close())
                .copy(); // so that the servers are left first, and also by who cancels it
        CompletableFuture<Space> unused = space.whenComplete((joined, failure) -> {
            watch.close();
            joining.cancel();
            synchronized (followed) {
                followed.remove(link.id(), joining);
            }
        });
        return space;
    }

    /** Who met nobody is told if that is because of the servers. */
    private static Throwable explained(Throwable failure, LinkServers servers) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HearthException refusal && refusal.code() == ErrorCode.INVITER_UNREACHABLE) {
            return servers.fault().orElse(refusal);
        }
        return failure;
    }

    private Optional<Space> here(InvitationLink link, Network network) {
        Optional<SpaceEntry> joined =
                host.registry().joined(link.id()).flatMap(host.registry()::find).filter(entry -> !entry.isEnded());
        if (joined.isPresent()) {
            return Optional.of(host.open(joined.get().id()));
        }
        Optional<Space> own = network.desk().space(link.id()).map(space -> space);
        return own.isPresent() || !(link.way() instanceof InvitationLink.Way.Key key)
                ? own
                : host.registry()
                        .find(key.space())
                        .filter(entry -> !entry.isEnded())
                        .map(entry -> host.open(entry.id()))
                        .filter(space -> space.role().isPresent())
                        .map(space -> space);
    }

    private Space enter(
            InvitationLink link, SpaceCredentials credentials, LinkServers servers, Consumer<JoinState> progress) {
        progress.accept(JoinState.FETCHING);
        Space space = host.joined(link.id(), credentials, servers.all());
        servers.keep();
        return space;
    }

    /** Waits until something of the space has come, for it can't be written to before; but not for long. */
    private CompletableFuture<Space> heard(Space space) {
        CompletableFuture<Space> heard = new CompletableFuture<>();
        Subscription commits = space.onCommit(seams.blocking(), commit -> heard.complete(space));
        Subscription limit = seams.scheduler().after(FIRST_WORD, () -> heard.complete(space));
        if (space.version().blocks() > 0 || space.role().equals(Optional.of(Role.RELAY))) {
            heard.complete(space);
        }
        return heard.whenComplete((any, failure) -> {
            commits.close();
            limit.close();
        });
    }

    @Override
    public void close() {
        List<Joining> open;
        synchronized (followed) {
            open = List.copyOf(followed.values());
        }
        open.forEach(joining -> joining.fail(ErrorCode.CLOSED));
    }
}
