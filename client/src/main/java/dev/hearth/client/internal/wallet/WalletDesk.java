package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.wallet.AccessRequest;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppRights;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.halo.AppProof;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a wallet grants and takes back. A device is enrolled, and let into spaces, only after the user agreed, and only
 * so far; what ends is taken out of all spaces, and where that fails or the process ends it is taken up again.
 * Thread-safe.
 */
public final class WalletDesk implements AutoCloseable {
    /** Grants that are kept, those that ended included. */
    private static final int MAX_GRANTS = 1_000;

    private final WalletHost host;
    private final Seams seams;
    private final WalletLog log;
    private final AtomicLong changes = new AtomicLong();

    /** Keeps the log in a file, which is made with the first entry. */
    public WalletDesk(WalletHost host, Path log, Seams seams) {
        this.host = host;
        this.seams = seams;
        this.log = new WalletLog(log);
    }

    WalletHost host() {
        return host;
    }

    /** Returns a number that is another one whenever a grant has changed. */
    long changes() {
        return changes.get();
    }

    /** Returns all grants, by the applications' keys. */
    public List<AppGrant> grants() {
        return stored().stream().map(StoredGrant::grant).toList();
    }

    private List<StoredGrant> stored() {
        List<StoredGrant> grants = new ArrayList<>();
        host.records().values().forEach(record -> grants.add(decode(record)));
        return grants;
    }

