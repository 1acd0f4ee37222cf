package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.internal.wallet.AppHost;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.halo.LocalIdentity;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The client of an application, as its end of the connection to a wallet sees it. Thread-safe. */
final class NodeApp implements AppHost {
    private final Supplier<OpenFolder> folder;
    private final Consumer<LocalIdentity> entered;
    private final Object changes;
    private final Seams seams;

    /** {@code entered} is told of the identity, under {@code changes}. */
    NodeApp(Supplier<OpenFolder> folder, Consumer<LocalIdentity> entered, Object changes, Seams seams) {
        this.folder = folder;
        this.entered = entered;
        this.changes = changes;
        this.seams = seams;
    }

    private AppState state() {
        return new AppState(folder.get().registry(), seams.clock());
    }

    /** Throws IDENTITY_EXISTS when the data folder is no application's: it has an identity or spaces of its own. */
    @Override
    public LocalIdentity device() {
        synchronized (changes) {
            return folder.get().deviceOfApp();
        }
    }

    @Override
    public LocalIdentity enter(Bytes enrolment) throws MalformedException {
        synchronized (changes) {
            LocalIdentity identity = folder.get().enterAsApp(enrolment);
            entered.accept(identity);
            return identity;
        }
    }

    @Override
    public void granted(AppScope scope) {
        state().granted(scope);
        folder.get().host().flatMap(SpaceHost::app).ifPresent(AppSpaces::await);
    }

    @Override
    public void take(SpaceId space, List<Bytes> credentials, List<URI> signals) throws MalformedException {
        folder.get()
                .host()
                .flatMap(SpaceHost::app)
                .orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY))
                .take(space, credentials, signals);
    }

    @Override
    public void end() {
        state().end();
        folder.get().host().flatMap(SpaceHost::app).ifPresent(AppSpaces::end);
    }

    @Override
    public boolean isEnded() {
        return state().isEnded();
    }
}
