package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.halo.Authority;
import dev.hearth.halo.SpaceCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spaces of an application's client: those that its wallet granted, for as long as the application's device is in
 * them and the grant's time is not over. Thread-safe.
 */
final class AppSpaces implements AutoCloseable {
    private final SpaceHost host;
    private final AppState state;
    private final Seams seams;
    private @Nullable Subscription timer; // guarded by this

    AppSpaces(SpaceHost host, Registry registry, Seams seams) {
        this.host = host;
        this.state = new AppState(registry, seams.clock());
        this.seams = seams;
    }

    boolean isEnded() {
        return state.isEnded();
    }

    /** Throws WALLET_ACCESS_ENDED when the access has ended, as a whole or to this space. */
    void require(SpaceId space) {
        state.requireGoing();
        boolean out = host.find(space).isEmpty()
                && host.registry()
                        .find(space)
                        .filter(entry -> entry.state() == KnownSpace.State.CLOSED)
                        .isPresent()
                && !has(host.credentials(space).authority());
        if (out) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED, Map.of("space", space.toString()));
        }
    }

    private boolean has(Authority authority) {
        return authority.ownerOf(host.identity().device()).isPresent();
    }

    /** Counts until the end of the grant's time, from now or from when a new one was granted. */
    synchronized void await() {
        close();
        Optional<Duration> left = state.scope()
                .flatMap(AppScope::until)
                .map(end -> Duration.between(seams.clock().instant(), end).plusMillis(1));
        left.ifPresent(rest -> timer = seams.scheduler()
                .after(
                        rest.isNegative() ? Duration.ZERO : rest,
                        () -> seams.blocking().execute(this::endIfOver)));
    }

    /** A timer may come early, or the clock go back. */
    private void endIfOver() {
        if (state.isEnded()) {
            end();
        } else {
            await();
        }
    }

    void end() {
        state.end();
        host.spaces().forEach(space -> host.close(space.id()));
    }

    /** Closes a space once the device is out of it, a moment later, so that what comes with the news is kept. */
    void watch(OpenSpace space) {
        if (!has(space.access().authority())) {
            seams.scheduler().after(SpaceSwarm.GRACE, () -> seams.blocking().execute(() -> host.closeIfOpen(space)));
        }
    }

    /** Takes what the wallet tells of a space; refuses credentials of another one, or that let this device not in. */
    void take(SpaceId id, List<Bytes> credentials, List<URI> signals) throws MalformedException {
        state.requireGoing();
        if (host.registry().find(id).isPresent()) {
            host.find(id).ifPresent(space -> space.access().offer(credentials));
            return;
        }
        SpaceCredentials told = SpaceCredentials.restore(credentials, seams);
        if (!told.id().equals(id) || !has(told.authority())) {
            throw new MalformedException("Credentials of another space, or of one that was not granted");
        }
        host.take(told, signals);
    }

    @Override
    public synchronized void close() {
        Subscription former = timer;
        timer = null;
        if (former != null) {
            former.close();
        }
    }
}