    private static StoredGrant decode(Bytes record) {
        try {
            return StoredGrant.decode(record);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    Optional<StoredGrant> find(DeviceId app) {
        return host.record(app.value()).map(WalletDesk::decode);
    }

    /** Returns the grant of an application, which is in force; throws WALLET_ACCESS_ENDED or WALLET_REFUSED. */
    StoredGrant require(DeviceId app) {
        StoredGrant grant = find(app).orElseThrow(RefusalReason.NOTHING_GRANTED::refused);
        if (!grant.grant().isInForce(now())) {
            throw new HearthException(ErrorCode.WALLET_ACCESS_ENDED);
        }
        return grant;
    }

    Instant now() {
        return seams.clock().instant();
    }

    private void keep(StoredGrant grant) {
        host.keep(grant.grant().app().value(), grant.encode());
        changes.incrementAndGet();
    }

    /**
     * Returns what an application has that asks for {@code asked}; asks the user first, unless that was asked before.
     */
    StoredGrant request(DeviceId app, String name, AppScope asked, WalletPrompts prompts) {
        Optional<StoredGrant> known = find(app);
        if (known.isPresent() && require(app).asked().covers(asked)) {
            return known.get();
        }
        requireRoom(known, asked);
        AccessRequest question = new AccessRequest(app, name, asked, meant(asked), known.isPresent());
        log.note(now(), WalletLog.Event.REQUEST, app, name, asked);
        AppScope given;
        try {
            given = prompts.ask(question);
        } catch (HearthException e) {
            log.note(now(), WalletLog.Event.REFUSED, app, name, asked);
            throw e;
        }
        return granted(app, name, asked, given);
    }

    private synchronized StoredGrant granted(DeviceId app, String name, AppScope asked, AppScope given) {
        Instant at = Instant.ofEpochSecond(now().getEpochSecond());
        StoredGrant grant = find(app).isPresent()
                ? require(app).with(given, asked)
                : new StoredGrant(new AppGrant(app, name, given, at, Optional.empty()), asked, Bytes.EMPTY, false);
        log.note(now(), WalletLog.Event.GRANTED, app, name, given);
        keep(grant);
        admit(grant);
        return grant;
    }

    private void requireRoom(Optional<StoredGrant> known, AppScope asked) {
        boolean raised = known.filter(grant ->
                        grant.hasEntered() && grant.grant().scope().rights().compareTo(asked.rights()) < 0)
                .isPresent();
        if (raised) {
            throw RefusalReason.READS_ONLY.refused();
        }
        if (known.isEmpty() && host.records().size() >= MAX_GRANTS) {
            throw RefusalReason.GRANTS_FULL.refused();
        }
    }

    /** Returns the spaces that a scope names, or that can be picked; throws WALLET_REFUSED when one is not here. */
    private List<KnownSpace> meant(AppScope asked) {
        if (asked.rights() == AppRights.PROVE || asked.allSpaces()) {
            return List.of();
        }
        List<KnownSpace> all = host.spaces();
        List<KnownSpace> meant = asked.isForTheUserToPick()
                ? all
                : all.stream().filter(space -> asked.reaches(space.id())).toList();
        if (meant.size() < asked.spaces().size()) {
            throw RefusalReason.NO_SUCH_SPACE.refused();
        }
        return meant;
    }

    /** Returns what makes an application's device one of the identity; empty when its grant does not reach so far. */
    Optional<Bytes> enrolment(StoredGrant grant, IdentityChain app) {
        return grant.grant().scope().rights() == AppRights.PROVE
                ? Optional.empty()
                : Optional.of(
                        host.identity().enrolApplication(app, grant.grant().name()));
    }

    /** Lets an application's device into the spaces of its grant; {@code chain} proves that it agreed. */
    synchronized void enter(DeviceId app, IdentityChain chain) throws MalformedException {
        StoredGrant grant = require(app);
        boolean its = chain.device().equals(app)
                && chain.identity().equals(host.identity().id())
                && chain.application().equals(Optional.of(grant.grant().name()));
        if (!its || grant.grant().scope().rights() == AppRights.PROVE) {
            throw new MalformedException("Chain of another device or identity");
        }
        StoredGrant entered = grant.entered(chain.encoded());
        keep(entered);
        admit(entered);
    }

    /** Space by space: one that the identity may not let devices into does not keep the others from it. */
    private void admit(StoredGrant grant) {
        Optional<Role> role = grant.grant().scope().rights().role();
        if (!grant.hasEntered() || role.isEmpty()) {
            return;
        }
        for (KnownSpace space : host.spaces()) {
            if (grant.grant().scope().reaches(space.id())
                    && !host.has(space.id(), grant.grant().app())) {
                try {
                    host.admit(space.id(), chain(grant), role.get());
                } catch (HearthException e) {
                    requireOfOneSpace(e);
                }
            }
        }
    }

    private static IdentityChain chain(StoredGrant grant) {
        try {
            return IdentityChain.verify(grant.chain());
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    private static void requireOfOneSpace(HearthException failure) {
        if (failure.code() == ErrorCode.KEYCHAIN_LOCKED || failure.code() == ErrorCode.CLOSED) {
            throw failure;
        }
    }

    /** Returns the spaces that an application has, by their ids. */
    List<KnownSpace> spaces(StoredGrant grant) {
        return host.spaces().stream()
                .filter(space -> has(grant, space.id()))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private boolean has(StoredGrant grant, SpaceId space) {
        return grant.grant().scope().reaches(space)
                && host.has(space, grant.grant().app());
    }

    /** Returns a space's credentials as one sequence of bytes; throws WALLET_REFUSED for a space not granted. */
    Bytes credentials(StoredGrant grant, SpaceId space) {
        if (spaces(grant).stream().noneMatch(known -> known.id().equals(space))) {
            throw RefusalReason.NO_SUCH_SPACE.refused();
        }
        return GrantCodec.stream(host.credentials(space));
    }

    /** Returns a number that is another one when there is something new in the spaces of an application. */
    long news(StoredGrant grant) {
        long news = 0;
        for (KnownSpace space : spaces(grant)) {
            news = news * 31 + space.id().hashCode() + host.credentialCount(space.id());
        }
        return news;
    }

    /** Proves the identity at the request of an application. */
    AppProof prove(StoredGrant grant, Bytes message) {
        AppProof proof = AppProof.sign(host.identity(), grant.grant().app(), message);
        log.note(
                now(),
                WalletLog.Event.SIGNED,
                grant.grant().app(),
                grant.grant().name(),
                grant.grant().scope());
        return proof;
    }

    /** Ends a grant; returns false when it has ended. */
    public boolean revoke(DeviceId app) {
        return find(app).filter(grant -> grant.grant().ending().isEmpty()).isPresent() && end(app, false);
    }

    private synchronized boolean end(DeviceId app, boolean expired) {
        StoredGrant grant = find(app).orElseThrow();
        if (grant.grant().ending().isPresent()) {
            return false;
        }
        StoredGrant ended = grant.ended(Instant.ofEpochSecond(now().getEpochSecond()), expired);
        keep(ended);
        log.note(
                now(),
                expired ? WalletLog.Event.EXPIRED : WalletLog.Event.REVOKED,
                app,
                grant.grant().name(),
                grant.grant().scope());
        takeOut(ended);
        return true;
    }

    /** Also out of a space that the scope does not reach: whatever let the device in, it ends here. */
    private void takeOut(StoredGrant ended) {
        boolean all = true;
        for (KnownSpace space : host.allSpaces()) {
            try {
                host.revoke(space.id(), ended.grant().app());
            } catch (HearthException e) {
                requireOfOneSpace(e);
                all = false;
            }
        }
        if (all) {
            keep(ended.done());
        }
    }

    /** Ends what has expired, goes on with what was not ended everywhere, and grants spaces that have come. */
    synchronized void attend() {
        for (StoredGrant each : stored()) {
            if (each.undone()) {
                takeOut(each);
            } else if (each.grant().ending().isEmpty()) {
                if (each.grant().isInForce(now())) {
                    admit(each);
                } else {
                    end(each.grant().app(), true);
                }
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
